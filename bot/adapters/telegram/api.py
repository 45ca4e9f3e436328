"""The library's ``Bot``, with updates handed over as they came and nothing private in its logs."""

from __future__ import annotations

import json
import logging
import os
from typing import TYPE_CHECKING, Any, cast

from telegram import Bot
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.adapters.telegram.options import TelegramOptions

Json = dict[str, Any]

SEND_CONNECTIONS = 64


class Request(HTTPXRequest):
    """The library's request, which does not log an answer that it cannot read."""

    __slots__ = ()

    @staticmethod
    def parse_json_payload(payload: bytes) -> Json:
        """Return the answer as JSON; raises TelegramError."""
        try:
            return cast("Json", json.loads(payload.decode("utf-8", "replace")))
        except ValueError:
            raise TelegramError("Invalid server response") from None


class Api(Bot):
    """``telegram.Bot`` with two methods that answer plain JSON.

    Parsed as a batch, one odd update would lose its neighbours; and an administrator is
    understood by the rights that we look at, whatever else is missing.
    """

    __slots__ = ()

    async def updates(self, offset: int | None, wait: int, allowed: Sequence[str]) -> list[Json]:
        """Wait up to ``wait`` seconds for updates from ``offset`` on."""
        asked = {"offset": offset, "timeout": wait, "allowed_updates": list(allowed)}
        answer = await self._post("getUpdates", asked, read_timeout=wait + 10.0)
        return [item for item in answer if isinstance(item, dict)]

    async def administrators(self, chat_id: int | str) -> list[Json]:
        """Return the chat's owner and administrators."""
        return cast("list[Json]", await self._post("getChatAdministrators", {"chat_id": chat_id}))


def connect(options: TelegramOptions) -> Api:
    """Return a bot that has not asked anything yet."""
    # Without it the library warns, at every 429, that the type of its seconds will change.
    os.environ["PTB_TIMEDELTA"] = "true"
    for name in ("httpx", "httpcore", "telegram"):
        # Their lower levels tell addresses, which hold the token, and members' texts.
        logging.getLogger(name).setLevel(logging.WARNING)
    return Api(
        options.token,
        base_url=options.api_url,
        base_file_url=options.file_url,
        request=Request(
            connection_pool_size=SEND_CONNECTIONS,
            read_timeout=options.answer_timeout,
            pool_timeout=5.0,
        ),
        get_updates_request=Request(connection_pool_size=1, pool_timeout=5.0),
    )
