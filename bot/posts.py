"""What adapters send, and the port that every platform's adapter implements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.ear import Ear
    from core.addresses import Address
    from core.cards import Attachment
    from core.roles import Role


@dataclass(frozen=True, slots=True)
class Key:
    """A button as sent: its label and sealed token (at most 64 bytes), or an address to open."""

    label: str
    token: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """One message to send; ``nonce`` (at most 25 characters) lets a platform drop a repeat."""

    body: str
    title: str = ""
    keys: tuple[tuple[Key, ...], ...] = ()
    image: bytes | None = None
    attachment: Attachment | None = None
    reply_to: str | None = None
    nonce: str | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a platform takes, as (count, seconds) windows; None means no limit.

    ``platform`` counts all sends, ``chat`` those to one chat, ``group`` those to one group.
    """

    platform: tuple[int, float] | None = None
    chat: tuple[int, float] | None = None
    group: tuple[int, float] | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check looked at: whether it is well, and a sentence about it."""

    ok: bool
    text: str


class SendError(Exception):
    """A send did not succeed; the subclasses say what may be done about it."""


class Unreachable(SendError):  # noqa: N818 - a state of the receiver
    """The receiver blocked the bot, left, or never opened a private chat: do not try again."""


class Throttled(SendError):  # noqa: N818 - a state of the platform
    """The platform asks for silence for ``seconds``; nothing was delivered.

    ``whole`` is false where only that one chat is meant.
    """

    def __init__(self, seconds: float, *, whole: bool = True) -> None:
        """Keep how many seconds to be silent, and where."""
        super().__init__(f"retry after {seconds} s")
        self.seconds = seconds
        self.whole = whole


class NotSent(SendError):  # noqa: N818 - a state of the send
    """The request surely never arrived (no connection): it may be tried again."""


class Ambiguous(SendError):  # noqa: N818 - a state of the send
    """The platform may or may not have delivered (a time-out, a 5xx)."""


class Rejected(SendError):  # noqa: N818 - a state of the send
    """The platform will never take this post as it is."""


class Voice(Protocol):
    """How to answer one update, on the platform it came from.

    The ear calls ``finish`` when everything is said, also when nothing was.

    ``say`` returns the id of the message sent, None where the platform tells none. A ``private``
    answer is seen by the asker alone: in the private chat when it is reachable, ephemeral, or
    else a one-line hint in the group that says nothing of the content.
    """

    async def say(self, post: Post, *, private: bool) -> str | None:
        """Answer in the chat of the update, as a reply to it where that helps."""
        ...

    async def replace(self, post: Post) -> None:
        """Put another post in the place of the message whose button was pressed."""
        ...

    async def toast(self, text: str) -> None:
        """Answer a button press with a short notice that only the presser sees."""
        ...

    async def finish(self) -> None:
        """Tidy up: answer a press that nothing answered, take back a deferral."""
        ...


class Platform(Protocol):
    """A chat platform. ``trusted`` is true where whoever runs the bot is the only one there."""

    name: str
    limits: Limits
    trusted: bool

    async def run(self, ear: Ear) -> None:
        """Serve until cancelled: read updates, let ``ear`` hear them, acknowledge after it."""
        ...

    async def send(self, to: Address, post: Post) -> str:
        """Send and return the message id; raises a `SendError` otherwise."""
        ...

    async def rank(self, chat_id: str, user_id: str) -> Role:
        """Return the user's role in that chat by the platform's own list; raises on doubt."""
        ...

    async def act(self, action: Action) -> None:
        """Carry out what is not a message; raises a `SendError` when the platform refuses."""
        ...

    async def check(self, chats: Sequence[str] = ()) -> list[Finding]:
        """Return what is right and wrong with the settings, and with the bot in ``chats``."""
        ...


@dataclass(frozen=True, slots=True)
class Action:
    """Something done to a user in a chat, of the kinds that `core.outbox.Deed` names."""

    kind: str
    to: Address
    user_id: str
    until: datetime | None = None
    role: str | None = None
    message_id: str | None = None
