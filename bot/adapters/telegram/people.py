"""Who and where, as Telegram names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.updates import Chat, Person

if TYPE_CHECKING:
    from bot.adapters.telegram.fields import Fields

PLATFORM = "telegram"
ANONYMOUS_ADMIN = "1087968824"


def chat(there: Fields, thread: str | None = None) -> Chat:
    """Translate a chat."""
    private = there.text("type") == "private"
    return Chat(PLATFORM, there.id("id"), private, there.text("title"), thread)


def person(user: Fields) -> Person:
    """Translate a user or a bot."""
    names = (user.text("first_name"), user.text("last_name"))
    return Person(
        PLATFORM,
        user.id("id"),
        " ".join(filter(None, names)),
        user.text("username") or None,
        user.text("language_code") or None,
        user.flag("is_bot"),
    )


def speaking_chat(there: Fields) -> Person:
    """Translate a chat that speaks or reacts in its own name: nobody whose rights are known."""
    username = there.text("username") or None
    return Person(PLATFORM, there.id("id"), there.text("title"), username, bot=True)


def author(message: Fields) -> Person | None:
    """Return who wrote a message; None when Telegram does not tell."""
    if "sender_chat" in message:
        spoke = speaking_chat(message.part("sender_chat"))
        hidden = "from" in message and message.part("from").id("id") == ANONYMOUS_ADMIN
        return Person(PLATFORM, ANONYMOUS_ADMIN, spoke.name, bot=True) if hidden else spoke
    return person(message.part("from")) if "from" in message else None


def is_heard(message: Fields, writer: Person) -> bool:
    """Say whether a message counts: people and anonymous administrators, no bots or forwards."""
    if message.flag("is_automatic_forward"):
        return False
    return not writer.bot or writer.id == ANONYMOUS_ADMIN or "sender_chat" in message
