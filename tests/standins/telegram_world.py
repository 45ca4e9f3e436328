"""The people, chats and messages that the Telegram stand-in knows, as JSON shows them."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.standins.telegram import TelegramStandIn

Json = dict[str, Any]

RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


def administrator(rights: dict[str, bool]) -> Json:
    """Return an administrator's standing with these rights; with all of them if none is named."""
    given = {right: rights.get(right, not rights) for right in RIGHTS}
    fixed = {"can_manage_chat": True, "can_be_edited": False, "is_anonymous": False}
    return {"status": "administrator", **given, **fixed}


def units(text: str) -> int:
    """Return a text's length in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, offset: int, length: int) -> str:
    """Return a part of a text by UTF-16 units."""
    return text.encode("utf-16-le")[offset * 2 : (offset + length) * 2].decode("utf-16-le")


@dataclass(slots=True)
class Shown:
    """A message as it stands in a chat."""

    id: int
    chat: Chat
    sender: User
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    keyboard: list[list[Json]] = field(default_factory=list)
    reply_to: int | None = None
    thread: int | None = None
    photo: bytes | None = None
    document: tuple[str, bytes] | None = None
    edits: int = 0
    date: int = field(default_factory=lambda: int(time.time()))

    @property
    def labels(self) -> list[str]:
        """What the buttons say."""
        return [button["text"] for row in self.keyboard for button in row]

    @property
    def bold(self) -> list[str]:
        """What stands in bold."""
        spans = [e for e in self.entities if e["type"] == "bold"]
        return [cut(self.text, span["offset"], span["length"]) for span in spans]

    def button(self, label: str) -> Json:
        """Return a button by what it says."""
        return next(b for row in self.keyboard for b in row if b["text"] == label)

    def as_json(self, *, deep: bool = True) -> Json:
        """Return the message as the Bot API shows it."""
        captioned = self.photo is not None or self.document is not None
        shown: Json = {
            "message_id": self.id,
            "date": self.date,
            "chat": self.chat.as_json(),
            "from": self.sender.as_json(),
        }
        if self.text:
            shown["caption" if captioned else "text"] = self.text
        if self.entities:
            shown["caption_entities" if captioned else "entities"] = self.entities
        if self.photo is not None:
            shown["photo"] = [_file("photo", self.id, len(self.photo)) | {"width": 1, "height": 1}]
        if self.document is not None:
            shown["document"] = _file("document", self.id, len(self.document[1]))
        if self.keyboard:
            shown["reply_markup"] = {"inline_keyboard": self.keyboard}
        if self.thread is not None:
            shown |= {"message_thread_id": self.thread, "is_topic_message": True}
        original = self.chat.find(self.reply_to) if deep and self.reply_to else None
        if original is not None:
            shown["reply_to_message"] = original.as_json(deep=False)
        return shown


@dataclass(slots=True)
class Chat:
    """A group, or a person's private chat with the bot."""

    tg: TelegramStandIn = field(repr=False)
    id: int
    type: str
    title: str = ""
    forum: bool = False
    all_messages: list[Shown] = field(default_factory=list, repr=False)
    members: dict[int, Json] = field(default_factory=dict, repr=False)
    join_requests: set[int] = field(default_factory=set)
    moved_to: int | None = None
    member: User | None = None

    @property
    def messages(self) -> list[Shown]:
        """What the bot has shown here, oldest first."""
        with self.tg.changed:
            return [m for m in self.all_messages if m.sender.id == self.tg.bot.id]

    @property
    def texts(self) -> list[str]:
        """The texts of what the bot has shown here."""
        return [message.text for message in self.messages]

    def find(self, message_id: int) -> Shown | None:
        """Return a message by its id."""
        return next((m for m in self.all_messages if m.id == message_id), None)

    def status(self, user_id: int) -> Json:
        """Return a member's standing as the Bot API shows it."""
        who = self.tg.users[user_id].as_json()
        return {"user": who, **self.members.get(user_id, {"status": "left"})}

    def promote(self, user: User, **rights: bool) -> None:
        """Make somebody an administrator; without ``rights`` with all of them."""
        self.tg.change_member(user, self, administrator(rights))

    def own(self, user: User) -> None:
        """Make somebody the chat's owner."""
        self.tg.change_member(user, self, {"status": "creator", "is_anonymous": False})

    def migrate(self, *, announced: bool = True) -> Chat:
        """Turn the group into a supergroup with another id."""
        return self.tg.migrate(self, announced=announced)

    def as_json(self) -> Json:
        """Return the chat as the Bot API shows it."""
        if self.member is not None:
            return {"id": self.id, "type": self.type, "first_name": self.member.name}
        shown: Json = {"id": self.id, "type": self.type, "title": self.title}
        return shown | {"is_forum": True} if self.forum else shown


@dataclass(slots=True)
class User:
    """Somebody, who acts by what they would do in the app."""

    tg: TelegramStandIn = field(repr=False)
    id: int
    name: str
    username: str
    language: str = "zh-hans"
    is_bot: bool = False
    reachable: bool = False
    toasts: list[str] = field(default_factory=list)

    @property
    def private(self) -> Chat:
        """The private chat with the bot."""
        return self.tg.chats[self.id]

    def says(self, chat: Chat, text: str, **more: Any) -> int:  # noqa: ANN401 - JSON
        """Send a message, and return its id; ``reply_to``, ``topic`` and any field of Message."""
        return self.tg.say(self, chat, text, **more)

    def presses(self, message: Shown, label: str) -> str:
        """Press a button of the bot's, and return the query's id."""
        return self.tg.press(self, message, label)

    def reacts(
        self, chat: Chat, message_id: int, *emoji: str, before: tuple[str, ...] = ()
    ) -> None:
        """Change the reactions on a message from ``before`` to ``emoji``."""
        self.tg.react(self, chat, message_id, before, emoji)

    def joins(self, chat: Chat, via: Json | None = None) -> None:
        """Enter a group, by an invite link or without."""
        self.tg.change_member(self, chat, {"status": "member"}, via)

    def leaves(self, chat: Chat) -> None:
        """Leave a group."""
        self.tg.change_member(self, chat, {"status": "left"})

    def asks_to_join(self, chat: Chat, via: Json | None = None) -> None:
        """Request to be let in."""
        self.tg.request_join(self, chat, via)

    def blocks(self) -> None:
        """Block the bot: nothing private reaches this person any more."""
        self.reachable = False

    def as_json(self) -> Json:
        """Return the user as the Bot API shows it."""
        shown: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.name}
        if self.username:
            shown["username"] = self.username
        return shown if self.is_bot else shown | {"language_code": self.language}


def _file(kind: str, number: int, size: int) -> Json:
    return {"file_id": f"{kind}{number}", "file_unique_id": f"u{number}", "file_size": size}
