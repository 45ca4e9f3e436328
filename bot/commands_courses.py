"""``qunzhu import``: bring a catalogue of courses in from a file."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path  # noqa: TC003 - typer reads the annotation
from typing import TYPE_CHECKING, Annotated

import typer

from bot import settings
from bot.app import prepare
from core.i18n import t

if TYPE_CHECKING:
    from core.courses import Draft, ImportReport
    from core.uow import UnitOfWork

app = typer.Typer(no_args_is_help=True)


@app.callback()
def import_data() -> None:
    """Bring data in from files."""


@app.command("courses", help="导入课程（CSV 或 JSON）；有一处写错就什么都不导入。")
def import_courses(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV 或 JSON 文件")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只说会改动什么，不真的导入")] = False,
    community: Annotated[int | None, typer.Option(help="社群编号；只有一个社群时不用写")] = None,
) -> None:
    """Import courses from a file: everything in it, or nothing when any cell is wrong."""
    from core.courses import BadFile, cards, read_courses  # noqa: PLC0415 - keeps `--help` quick

    try:
        drafts = read_courses(file.read_bytes(), file.name)
    except BadFile as error:
        typer.echo(cards.bad_file(error), err=True)
        raise typer.Exit(1) from None
    report = _import(drafts, community, dry_run=dry_run)
    typer.echo(cards.import_report(report, dry_run=dry_run))


def _import(drafts: list[Draft], community_id: int | None, *, dry_run: bool) -> ImportReport:
    from core import bootstrap, courses  # noqa: PLC0415 - keeps `--help` quick

    url = settings.load().database_url
    prepare(url)
    with closing(bootstrap.open_writer(url)) as writer, writer.begin() as uow:
        chosen = _chosen(uow, community_id)
        return courses.import_courses(uow, chosen, drafts, dry_run=dry_run)


def _chosen(uow: UnitOfWork, community_id: int | None) -> int:
    from core import communities  # noqa: PLC0415 - keeps `--help` quick

    known = [one.id for one in communities.all_communities(uow)]
    if community_id is None and len(known) > 1:
        raise typer.BadParameter(t("这里有好几个社群，请用 --community 指明编号。"))
    chosen = known[0] if community_id is None and known else community_id
    if chosen not in known or chosen is None:
        raise typer.BadParameter(t("没有这个社群，请先把机器人加进群里完成绑定。"))
    return chosen
