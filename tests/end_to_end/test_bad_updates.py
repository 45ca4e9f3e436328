"""An update that breaks the program is left out; those behind it are heard and answered."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.adapters.telegram import TelegramAdapter, TelegramOptions
from bot.declarations import Declarations
from bot.ear import Ear
from bot.flood import Flood
from bot.lanes import Lanes
from bot.router import Router
from bot.seals import Seals
from bot.tenancy import Tenancy
from bot.watch import Watch
from core import bootstrap, sentiment
from tests.standins.telegram import TelegramStandIn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.text.reading import Reading
    from core.writer import Writer

BREAKING = "这句话会让分词崩溃"


class Breaking(bootstrap.Reader):
    """Reads as always, but for one sentence."""

    def many(self, texts: Sequence[str]) -> list[Reading]:
        """Read, or break."""
        if BREAKING in texts:
            raise ValueError("a reader's bug")
        return super().many(texts)


def test_what_follows_a_breaking_update_is_answered(sqlite_url: str) -> None:
    writer = bootstrap.open_writer(sqlite_url)
    writer.start()
    with TelegramStandIn() as tg:
        group, reader = tg.group("晨读会"), tg.user("小满")
        reader.says(group, BREAKING)
        reader.says(group, "/rules")
        asyncio.run(_serve(tg, writer, lambda: group.texts and not tg.updates))
    assert "群规" in group.texts[0]
    writer.stop()
    writer.close()


async def _serve(tg: TelegramStandIn, writer: Writer, holds: Callable[[], object]) -> None:
    """Serve Telegram until something holds."""
    adapter = TelegramAdapter(TelegramOptions(tg.token, base_url=tg.url, poll_timeout=1))
    seals = Seals("a made-up secret")
    tenancy = Tenancy(seals, (), ("telegram",))
    watch = Watch(writer, Breaking(sentiment.model_named()))
    router = Router(writer, Declarations.collect(), seals, tenancy, Flood(0), watch)
    serving = asyncio.create_task(adapter.run(Ear(adapter, router, Lanes(writer.clock))))
    try:
        await asyncio.to_thread(tg.wait, holds)
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
