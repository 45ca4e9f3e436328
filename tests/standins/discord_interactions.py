"""The stand-in's interactions: deferred, answered, followed up, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.standins.discord_http import Refused, Request, rewritten
from tests.standins.discord_world import EPHEMERAL, Json, Message

if TYPE_CHECKING:
    from tests.standins.discord import Discord
    from tests.standins.discord_people import Asked

UNKNOWN_MESSAGE = 10008
UNKNOWN_WEBHOOK, UNKNOWN_INTERACTION, ACKNOWLEDGED = 10015, 10062, 40060


class Interactions:
    """Answers what a bot asks with the token of an interaction."""

    def __init__(self, world: Discord) -> None:
        """Answer for one world."""
        self._world = world

    async def callback(self, request: Request, interaction_id: str, token: str) -> None:
        """Take the first answer to an interaction."""
        asked = self._world.asked.get(token)
        if asked is None or asked.id != interaction_id:
            raise Refused(404, UNKNOWN_INTERACTION, "Unknown interaction")
        if asked.deferred:
            raise Refused(400, ACKNOWLEDGED, "Interaction has already been acknowledged.")
        asked.deferred = request.body["type"]
        if asked.deferred == 5:
            flags = (request.body.get("data") or {}).get("flags", 0)
            only_for = asked.user.account if flags & EPHEMERAL else None
            asked.original = Message(asked.channel, self._world.bot, "", loading=True)
            asked.original.only_for = only_for
            await self._world.post(asked.original)

    async def follow_up(self, request: Request, _app: str, token: str) -> Json:
        """Post a follow-up; the first after a deferral fills it."""
        asked = self._open(token)
        if asked.original is not None and asked.original.loading:
            asked.notes.append("a follow-up filled the deferred answer")
            return rewritten(request, asked.original).json()
        message = rewritten(request, Message(asked.channel, self._world.bot, ""))
        if request.body.get("flags", 0) & EPHEMERAL:
            message.only_for = asked.user.account
        asked.follow_ups.append(message)
        await self._world.post(message)
        return message.json()

    async def edit_original(self, request: Request, _app: str, token: str) -> Json:
        """Edit the deferred answer, or the message whose button was pressed."""
        asked = self._open(token)
        if asked.original is None:
            raise Refused(404, UNKNOWN_MESSAGE, "Unknown Message")
        return rewritten(request, asked.original).json()

    async def delete_original(self, _request: Request, _app: str, token: str) -> None:
        """Take the answer away."""
        asked = self._open(token)
        if asked.original is None:
            raise Refused(404, UNKNOWN_MESSAGE, "Unknown Message")
        self._world.take_away(asked.original)
        asked.original = None

    def _open(self, token: str) -> Asked:
        asked = self._world.asked.get(token)
        if asked is None or asked.expired:
            raise Refused(404, UNKNOWN_WEBHOOK, "Unknown Webhook")
        if not asked.deferred:
            raise Refused(404, UNKNOWN_WEBHOOK, "Unknown Webhook")
        return asked
