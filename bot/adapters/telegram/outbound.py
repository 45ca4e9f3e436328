"""Posts, ours → theirs: a pure plan of the messages that show a post within Telegram's sizes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.posts import Key, Post
    from core.cards import Attachment

TEXT_UNITS = 4096
CAPTION_UNITS = 1024


@dataclass(frozen=True, slots=True)
class Part:
    """One message of Telegram's; its first ``bold`` UTF-16 units are the title."""

    text: str = ""
    bold: int = 0
    keys: tuple[tuple[Key, ...], ...] = ()
    image: bytes | None = None
    file: Attachment | None = None

    @property
    def entities(self) -> list[MessageEntity] | None:
        """The title's emphasis; no markup is ever parsed."""
        return [MessageEntity(MessageEntity.BOLD, 0, self.bold)] if self.bold else None

    @property
    def keyboard(self) -> InlineKeyboardMarkup | None:
        """The buttons under the message."""
        rows = [[_button(key) for key in row] for row in self.keys if row]
        return InlineKeyboardMarkup(rows) if rows else None


def plan(post: Post) -> tuple[Part, ...]:
    """Return the messages to send, in order; the buttons are on the last one with text."""
    title = post.title.strip()
    whole = f"{title}\n{post.body}".strip()
    lead = Part(whole, units(title), post.keys)
    if units(whole) > CAPTION_UNITS:
        return (*_pictures(post), *_texts(lead), *_files(post))
    if post.image is not None:
        return (replace(lead, image=post.image), *_files(post))
    if post.attachment is not None:
        return (replace(lead, file=post.attachment),)
    return (lead,)


def spelled_out(part: Part) -> Part:
    """Return the part with the addresses of its buttons in the text instead."""
    links = [f"{key.label} {key.url}" for row in part.keys for key in row if key.url]
    keys = tuple(tuple(key for key in row if not key.url) for row in part.keys)
    return replace(part, text="\n".join([part.text, *links]).strip(), keys=keys)


def units(text: str) -> int:
    """Return the length in UTF-16 units, as Telegram counts."""
    return len(text) + sum(character > "\uffff" for character in text)


def split(text: str, limit: int) -> Iterator[str]:
    """Cut a text at line ends, else at spaces, else between characters."""
    rest = text
    while units(rest) > limit:
        head = rest[: _fitting(rest, limit)]
        end = _seam(head)
        if rest[:end].strip():
            yield rest[:end].rstrip("\n")
        rest = rest[end:].lstrip("\n")
    if rest.strip():
        yield rest


def _texts(lead: Part) -> Iterator[Part]:
    pieces = list(split(lead.text, TEXT_UNITS))
    for number, piece in enumerate(pieces):
        bold = min(lead.bold, units(piece)) if number == 0 else 0
        yield Part(piece, bold, lead.keys if number == len(pieces) - 1 else ())


def _pictures(post: Post) -> Iterator[Part]:
    if post.image is not None:
        yield Part(image=post.image)


def _files(post: Post) -> Iterator[Part]:
    if post.attachment is not None:
        yield Part(file=post.attachment)


def _fitting(text: str, limit: int) -> int:
    used = 0
    for number, character in enumerate(text):
        used += 2 if character > "\uffff" else 1
        if used > limit:
            return number
    return len(text)


def _seam(head: str) -> int:
    half = len(head) // 2
    ends = (head.rfind("\n", half), head.rfind(" ", half), head.rfind("\n", 1))
    return next((end + 1 for end in ends if end > 0), len(head))


def _button(key: Key) -> InlineKeyboardButton:
    if key.url:
        return InlineKeyboardButton(key.label, url=key.url)
    return InlineKeyboardButton(key.label, callback_data=key.token)
