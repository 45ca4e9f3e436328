"""The guard of a process: what a community's own policy and the last minutes say of a message."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from core.moderation.hits import lists
from core.moderation.hits.evasion import View, key
from core.moderation.hits.files import file_hits
from core.moderation.hits.links import domain_of, is_listed, link_hits
from core.moderation.hits.matcher import Matcher, within
from core.moderation.hits.patterns import pattern_hits
from core.moderation.hits.screen import listed
from core.moderation.hits.watch import MEMBERS, Sighting, Watch
from core.moderation.policy import Links, Mode
from core.text.reading import Hit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from core.moderation.policy import Policy
    from core.text import Reading

MOST = 40
MENTIONS = 5
MENTIONED = 0.6
FORWARDED = 0.7
SPLIT = 0.7
_CACHED = 512
_LEAD_IN = 64
_OUTWARD = frozenset({"contact", "ad", "spam", "link"})


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as the guard sees it.

    ``key`` tells deliveries of one message; ``files`` are names or extensions; ``forwarded`` is
    the id of the channel it was forwarded from.
    """

    key: str
    platform: str
    chat_id: str
    user_id: str
    at: datetime
    reading: Reading
    files: tuple[str, ...] = ()
    forwarded: str | None = None
    mentions: int = 0


class Guard:
    """Looks at every message of a process; safe to use from several threads.

    It keeps the ends of texts for one minute and salted digests for five, of at most so many
    members, in memory alone.
    """

    def __init__(self, members: int = MEMBERS) -> None:
        """Begin without memories."""
        self._watch = Watch(members)

    def look(self, seen: Seen, policy: Policy) -> tuple[Hit, ...]:
        """Return what a message breaks under a policy; nothing when moderation is off.

        Hits of rules, of categories and of entries that the policy turns off are left out, and
        so is what lies inside an allowed phrase.
        """
        if policy.mode is Mode.OFF:
            return ()
        view = View(seen.reading.text)
        found = [*seen.reading.hits, *_own(seen, view, policy)]
        sighting = _sighting(seen, view, policy)
        found += self._remembered(sighting, policy)
        kept = list(_permitted(found, view, policy))
        if kept:
            # What was hit once is not hit again as the first half of something.
            self._watch.forget_pieces(sighting)
        kept += _forward(seen, kept, policy)
        return tuple(kept[:MOST])

    def _remembered(self, sighting: Sighting, policy: Policy) -> tuple[Hit, ...]:
        """Return what shows only beside the member's other messages."""
        hits, before = self._watch.note(sighting)
        split = tuple(_split(before, sighting.text, policy))
        if split:
            self._watch.joined(sighting, split)
        return hits + split


def _own(seen: Seen, view: View, policy: Policy) -> Iterator[Hit]:
    """Yield what the community's own lists find."""
    for match in _matcher(policy.words).matches(view):
        yield Hit("word", *view.span(match.start, match.end), match.entry)
    yield from pattern_hits(seen.reading.text, policy.patterns)
    yield from link_hits(seen.reading.urls, policy)
    yield from file_hits(seen.files, policy.files_denied, policy.allowed)
    if max(seen.mentions, seen.reading.mentions) >= MENTIONS:
        yield Hit("mentions", 0, 0, score=MENTIONED)


def _split(before: str, text: str, policy: Policy) -> Iterator[Hit]:
    """Yield what reaches from the member's last texts into this one."""
    if not before or not text:
        return
    seam = len(before) + 1
    view = View(f"{before} {text[:_LEAD_IN]}")
    own = _matcher(policy.words).matches(view)
    words = (Hit("word", *view.span(match.start, match.end), match.entry) for match in own)
    for hit in (*listed(view), *words):
        reaches = hit.start < seam - 1 and hit.end > seam
        if reaches and hit.rule != "abuse" and not _is_off(hit, policy):
            yield Hit("split", 0, hit.end - seam, hit.entry, SPLIT)
            return


def _forward(seen: Seen, kept: Iterable[Hit], policy: Policy) -> Iterator[Hit]:
    """Yield a hit for what is forwarded from a channel and draws people elsewhere."""
    channel = seen.forwarded
    if channel is None or "forward" in policy.rules_off:
        return
    if channel in policy.allowed or channel in policy.domains_allowed:
        return
    denied = channel in policy.domains_denied or policy.links is Links.LISTED
    if denied or seen.reading.urls or any(hit.rule in _OUTWARD for hit in kept):
        yield Hit("forward", 0, 0, channel, FORWARDED)


def _permitted(hits: Iterable[Hit], view: View, policy: Policy) -> Iterator[Hit]:
    """Yield the hits that the policy does not turn off, allow by entry, or allow by phrase."""
    spans: list[tuple[int, int]] | None = None
    for hit in dict.fromkeys(hits):
        if _is_off(hit, policy):
            continue
        if hit.end and policy.allowed:
            spans = _spans(view, policy) if spans is None else spans
            if within(hit.start, hit.end, spans):
                continue
        yield hit


def _is_off(hit: Hit, policy: Policy) -> bool:
    """Tell whether a community turned a rule or category off, or allows what a hit was found by."""
    if hit.rule in policy.rules_off or lists.category(hit.entry) in policy.rules_off:
        return True
    if not hit.entry:
        return False
    if hit.entry in policy.allowed or key(hit.entry) in _keys(policy.allowed):
        return True
    return hit.rule == "contact" and is_listed(domain_of(hit.entry), policy.domains_allowed)


def _spans(view: View, policy: Policy) -> list[tuple[int, int]]:
    return [view.span(start, end) for start, end in _matcher(policy.allowed).covers(view)]


def _sighting(seen: Seen, view: View, policy: Policy) -> Sighting:
    text = seen.reading.text
    at = seen.at.timestamp()
    return Sighting(seen.key, _member(seen, policy), seen.chat_id, at, view.tight, text)


def _member(seen: Seen, policy: Policy) -> tuple[int, str, str]:
    return policy.community_id, seen.platform, seen.user_id


@lru_cache(_CACHED)
def _matcher(phrases: tuple[str, ...]) -> Matcher:
    return Matcher(phrases)


@lru_cache(_CACHED)
def _keys(phrases: tuple[str, ...]) -> frozenset[str]:
    return frozenset(filter(None, map(key, phrases)))
