"""What is done to people rather than said: removing, muting, letting in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import ChatPermissions

from bot.posts import Rejected

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.adapters.telegram.api import Api
    from bot.adapters.telegram.line import Line
    from bot.posts import Action

    Request = Callable[[int | str], Awaitable[bool]]

# Said of a request that was answered before; the library changes the case.
_DONE_BEFORE = ("user_already_participant", "hide_requester_missing")
# Gone already; or a basic group, which removes without a ban.
_NEEDLESS = ("message to delete not found", "supergroup and channel chats only")


class Deeds:
    """Carries out actions."""

    def __init__(self, api: Api, line: Line) -> None:
        """Keep what requests are made with."""
        self._api = api
        self._line = line

    async def carry_out(self, action: Action) -> None:
        """Do it; raises a `SendError` when Telegram refuses."""
        user = int(action.user_id)
        match action.kind:
            case "kick":
                await self._kick(action.to.chat_id, user)
            case "approve_join":
                await self._decide(
                    action, lambda chat: self._api.approve_chat_join_request(chat, user)
                )
            case "decline_join":
                await self._decide(
                    action, lambda chat: self._api.decline_chat_join_request(chat, user)
                )
            case _:
                await self._unless_needless(action.to.chat_id, self._plain(action, user))

    async def _unless_needless(self, chat_id: str, request: Request) -> None:
        try:
            await self._line.at(chat_id, request)
        except Rejected as refusal:
            if not any(reason in str(refusal).lower() for reason in _NEEDLESS):
                raise

    def _plain(self, action: Action, user: int) -> Request:
        match action.kind:
            case "delete" if action.message_id:
                message = int(action.message_id)
                return lambda chat: self._api.delete_message(chat, message)
            case "unban":
                return lambda chat: self._api.unban_chat_member(chat, user, only_if_banned=True)
            case "ban":
                return lambda chat: self._api.ban_chat_member(chat, user, action.until)
            case "mute":
                nothing = ChatPermissions.no_permissions()
                return lambda chat: self._api.restrict_chat_member(
                    chat, user, nothing, action.until
                )
            case "unmute":
                everything = ChatPermissions.all_permissions()
                return lambda chat: self._api.restrict_chat_member(chat, user, everything)
            case other:
                raise Rejected("Telegram knows no action", other)

    async def _kick(self, chat_id: str, user: int) -> None:
        """Remove the user and lift the ban at once, so that coming back is possible."""
        await self._line.at(chat_id, lambda chat: self._api.ban_chat_member(chat, user))
        await self._unless_needless(
            chat_id, lambda chat: self._api.unban_chat_member(chat, user, only_if_banned=True)
        )

    async def _decide(self, action: Action, request: Request) -> None:
        try:
            await self._line.at(action.to.chat_id, request)
        except Rejected as refusal:
            if not any(reason in str(refusal).lower() for reason in _DONE_BEFORE):
                raise
