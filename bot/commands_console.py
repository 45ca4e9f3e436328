"""``qunzhu console``: the whole bot in a terminal, typed by a person or spoken to in JSON lines."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import logs, settings
from core.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.adapters.console import Console
    from bot.adapters.console.scene import Out
    from bot.app import App

SQLITE = "sqlite:///"
STATE = Path(".local") / "state" / "qunzhu"


class Seed(StrEnum):
    """What a new database holds."""

    DEMO = "demo"
    EMPTY = "empty"


def console(
    *,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="从标准输入读 JSON，一行一个，往标准输出写。")
    ] = False,
    db: Annotated[str, typer.Option(help="数据库地址；不写就用一个临时的 SQLite 文件。")] = "",
    now: Annotated[str, typer.Option(help="模拟时钟的起点，例如 2026-01-05T09:00:00+08:00。")] = "",
    seed: Annotated[
        Seed, typer.Option(help="demo：先住满一个虚构的学习社群；empty：空的。")
    ] = Seed.EMPTY,
) -> None:
    """Play the users of both console platforms."""
    start = _moment(now) if now else None
    with _database(db) as url:
        record = _record(url) if db else None
        if seed is Seed.DEMO:
            _settle_in(url, start)
        with _opened(url, start) as app:
            asyncio.run(_jsonl(app, record) if jsonl else _talk(app, record))


def _settle_in(url: str, start: datetime | None) -> None:
    from core.db import migrate  # noqa: PLC0415 - keeps `--help` quick
    from demo.seed import seed  # noqa: PLC0415

    migrate(url)
    # A database that holds a community, such as that of an earlier time, is left as it is.
    seed(url, start or datetime.now(UTC))


@contextmanager
def _opened(url: str, start: datetime | None) -> Iterator[App]:
    from bot.adapters.console import PLATFORMS  # noqa: PLC0415 - keeps `--help` quick
    from bot.app import build  # noqa: PLC0415
    from core.clock import ManualClock  # noqa: PLC0415

    wanted = settings.load().model_copy(update={"database_url": url})
    logs.set_up("warning")
    app = build(wanted, clock=ManualClock(start) if start else None, trusted=PLATFORMS)
    try:
        yield app
    finally:
        app.close()


async def _jsonl(app: App, record: Path | None) -> None:
    from bot.adapters.console import printer, serve_jsonl  # noqa: PLC0415

    # Whatever a library prints must not stand between the lines.
    lines = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr
    out = printer(lines)
    await serve_jsonl(console_of(app, out, record), sys.stdin.buffer, out)


async def _talk(app: App, record: Path | None) -> None:
    from rich.console import Console as Terminal  # noqa: PLC0415

    from bot.adapters.console import Screen, talk  # noqa: PLC0415

    screen = Screen(Terminal())
    await talk(console_of(app, screen.show, record), screen)


def console_of(app: App, out: Out, record: Path | None) -> Console:
    """Return a session at the console of an app."""
    from bot.adapters.console import Console  # noqa: PLC0415
    from core import outbox  # noqa: PLC0415

    def next_due() -> datetime | None:
        with app.writer.read() as uow:
            return outbox.next_due(uow)

    return Console(app, next_due, out, record=record)


@contextmanager
def _database(db: str) -> Iterator[str]:
    if db:
        yield db
        return
    with tempfile.TemporaryDirectory(prefix="qunzhu-") as folder:
        yield f"{SQLITE}{folder}/console.db"


def _record(url: str) -> Path:
    """Return where the messages of a database are remembered; those of a new one are none."""
    if url.startswith(SQLITE):
        path = Path(url.removeprefix(SQLITE).partition("?")[0])
        record = path.with_name(f"{path.name}-console")
        if not path.exists():
            record.unlink(missing_ok=True)
    else:
        record = Path.home() / STATE / f"console-{sha256(url.encode()).hexdigest()[:16]}"
    record.parent.mkdir(parents=True, exist_ok=True)
    return record


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise typer.BadParameter(t("--now 要写成带时区的时间，例如 2026-01-05T09:00:00+08:00。"))
    return moment
