"""Polling: an update is acknowledged, by asking for the next one, only after it was committed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import structlog

from bot.adapters.telegram.errors import TokenRefused
from bot.adapters.telegram.inbound import ALLOWED_UPDATES, update_id
from bot.adapters.telegram.persist import Patience, ask

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.adapters.telegram.api import Api, Json

    Hear = Callable[[Sequence[Json]], Awaitable[None]]

log = structlog.get_logger(__name__)


class Polling:
    """Reads updates in batches and hands each batch to ``hear`` until that succeeds."""

    def __init__(self, api: Api, wait: int, hear: Hear) -> None:
        """Begin at the earliest update that nobody acknowledged; ``wait`` is in seconds."""
        self._api = api
        self._wait = wait
        self._hear = hear
        self._offset: int | None = None
        self._asking = Patience()
        self._hearing = Patience()

    async def run(self) -> NoReturn:
        """Read for ever."""
        await self._drop_webhook()
        while True:
            batch = await ask(self._next, self._api.token, self._asking, "reading updates")
            if batch:
                await self._commit(batch)
                self._acknowledge(batch)

    async def _drop_webhook(self) -> None:
        try:
            await ask(self._api.delete_webhook, self._api.token, Patience(), "removing the webhook")
        except TokenRefused:
            # The token was good a moment ago: this server knows no webhooks.
            log.warning("the webhook was not removed")

    async def _next(self) -> list[Json]:
        return await self._api.updates(self._offset, self._wait, ALLOWED_UPDATES)

    async def _commit(self, batch: Sequence[Json]) -> None:
        while True:
            try:
                await self._hear(batch)
            except Exception as error:  # noqa: BLE001 - whatever keeps a batch from its commit
                trouble = f"updates could not be committed ({type(error).__name__}), trying again"
                await self._hearing.wait(trouble)
            else:
                self._hearing.relieved()
                return

    def _acknowledge(self, batch: Sequence[Json]) -> None:
        numbers = [number for number in map(update_id, batch) if number is not None]
        self._offset = max([*numbers, (self._offset or 0) - 1]) + 1 if numbers else self._offset
