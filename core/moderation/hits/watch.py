"""What only memory shows: floods, repetitions, and words said in pieces. A few minutes, in RAM."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from hashlib import blake2b
from secrets import token_bytes
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from core.text.reading import Hit

if TYPE_CHECKING:
    from collections.abc import Hashable

MEMBERS = 10_000
KEYS = 20_000
MINUTES = 5
FLOOD_MESSAGES = 8
FLOOD_SECONDS = 10
REPEATS = 3
REPEATED_LETTERS = 6
SPREAD_CHATS = 2
SPREAD_LETTERS = 12
PIECES = 8
PIECES_SECONDS = 60
PIECE = 32
FLOODED = 0.6
REPEATED = 0.7
_SALT = 16
_DIGEST = 8
_REMEMBERED = 16


@dataclass(frozen=True, slots=True)
class Sighting:
    """One message: its key, its writer, its chat, its time in seconds, and the letters it shows."""

    key: Hashable
    member: Hashable
    chat: str
    at: float
    letters: str = field(repr=False)
    text: str = field(repr=False)


@dataclass(slots=True)
class _Trail:
    """What is remembered of a member: when they wrote, and salted digests of what."""

    times: deque[float] = field(default_factory=lambda: deque(maxlen=FLOOD_MESSAGES))
    digests: deque[tuple[float, str, bytes]] = field(
        default_factory=lambda: deque(maxlen=_REMEMBERED)
    )
    last: float = 0.0


@dataclass(slots=True)
class _Pieces:
    """The ends of a member's last texts in a chat, with their times."""

    said: deque[tuple[float, str]] = field(default_factory=lambda: deque(maxlen=PIECES))
    last: float = 0.0

    def since(self, moment: float) -> str:
        """Return what was said since a moment, spaces between."""
        return " ".join(text for at, text in self.said if at >= moment)


_Key = TypeVar("_Key", bound="Hashable")
_Kept = TypeVar("_Kept", _Trail, _Pieces)


class Watch:
    """Remembers the last minutes of at most ten thousand members, the longest silent forgotten.

    Safe to use from several threads.
    """

    def __init__(self, members: int = MEMBERS) -> None:
        """Remember nobody yet."""
        self._members = members
        self._salt = token_bytes(_SALT)
        self._trails: OrderedDict[Hashable, _Trail] = OrderedDict()
        self._pieces: OrderedDict[tuple[Hashable, str], _Pieces] = OrderedDict()
        self._keys: OrderedDict[Hashable, tuple[Hit, ...]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        """Return how many members are remembered."""
        return len(self._trails)

    def note(self, seen: Sighting) -> tuple[tuple[Hit, ...], str]:
        """Remember a message; return the flood or repetition it makes, and what was said before.

        What was said before are the ends of the member's texts in this chat in the last minute,
        spaces between. A key that is known already changes nothing and gets the same hits.
        """
        with self._lock:
            known = self._keys.get(seen.key)
            if known is not None:
                return known, ""
            trail = self._trail(seen)
            before = self._before(seen)
            found = (*_flood(trail, seen), *self._repetition(trail, seen))
            self._keys[seen.key] = found
            if len(self._keys) > KEYS:
                self._keys.popitem(last=False)
            return found, before

    def joined(self, seen: Sighting, hits: tuple[Hit, ...]) -> None:
        """Keep what a message's pieces gave for its next delivery."""
        with self._lock:
            self._keys[seen.key] = self._keys.get(seen.key, ()) + hits

    def forget_pieces(self, seen: Sighting) -> None:
        """Forget what a member said in a chat before."""
        with self._lock:
            self._pieces.pop((seen.member, seen.chat), None)

    def _trail(self, seen: Sighting) -> _Trail:
        trail = self._trails.get(seen.member)
        if trail is None:
            trail = self._trails[seen.member] = _Trail()
        self._trails.move_to_end(seen.member)
        trail.last = max(trail.last, seen.at)
        _forget(self._trails, seen.at - MINUTES * 60, self._members)
        return trail

    def _before(self, seen: Sighting) -> str:
        """Return what was said before, and remember the end of this text."""
        place = seen.member, seen.chat
        _forget(self._pieces, seen.at - PIECES_SECONDS, self._members)
        pieces = self._pieces.get(place)
        before = pieces.since(seen.at - PIECES_SECONDS) if pieces else ""
        if seen.text:
            if pieces is None:
                pieces = self._pieces[place] = _Pieces()
            pieces.said.append((seen.at, seen.text[-PIECE:]))
            pieces.last = max(pieces.last, seen.at)
            self._pieces.move_to_end(place)
        return before

    def _repetition(self, trail: _Trail, seen: Sighting) -> tuple[Hit, ...]:
        if len(seen.letters) < REPEATED_LETTERS:
            return ()
        letters = seen.letters.encode("utf-8", "surrogatepass")
        digest = blake2b(letters, key=self._salt, digest_size=_DIGEST).digest()
        trail.digests.append((seen.at, seen.chat, digest))
        since = seen.at - MINUTES * 60
        same = [chat for at, chat, other in trail.digests if other == digest and at >= since]
        spread = len(seen.letters) >= SPREAD_LETTERS and len(set(same)) >= SPREAD_CHATS
        return (Hit("duplicate", 0, 0, score=REPEATED),) if spread or len(same) >= REPEATS else ()


def _flood(trail: _Trail, seen: Sighting) -> tuple[Hit, ...]:
    """Return a hit when a burst is full; the next one is counted from nothing."""
    trail.times.append(seen.at)
    full = len(trail.times) == FLOOD_MESSAGES
    if not (full and all(abs(seen.at - at) <= FLOOD_SECONDS for at in trail.times)):
        return ()
    trail.times.clear()
    return (Hit("flood", 0, 0, score=FLOODED),)


def _forget(kept: OrderedDict[_Key, _Kept], since: float, most: int) -> None:
    """Forget from the longest silent on who has been silent since, or is one too many."""
    while kept and (len(kept) > most or next(iter(kept.values())).last < since):
        kept.popitem(last=False)
