"""What we hear: a platform's update, translated into words that belong to no platform."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Chat:
    """Where something happened.

    ``id`` is what the platform sends to: a Telegram chat id, a Discord channel or thread id. In a
    private chat it is the *user's* id on every platform. ``space`` is the Discord guild that a
    channel belongs to; ``thread`` a Telegram forum topic. Ids are text everywhere.
    """

    platform: str
    id: str
    private: bool = False
    title: str = ""
    thread: str | None = None
    space: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Who did it, as the platform names them; ``username`` has no @ and may be missing.

    ``created`` is when the account was made, where the platform tells.
    """

    platform: str
    id: str
    name: str
    username: str | None = None
    language: str | None = None
    bot: bool = False
    created: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """Something that happened on a platform.

    ``key`` is unique for ever and equal when the platform delivers the same update again, e.g.
    ``telegram:<bot id>:<update_id>``. ``mark`` is the message id up to which a channel has been
    read (Discord catches up from there).
    """

    key: str
    at: datetime
    chat: Chat
    actor: Person
    mark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message(Update):
    """An ordinary message; ``text`` is never stored.

    ``files`` are the names of the files sent along, ``forwarded`` the id of the channel from
    which the message was passed on.
    """

    message_id: str
    text: str
    reply_to: str | None = None
    mentions: tuple[Person, ...] = ()
    files: tuple[str, ...] = ()
    forwarded: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Command(Update):
    """``/name args``, or a slash command whose typed ``options`` are given by name.

    An option that names a person holds ``@username`` or ``id:<platform user id>``;
    ``reply_author`` wrote the message that the command replies to.
    """

    name: str
    args: str = ""
    options: Mapping[str, str] | None = None
    message_id: str | None = None
    reply_to: str | None = None
    reply_author: Person | None = None
    mentions: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ButtonPress(Update):
    """A button of ours was pressed; ``data`` is the sealed token it carried."""

    message_id: str
    data: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction(Update):
    """An emoji was put on a message, or taken away."""

    message_id: str
    emoji: str
    added: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberJoined(Update):
    """``actor`` is now in the chat (on Discord: in the guild); ``via`` names the invite used."""

    via: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLeft(Update):
    """``actor`` left the chat or was removed from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinRequested(Update):
    """``actor`` asks to be let in."""

    via: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatMigrated(Update):
    """The chat goes on under another id (Telegram: group to supergroup)."""

    new_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDeleted(Update):
    """A message is gone from the chat."""

    message_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment(Update):
    """A provider reports that ``order`` was paid, in minor units of ``currency``."""

    order: str
    amount: int
    currency: str
    charge: str = field(default="")


def text_of(update: Update) -> str | None:
    """Return what was said in an update, None where nothing was."""
    if isinstance(update, Message):
        return update.text
    return update.args if isinstance(update, Command) else None


def as_command(message: Message) -> Command:
    """Return the command that a message's whole text, such as 签到, stands for."""
    return Command(
        key=message.key,
        at=message.at,
        chat=message.chat,
        actor=message.actor,
        mark=message.mark,
        name=message.text.strip(),
        message_id=message.message_id,
        reply_to=message.reply_to,
        mentions=message.mentions,
    )
