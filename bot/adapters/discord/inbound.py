"""Theirs to ours: a gateway event's payload becomes updates, without asking anybody anything."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import discord

from bot.updates import (
    Chat,
    Command,
    MemberJoined,
    MemberLeft,
    Message,
    MessageDeleted,
    Person,
    Reaction,
    Update,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    Payload = dict[str, Any]

log = logging.getLogger(__name__)

PLATFORM = "discord"
MALFORMED = (KeyError, TypeError, ValueError, AttributeError, OverflowError)
NOBODY = Person(PLATFORM, "0", "", bot=True)

_DEFAULT, _REPLY = 0, 19
_COMMAND = re.compile(r"([/!])([a-z0-9_-]{1,32})(?:\s+(.*))?", re.DOTALL)
_MENTION = re.compile(r"<@!?(\d+)>")
_CUSTOM_EMOJI = re.compile(r"<a?(:\w+:)\d+>")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a payload does not say itself: who we are, how places are called, and the moment.

    ``title`` takes a guild id and a channel id ("" for the guild's own name); ``correspondent``
    takes a private channel's id. ``tick`` never returns the same number twice.
    """

    app: str
    me: str
    commands: frozenset[str]
    title: Callable[[str, str], str]
    correspondent: Callable[[str], str | None]
    now: Callable[[], datetime]
    tick: Callable[[], int]


def read(event: str, data: Payload, around: Surroundings) -> tuple[Update, ...]:
    """Return what an event tells us; nothing for what is not for us or cannot be understood."""
    reader = _READERS.get(event)
    if reader is None:
        return ()
    try:
        return tuple(reader(data, around))
    except MALFORMED as error:
        log.warning("a %s event could not be read: %s", event, type(error).__name__)
        return ()


def person(user: Payload, member: Payload | None = None, language: str | None = None) -> Person:
    """Return a user under the name that the guild, or else everybody, sees."""
    username = words(user.get("username") or "")
    name = (member or {}).get("nick") or user.get("global_name") or username
    number = snowflake(user["id"])
    return Person(
        PLATFORM,
        number,
        words(name),
        username=username or None,
        language=language,
        bot=bool(user.get("bot") or user.get("system")),
        created=_made_at(number),
    )


def chat_of(data: Payload, user_id: str, around: Surroundings) -> Chat:
    """Return where a payload happened: its channel in a guild, or the private chat with a user."""
    if data.get("guild_id") is None:
        return Chat(PLATFORM, user_id, private=True)
    space, channel = snowflake(data["guild_id"]), snowflake(data["channel_id"])
    return Chat(PLATFORM, channel, title=around.title(space, channel), space=space)


def snowflake(value: object) -> str:
    """Return an id as text; a ValueError or TypeError where it is none."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise TypeError("an id is text or a number")
    return str(int(value))


def _made_at(number: str) -> datetime | None:
    """Return the moment that a snowflake holds: milliseconds since 2015 above 22 bits."""
    try:
        return discord.utils.snowflake_time(int(number))
    except (ValueError, OverflowError):
        return None


def words(value: object) -> str:
    """Return text as text; a TypeError where it is none."""
    if not isinstance(value, str):
        raise TypeError("text is expected")
    return value


def _message(data: Payload, around: Surroundings) -> list[Update]:
    author = data["author"]
    if data.get("webhook_id") or data.get("type", _DEFAULT) not in (_DEFAULT, _REPLY):
        return []
    actor = person(author, data.get("member"))
    if actor.bot or actor.id == around.me:
        return []
    message_id, chat = snowflake(data["id"]), chat_of(data, actor.id, around)
    said: dict[str, Any] = {
        "key": f"{PLATFORM}:{around.app}:m:{message_id}",
        "at": datetime.fromisoformat(words(data["timestamp"])),
        "chat": chat,
        "actor": actor,
        "mark": None if chat.private else message_id,
        "message_id": message_id,
        "reply_to": _replied(data),
        "mentions": tuple(person(user, user.get("member")) for user in data.get("mentions") or ()),
    }
    text = _addressed(words(data.get("content") or ""), around.me)
    typed = _COMMAND.fullmatch(text)
    if typed and _is_ours(typed, chat, around):
        args = _MENTION.sub(r"id:\1", (typed[3] or "").strip())
        author_replied_to = _replied_author(data)
        return [Command(**said, name=typed[2], args=args, reply_author=author_replied_to)]
    if message_id == chat.id:
        text = f"{chat.title}\n{text}".strip()  # the opening post of a forum has its title apart
    files = tuple(words(file["filename"]) for file in data.get("attachments") or ())
    return [Message(**said, text=_readable(text, said["mentions"]), files=files)]


def _is_ours(typed: re.Match[str], chat: Chat, around: Surroundings) -> bool:
    """Leave other bots' commands alone; in the private chat every slash is meant for us."""
    return typed[2] in around.commands or (chat.private and typed[1] == "/")


def _addressed(text: str, me: str) -> str:
    return re.sub(rf"^<@!?{me}>\s*", "", text.strip())


def _readable(text: str, mentions: tuple[Person, ...]) -> str:
    names = {someone.id: someone.name for someone in mentions}
    named = _MENTION.sub(lambda found: f"@{names.get(found[1], found[1])}", text)
    return _CUSTOM_EMOJI.sub(r"\1", named)


def _replied(data: Payload) -> str | None:
    reference = data.get("message_reference") or {}
    if data.get("type") != _REPLY or reference.get("message_id") is None:
        return None
    return snowflake(reference["message_id"])


def _replied_author(data: Payload) -> Person | None:
    replied = data.get("referenced_message")
    return person(replied["author"]) if data.get("type") == _REPLY and replied else None


def _reaction(data: Payload, around: Surroundings, *, added: bool) -> list[Update]:
    user_id, message_id = snowflake(data["user_id"]), snowflake(data["message_id"])
    member = data.get("member") or {}
    known = member.get("user")
    actor = person(known, member) if known else Person(PLATFORM, user_id, "")
    if actor.bot or user_id == around.me:
        return []
    emoji, deed = data["emoji"], "add" if added else "remove"
    name = words(emoji.get("name") or "")
    # The event carries no id of its own: the tick makes each deed one, however often repeated.
    key = f"r:{message_id}:{user_id}:{emoji.get('id') or name}:{deed}:{around.tick()}"
    return [
        Reaction(
            key=f"{PLATFORM}:{around.app}:{key}",
            at=around.now(),
            chat=chat_of(data, user_id, around),
            actor=actor,
            message_id=message_id,
            emoji=f":{name}:" if emoji.get("id") else name,
            added=added,
        )
    ]


def _reaction_added(data: Payload, around: Surroundings) -> list[Update]:
    return _reaction(data, around, added=True)


def _reaction_removed(data: Payload, around: Surroundings) -> list[Update]:
    return _reaction(data, around, added=False)


def _joined(data: Payload, around: Surroundings) -> list[Update]:
    actor, chat = person(data["user"], data), _guild(data, around)
    moment = data.get("joined_at") or around.tick()
    key = f"{PLATFORM}:{around.app}:join:{chat.id}:{actor.id}:{moment}"
    return [MemberJoined(key=key, at=around.now(), chat=chat, actor=actor)]


def _left(data: Payload, around: Surroundings) -> list[Update]:
    actor, chat = person(data["user"]), _guild(data, around)
    key = f"{PLATFORM}:{around.app}:leave:{chat.id}:{actor.id}:{around.tick()}"
    return [MemberLeft(key=key, at=around.now(), chat=chat, actor=actor)]


def _guild(data: Payload, around: Surroundings) -> Chat:
    space = snowflake(data["guild_id"])
    return Chat(PLATFORM, space, title=around.title(space, ""), space=space)


def _deleted(data: Payload, around: Surroundings) -> list[Update]:
    ids = data["ids"] if "ids" in data else [data["id"]]
    user_id = around.correspondent(snowflake(data["channel_id"]))
    if data.get("guild_id") is None and user_id is None:
        return []
    chat = chat_of(data, user_id or "", around)
    return [
        MessageDeleted(
            key=f"{PLATFORM}:{around.app}:d:{message_id}",
            at=around.now(),
            chat=chat,
            actor=NOBODY,
            message_id=message_id,
        )
        for message_id in map(snowflake, ids)
    ]


_READERS: dict[str, Callable[[Payload, Surroundings], list[Update]]] = {
    "MESSAGE_CREATE": _message,
    "MESSAGE_DELETE": _deleted,
    "MESSAGE_DELETE_BULK": _deleted,
    "MESSAGE_REACTION_ADD": _reaction_added,
    "MESSAGE_REACTION_REMOVE": _reaction_removed,
    "GUILD_MEMBER_ADD": _joined,
    "GUILD_MEMBER_REMOVE": _left,
}
EVENTS = frozenset(_READERS)
