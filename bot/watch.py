"""The watch: reads what is said before the transaction, and sees what a chat does not allow."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.updates import Message, text_of
from core import communities, moderation
from core.moderation import Mode
from core.moderation.hits.guard import Guard, Seen
from core.uow import CHATS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.updates import Chat, Update
    from core.bootstrap import Reader
    from core.moderation import Policy
    from core.text.reading import Hit, Reading
    from core.writer import Writer

Key = tuple[str, str]
MOST = 10_000


class Watch:
    """Reads updates; each chat's rules are looked up once and again when they have changed.

    The rules of at most ten thousand chats are known at a time.
    """

    def __init__(self, writer: Writer, reader: Reader) -> None:
        """Know no chat yet."""
        self._writer = writer
        self._reader = reader
        self._guard = Guard()
        self._policies: dict[Key, Policy | None] = {}
        writer.listen(self._changed)

    def __len__(self) -> int:
        """Return of how many chats the rules are known."""
        return len(self._policies)

    def read(self, updates: Sequence[Update]) -> list[Reading | None]:
        """Return what is understood of each update, None where nothing was said."""
        said = [text_of(update) for update in updates]
        readings = iter(self._reader.many([text for text in said if text is not None]))
        return [
            None if text is None else self._guarded(update, next(readings))
            for update, text in zip(updates, said, strict=True)
        ]

    def _guarded(self, update: Update, reading: Reading) -> Reading:
        if not isinstance(update, Message) or update.chat.private:
            return reading
        hits = self._hits(update, reading)
        return reading if hits == reading.hits else replace(reading, hits=hits)

    def _hits(self, update: Message, reading: Reading) -> tuple[Hit, ...]:
        policy = self._policy(update.chat)
        if policy is None or policy.mode is Mode.OFF:
            return ()
        return self._guard.look(_seen(update, reading), policy)

    def _policy(self, chat: Chat) -> Policy | None:
        key = (chat.platform, chat.id)
        if len(self._policies) >= MOST:
            self._policies = {}
        known = self._policies
        if key not in known:
            # What was looked up while the rules changed is kept with those that are forgotten.
            known[key] = self._looked_up(chat)
        return known[key]

    def _looked_up(self, chat: Chat) -> Policy | None:
        keys = [(chat.platform, chat.id), (chat.platform, chat.space or chat.id)]
        with self._writer.read() as uow:
            places = communities.places(uow, keys)
            place = places.get(keys[0]) or places.get(keys[1])
            return moderation.policy(uow, place.community_id) if place else None

    def _changed(self, signals: set[str]) -> None:
        if signals & {CHATS, moderation.SIGNAL}:
            self._policies = {}


def _seen(update: Message, reading: Reading) -> Seen:
    return Seen(
        key=update.key,
        platform=update.chat.platform,
        chat_id=update.chat.id,
        user_id=update.actor.id,
        at=update.at,
        reading=reading,
        files=update.files,
        forwarded=update.forwarded,
        mentions=max(len(update.mentions), reading.mentions),
    )
