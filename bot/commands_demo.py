"""``qunzhu demo``: a made-up school, one evening in it, and then a seat for whoever watches."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rich.console import Console as Terminal
from rich.text import Text

from bot import logs

if TYPE_CHECKING:
    from bot.app import App
    from core.clock import ManualClock

ZONE = ZoneInfo("Asia/Shanghai")
SUNDAY = 6
OPENING = 20


def demo() -> None:
    """Play the evening, then let a person at the terminal talk."""
    from bot.adapters.console import PLATFORMS  # noqa: PLC0415 - keeps `--help` quick
    from bot.app import build  # noqa: PLC0415
    from bot.settings import Settings  # noqa: PLC0415
    from core.clock import ManualClock  # noqa: PLC0415
    from core.db import migrate  # noqa: PLC0415
    from demo.seed import seed  # noqa: PLC0415

    logs.set_up("warning")
    terminal = Terminal()
    begins = last_sunday(datetime.now(ZONE))
    with tempfile.TemporaryDirectory(prefix="qunzhu-demo-") as folder:
        url = f"sqlite:///{folder}/demo.db"
        terminal.print(Text("正在请 200 位成员入座（8 周的提问、回答、签到和选课）……", style="dim"))
        migrate(url)
        seed(url, begins)
        clock = ManualClock(begins)
        app = build(Settings(_env_file=None, database_url=url), clock=clock, trusted=PLATFORMS)
        try:
            asyncio.run(_evening(app, terminal, clock, begins))
        finally:
            app.close()


def last_sunday(now: datetime) -> datetime:
    """Return eight in the evening of the latest Sunday that is over."""
    days = (now.weekday() - SUNDAY) % 7 or 7
    opening = now.replace(hour=OPENING, minute=0, second=0, microsecond=0)
    return opening - timedelta(days=days)


async def _evening(app: App, terminal: Terminal, clock: ManualClock, begins: datetime) -> None:
    from bot.adapters.console import Screen, talk  # noqa: PLC0415 - keeps `--help` quick
    from bot.commands_console import console_of  # noqa: PLC0415
    from bot.evening import Evening  # noqa: PLC0415

    watched = sys.stdin.isatty() and sys.stdout.isatty()
    screen = Screen(terminal)
    evening = Evening(terminal, screen, slowly=watched)
    console = console_of(app, evening.hear, None)
    await evening.play(console, begins)
    if not watched:
        terminal.print(Text("\n故事讲完了。在终端里运行 make demo，可以接着自己聊。", style="dim"))
        return
    terminal.print(Text("\n故事讲完了，现在轮到你：你是群里的成员，随便说。", style="bold"))
    clock.let_run()
    evening.hand_over()
    await talk(console, screen)
