"""Ours to theirs: a post becomes the payloads of one or more Discord messages."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from discord.utils import escape_markdown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.posts import Key, Post

log = logging.getLogger(__name__)

LONGEST = 2000
ROWS, ROW = 5, 5
LABEL, NONCE = 80, 25
EPHEMERAL = 1 << 6
PINGS_NOBODY: dict[str, Any] = {"parse": []}

_ACTION_ROW, _BUTTON = 1, 2
_PRIMARY, _LINK = 1, 5


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message as the REST API takes it: its JSON, and (name, content) of its files."""

    payload: dict[str, Any]
    files: tuple[tuple[str, bytes], ...] = ()

    def to_channel(self, nonce: str, reply_to: str | None) -> Parcel:
        """Return it for a channel, as a reply where there is something to reply to."""
        extra: dict[str, Any] = {"nonce": nonce, "enforce_nonce": True}
        if reply_to:
            extra["message_reference"] = {"message_id": reply_to, "fail_if_not_exists": False}
        return replace(self, payload=self.payload | extra)

    def as_edit(self) -> Parcel:
        """Return it so that it leaves nothing of the message it is put in the place of."""
        return replace(self, payload={"components": [], "attachments": []} | self.payload)

    def hidden(self) -> Parcel:
        """Return it so that only the asker sees it, which interactions alone can do."""
        return replace(self, payload=self.payload | {"flags": EPHEMERAL})


def parcels(post: Post) -> list[Parcel]:
    """Return a post's messages in order; buttons and files come with the last."""
    texts = split(markdown(post))
    made = [Parcel(_content(text)) for text in texts[:-1]]
    payload, files = _content(texts[-1]), tuple(_files(post))
    rows = components(post.keys)
    if rows:
        payload["components"] = rows
    if files:
        named = [{"id": str(number), "filename": name} for number, (name, _) in enumerate(files)]
        payload["attachments"] = named
    return [*made, Parcel(payload, files)]


def nonces(post: Post, count: int) -> list[str]:
    """Return a nonce for each part of a post, the same ones for the same post.

    Without a nonce of its own, the words of a post make one: a repeat within the few minutes
    that Discord remembers is a repeat of a send that seemed to fail.
    """
    first = post.nonce or digest(post.title, post.body, post.reply_to or "")
    return [first[:NONCE], *(digest(first, str(part)) for part in range(1, count))]


def digest(*words: str) -> str:
    """Return 24 characters that stand for some words."""
    return hashlib.blake2s("\0".join(words).encode(), digest_size=12).hexdigest()


def markdown(post: Post) -> str:
    """Return title and body as Discord's markdown, in which what members wrote means nothing."""
    body = escape_markdown(post.body)
    return f"**{escape_markdown(post.title)}**\n{body}".strip() if post.title else body


def split(text: str, longest: int = LONGEST) -> list[str]:
    """Cut a text into parts of at most ``longest`` UTF-16 units, at line ends where it can be."""
    parts = []
    while _units(text) > longest:
        end = _cut(text, longest)
        parts.append(text[:end].rstrip())
        text = text[end:].lstrip("\n")
    return [*parts, text]


def components(keys: tuple[tuple[Key, ...], ...]) -> list[dict[str, Any]]:
    """Return rows of buttons: five rows of five at most, longer rows being wrapped."""
    rows = [row[start : start + ROW] for row in keys for start in range(0, len(row), ROW)]
    if len(rows) > ROWS:
        log.warning("a post has %d rows of buttons; %d are shown", len(rows), ROWS)
    return [
        {"type": _ACTION_ROW, "components": [_button(key) for key in row]} for row in rows[:ROWS]
    ]


def _content(text: str) -> dict[str, Any]:
    return {"content": text, "allowed_mentions": PINGS_NOBODY}


def _button(key: Key) -> dict[str, Any]:
    button: dict[str, Any] = {"type": _BUTTON, "label": key.label[:LABEL]}
    if key.url:
        return button | {"style": _LINK, "url": key.url}
    return button | {"style": _PRIMARY, "custom_id": key.token}


def _files(post: Post) -> Iterator[tuple[str, bytes]]:
    if post.image is not None:
        yield "image.png", post.image
    if post.attachment is not None:
        yield post.attachment.name, post.attachment.content


def _cut(text: str, longest: int) -> int:
    end = longest
    while _units(text[:end]) > longest:
        end -= max(1, (_units(text[:end]) - longest) // 2)
    for gap in ("\n", " "):
        at = text.rfind(gap, longest // 4, end)
        if at > 0:
            return at + 1
    return end - 1 if text[end - 1] == "\\" else end


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
