"""Messages, theirs → ours: commands, talk, and the service notes that Telegram writes itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.adapters.telegram import people
from bot.adapters.telegram.fields import cut
from bot.updates import ChatMigrated, Command, MemberJoined, MemberLeft, Message, Person, Update

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.adapters.telegram.fields import Fields
    from bot.updates import Chat

# What the way to a private chat makes people send: ``/start hi``.
GREETING = "hi"
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]{1,64}))?", re.ASCII)
_MEDIA = (
    "photo", "sticker", "animation", "video", "video_note", "voice", "audio", "document",
    "poll", "location", "venue", "contact", "dice", "story",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Me:
    """The bot itself."""

    id: str
    username: str

    @property
    def person(self) -> Person:
        """The bot as someone who acts."""
        return Person(people.PLATFORM, self.id, self.username, self.username, bot=True)


@dataclass(frozen=True, slots=True)
class _Text:
    """A text or caption with its entities."""

    text: str
    entities: list[Fields]

    def command(self) -> tuple[str, str, str] | None:
        """Return name, addressee and arguments if it begins with a command."""
        if self.entities:
            leads = (e for e in self.entities if e.text("type") == "bot_command")
            first = next((e for e in leads if e.number("offset") == 0), None)
            head = cut(self.text, 0, first.number("length")) if first else ""
        else:
            head = self.text.split(maxsplit=1)[0] if self.text.startswith("/") else ""
        found = _COMMAND.fullmatch(head)
        if found is None:
            return None
        name, args = found[1].lower(), self.text[len(head) :].strip()
        greeted = name == "start" and args == GREETING
        return name, (found[2] or "").lower(), "" if greeted else args

    def mentions(self) -> tuple[Person, ...]:
        """Return whom it mentions by id; an @name stays in the text."""
        named = (e for e in self.entities if e.text("type") == "text_mention")
        return tuple(people.person(entity.part("user")) for entity in named)


def read_message(message: Fields, me: Me, key: str) -> Iterator[Update]:
    """Translate one message; nothing for what is not said by people."""
    there = message.part("chat")
    if there.text("type") == "channel":
        return
    chat = people.chat(there, topic(message))
    writer = people.author(message)
    if any(note in message for note in _NOTES):
        yield from _service(message, chat, writer or me.person, key)
    elif writer is not None and people.is_heard(message, writer):
        yield from _spoken(message, chat, writer, me, key)


def topic(message: Fields) -> str | None:
    """Return the forum topic; threads of replies elsewhere cannot be sent to."""
    return message.id("message_thread_id") if message.flag("is_topic_message") else None


_NOTES = ("migrate_to_chat_id", "new_chat_members", "left_chat_member")


def _service(message: Fields, chat: Chat, writer: Person, key: str) -> Iterator[Update]:
    at = message.moment("date")
    if "migrate_to_chat_id" in message:
        new_id = message.id("migrate_to_chat_id")
        yield ChatMigrated(key=key, at=at, chat=chat, actor=writer, new_id=new_id)
    for user in message.parts("new_chat_members"):
        if not user.flag("is_bot"):
            yield MemberJoined(key=key, at=at, chat=chat, actor=people.person(user))
    if "left_chat_member" in message:
        gone = people.person(message.part("left_chat_member"))
        if not gone.bot:
            yield MemberLeft(key=key, at=at, chat=chat, actor=gone)


def _spoken(message: Fields, chat: Chat, writer: Person, me: Me, key: str) -> Iterator[Update]:
    said = _said(message)
    if not said.text and not any(kind in message for kind in _MEDIA):
        return
    original = _replied(message)
    message_id = message.id("message_id")
    reply_to = original.id("message_id") if original else None
    at = message.moment("date")
    command = said.command()
    if command is None:
        yield Message(
            key=key, at=at, chat=chat, actor=writer, message_id=message_id, text=said.text,
            reply_to=reply_to, mentions=said.mentions(), files=_files(message),
            forwarded=_channel(message),
        )  # fmt: skip
    elif command[1] in {"", me.username.lower()}:
        yield Command(
            key=key, at=at, chat=chat, actor=writer, name=command[0], args=command[2],
            message_id=message_id, reply_to=reply_to, mentions=said.mentions(),
            reply_author=people.author(original) if original else None,
        )  # fmt: skip


def _said(message: Fields) -> _Text:
    if "text" in message:
        return _Text(message.text("text"), message.parts("entities"))
    return _Text(message.text("caption"), message.parts("caption_entities"))


def _files(message: Fields) -> tuple[str, ...]:
    if "document" not in message:
        return ()
    name = message.part("document").text("file_name")
    return (name,) if name else ()


def _channel(message: Fields) -> str | None:
    """Return the channel that a message was passed on from."""
    if "forward_origin" not in message:
        return None
    origin = message.part("forward_origin")
    return origin.part("chat").id("id") if origin.text("type") == "channel" else None


def _replied(message: Fields) -> Fields | None:
    if "reply_to_message" not in message:
        return None
    original = message.part("reply_to_message")
    # What is written into a topic "replies" to the note that opened it.
    return None if "forum_topic_created" in original else original
