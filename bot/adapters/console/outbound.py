"""What comes out of the console: our posts and actions as lines of plain JSON values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.updates import Chat

if TYPE_CHECKING:
    from pathlib import Path

    from bot.posts import Action, Post
    from core.addresses import Address

    Line = dict[str, Any]

DIRECT = "dm"
PREFIX = "dm:"


def chat_at(to: Address) -> Chat:
    """Return the chat of an address; a group is called what its id is."""
    return Chat(to.platform, to.chat_id, to.private, title="" if to.private else to.chat_id)


def name_of(chat: Chat) -> str:
    """Return how a chat is named in a line: ``dm:alice`` for alice's private one."""
    return f"{PREFIX}{chat.id}" if chat.private else chat.id


def send(  # noqa: PLR0913 - a message has as many sides
    chat: Chat,
    message_id: str,
    post: Post,
    *,
    private: bool,
    image: Path | None,
    file: Path | None,
) -> Line:
    """Return the line of a message that the bot sends."""
    line: Line = {
        "action": "send",
        "on": chat.platform,
        "chat": name_of(chat),
        "id": message_id,
        "text": text_of(post),
        "buttons": labels(post),
        "reply_to": post.reply_to,
        "image": str(image) if image else None,
        "private": private,
    }
    return line | {"file": str(file)} if file else line


def edit(chat: Chat, message_id: str, post: Post, image: Path | None) -> Line:
    """Return the line of a message that is put in another's place."""
    return {
        "action": "edit",
        "on": chat.platform,
        "chat": name_of(chat),
        "id": message_id,
        "text": text_of(post),
        "buttons": labels(post),
        "image": str(image) if image else None,
    }


def toast(platform: str, user: str, text: str) -> Line:
    """Return the line of a notice that only the presser sees."""
    return {"action": "toast", "on": platform, "user": user, "text": text}


def act(action: Action) -> Line:
    """Return the line of what is done to a user."""
    chat = chat_at(action.to)
    line: Line = {
        "action": action.kind,
        "on": chat.platform,
        "chat": name_of(chat),
        "user": action.user_id,
    }
    if action.kind == "delete":
        line["id"] = action.message_id
    if action.kind in {"ban", "mute"}:
        line["until"] = action.until.isoformat() if action.until else None
    if action.role is not None:
        line["role"] = action.role
    return line


def text_of(post: Post) -> str:
    """Return title and body as one text."""
    return f"{post.title}\n{post.body}" if post.title else post.body


def labels(post: Post) -> list[str]:
    """Return the labels of the buttons, over all rows."""
    return [key.label for row in post.keys for key in row]
