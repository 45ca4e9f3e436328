"""The installation that a command of the terminal works on: its database and its communities."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from bot import settings
from bot.app import prepare
from core import communities
from core.bootstrap import open_writer
from core.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.communities import Community
    from core.writer import Writer


@contextmanager
def opened() -> Iterator[Writer]:
    """Open the database that the settings name, its tables brought up to date."""
    url = settings.load().database_url
    prepare(url)
    writer = open_writer(url)
    try:
        yield writer
    finally:
        writer.close()


def chosen(writer: Writer, community_id: int | None) -> list[Community]:
    """Return the community of a number, or all of them without one."""
    with writer.read() as uow:
        everywhere = communities.all_communities(uow)
    found = [item for item in everywhere if community_id in (None, item.id)]
    if community_id is not None and not found:
        raise typer.BadParameter(t("没有编号为 {id} 的社群。", id=community_id))
    return found


def the_one(writer: Writer, community_id: int | None) -> Community:
    """Return the community of a number, or the only one there is."""
    found = chosen(writer, community_id)
    if not found:
        raise typer.BadParameter(t("没有这个社群，请先把机器人加进群里完成绑定。"))
    if len(found) > 1:
        raise typer.BadParameter(t("这里有好几个社群，请用 --community 指明编号。"))
    return found[0]
