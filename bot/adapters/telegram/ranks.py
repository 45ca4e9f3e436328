"""Who is who in a chat by Telegram's own list, remembered for a minute at most."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.adapters.telegram.fields import Fields
from core.roles import Role

if TYPE_CHECKING:
    from bot.adapters.telegram.api import Api
    from bot.adapters.telegram.line import Line

MEMORY = 60.0  # seconds
_LEADING = (
    "can_change_info",
    "can_promote_members",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
    "can_manage_video_chats",
)
_KEEPING_ORDER = ("can_restrict_members", "can_delete_messages")


class Ranks:
    """The administrators of each chat."""

    def __init__(self, api: Api, line: Line) -> None:
        """Know nobody yet."""
        self._api = api
        self._line = line
        self._known: dict[str, tuple[float, dict[str, Role]]] = {}

    async def of(self, chat_id: str, user_id: str) -> Role:
        """Return the user's role; raises when Telegram does not tell."""
        if not chat_id.startswith("-"):
            return Role.MEMBER  # a private chat has no administrators
        now = asyncio.get_running_loop().time()
        until, roles = self._known.get(chat_id, (0.0, {}))
        if until <= now:
            members = await self._line.at(chat_id, self._api.administrators)
            roles = dict(_ranked(Fields(member)) for member in members)
            self._known[chat_id] = (now + MEMORY, roles)
        return roles.get(user_id, Role.MEMBER)

    def forget(self, chat_id: str) -> None:
        """Ask again next time: somebody's standing changed."""
        self._known.pop(chat_id, None)


def _ranked(member: Fields) -> tuple[str, Role]:
    return member.part("user").id("id"), _role(member)


def _role(member: Fields) -> Role:
    match member.text("status"):
        case "creator":
            return Role.OWNER
        case "administrator" if any(member.flag(right) for right in _LEADING):
            return Role.ADMIN
        case "administrator" if any(member.flag(right) for right in _KEEPING_ORDER):
            return Role.MODERATOR
        case _:
            # An administrator without rights has but a title.
            return Role.MEMBER
