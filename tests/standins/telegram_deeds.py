"""What the stand-in's Bot API does to people and messages, and how it is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.standins.telegram_limits import ApiError

if TYPE_CHECKING:
    from tests.standins.telegram import TelegramStandIn
    from tests.standins.telegram_world import Chat, User

Json = dict[str, Any]
Files = dict[str, tuple[str, bytes]]


def ban(tg: TelegramStandIn, params: Json, _files: Files) -> bool:
    """Remove somebody and keep them out."""
    chat, user = chat_of(tg, params), user_of(tg, params)
    if chat.members.get(user.id, {}).get("status") in {"creator", "administrator"}:
        raise ApiError(400, "Bad Request: user is an administrator of the chat")
    standing = {"status": "kicked", "until_date": params.get("until_date", 0)}
    tg.change_member(user, chat, standing, by=tg.bot)
    return True


def unban(tg: TelegramStandIn, params: Json, _files: Files) -> bool:
    """Let somebody come back."""
    chat, user = chat_of(tg, params), user_of(tg, params)
    if chat.type == "group":
        raise ApiError(
            400, "Bad Request: method is available for supergroup and channel chats only"
        )
    if chat.members.get(user.id, {}).get("status") == "kicked":
        tg.change_member(user, chat, {"status": "left"}, by=tg.bot)
    return True


def restrict(tg: TelegramStandIn, params: Json, _files: Files) -> bool:
    """Take rights from a member, or give them back."""
    chat, user = chat_of(tg, params), user_of(tg, params)
    rights = params["permissions"]
    standing: Json = {"status": "member"}
    if not all(rights.values()):
        until = params.get("until_date", 0)
        standing = {"status": "restricted", "is_member": True, "until_date": until, **rights}
    tg.change_member(user, chat, standing, by=tg.bot)
    return True


def delete(tg: TelegramStandIn, params: Json, _files: Files) -> bool:
    """Take a message away."""
    chat, number = chat_of(tg, params), int(params["message_id"])
    shown = chat.find(number)
    if shown is None:
        raise ApiError(400, "Bad Request: message to delete not found")
    chat.all_messages.remove(shown)
    return True


def approve(tg: TelegramStandIn, params: Json, _files: Files) -> bool:
    """Let in who asked."""
    chat, user = _requested(tg, params)
    tg.change_member(user, chat, {"status": "member"}, by=tg.bot)
    return True


def decline(tg: TelegramStandIn, params: Json, _files: Files) -> bool:
    """Turn away who asked."""
    _requested(tg, params)
    return True


def chat_of(tg: TelegramStandIn, params: Json) -> Chat:
    """Return the chat that a request is about."""
    chat = tg.chats.get(int(params["chat_id"]))
    if chat is None:
        raise ApiError(400, "Bad Request: chat not found")
    if chat.moved_to is not None:
        raise ApiError(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            {"migrate_to_chat_id": chat.moved_to},
        )
    return chat


def user_of(tg: TelegramStandIn, params: Json) -> User:
    """Return the user that a request is about."""
    user = tg.users.get(params["user_id"])
    if user is None:
        raise ApiError(400, "Bad Request: user not found")
    return user


def _requested(tg: TelegramStandIn, params: Json) -> tuple[Chat, User]:
    chat, user = chat_of(tg, params), user_of(tg, params)
    if user.id not in chat.join_requests:
        raise ApiError(400, "Bad Request: HIDE_REQUESTER_MISSING")
    chat.join_requests.discard(user.id)
    return chat, user
