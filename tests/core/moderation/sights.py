"""Messages as the guard sees them, with times that a test chooses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from core.moderation.hits.guard import Seen
from core.moderation.hits.screen import screen
from core.moderation.policy import Links, Policy
from core.text import Sentiment, read
from core.text.reading import sentiment_of

if TYPE_CHECKING:
    from core.text import Hit, Parts

BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)
OPEN = Policy(1, links=Links.ALLOW)
HERE = Path(__file__).parent

_numbers = count(1)


def plain(_text: str) -> Sentiment:
    """Read no feeling into anything."""
    return sentiment_of(0.0, 1.0, 0.0)


def by_lists(parts: Parts) -> tuple[Hit, ...]:
    """Return what the lists find; what the models say of a text changes when they are trained."""
    return tuple(hit for hit in screen(parts) if hit.entry)


def sight(  # noqa: PLR0913 - a message has many sides, and each test names its own
    text: str,
    *,
    after: float = 0,
    chat: str = "-100",
    user: str = "7",
    key: str | None = None,
    files: tuple[str, ...] = (),
    forwarded: str | None = None,
    mentions: int = 0,
) -> Seen:
    """Return a message that was read, ``after`` so many seconds."""
    return Seen(
        key=key or f"console:{next(_numbers)}",
        platform="console",
        chat_id=chat,
        user_id=user,
        at=BEGIN + timedelta(seconds=after),
        reading=read(text, plain, by_lists),
        files=files,
        forwarded=forwarded,
        mentions=mentions,
    )


def lines(name: str) -> list[str]:
    """Return the lines of one of our own collections."""
    return (HERE / name).read_text("utf-8").splitlines()
