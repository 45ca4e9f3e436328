"""``qunzhu import``: bring a catalogue of courses in from a file."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotation
from typing import TYPE_CHECKING, Annotated

import typer

from bot.options import Community  # noqa: TC001 - typer reads the annotations
from bot.terminal import fail

if TYPE_CHECKING:
    from core.courses import Draft, ImportReport

app = typer.Typer(no_args_is_help=True)


@app.callback()
def import_data() -> None:
    """Bring data in from files."""


@app.command("courses", help="导入课程（CSV 或 JSON）；有一处写错就什么都不导入。")
def import_courses(
    file: Annotated[Path, typer.Argument(help="CSV 或 JSON 文件")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只说会改动什么，不真的导入")] = False,
    community: Community = None,
) -> None:
    """Import courses from a file: everything in it, or nothing when any cell is wrong."""
    from core.courses import (  # noqa: PLC0415 - keeps `--help` quick
        BadFile,
        import_cards,
        read_courses,
    )

    try:
        drafts = read_courses(file.read_bytes(), file.name)
        report = _import(drafts, community, dry_run=dry_run)
    except BadFile as error:
        fail(import_cards.bad_file(error))
    typer.echo(import_cards.import_report(report, dry_run=dry_run))


def _import(drafts: list[Draft], community_id: int | None, *, dry_run: bool) -> ImportReport:
    from bot.installation import opened, the_one  # noqa: PLC0415 - keeps `--help` quick
    from core import courses  # noqa: PLC0415

    with opened() as writer:
        where = the_one(writer, community_id)
        with writer.begin() as uow:
            return courses.import_courses(uow, where.id, drafts, dry_run=dry_run)
