"""What every community's messages are screened for: contact drawing, advertisements, insults."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.moderation.hits import lists
from core.moderation.hits.advertisements import advertisement
from core.moderation.hits.contacts import contacts
from core.moderation.hits.evasion import View
from core.moderation.hits.links import invite
from core.moderation.hits.matcher import within
from core.moderation.spam import ABUSE_HINT, SPAM_ALARM, scores, scores_many
from core.text import set_apart
from core.text.reading import Hit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from core.moderation.hits.matcher import Match
    from core.moderation.spam import Scores
    from core.text import Parts

INVITED = 0.8
NUMBERED = 0.8
INSULTED = 0.6
NUMBER = "号码"
MOST = 20


def screen(parts: Parts) -> tuple[Hit, ...]:
    """Return what our own lists and models find in a message, the same in every community.

    Code is looked into only when a message is nothing else; what is found there has no span.
    """
    return (*_named(parts), *_scored(parts, scores(parts)))


def screen_many(many: Sequence[Parts]) -> list[tuple[Hit, ...]]:
    """Return what `screen` does for each of many messages: the models for all, then the lists."""
    found = zip(many, scores_many(many), strict=True)
    return [(*_named(parts), *_scored(parts, told)) for parts, told in found]


def listed(
    view: View, *, named: bool = False, linked: bool = False, invited: bool = False
) -> Iterator[Hit]:
    """Yield what the lists find in a text.

    The options say whether the message mentions an account, holds a link, and holds an invitation.
    """
    drawing = list(contacts(view, named=named))
    matches = list(lists.phrases().matches(view))
    if not (drawing or matches):
        return
    innocent = lists.innocents().covers(view)
    drawing = [one for one in drawing if not within(one.start, one.end, innocent)]
    matches = [one for one in matches if not within(one.start, one.end, innocent)]
    yield from (
        Hit("contact", *view.span(one.start, one.end), one.entry, one.score) for one in drawing
    )
    yield from _insults(view, matches)
    yield from _advertised(view, matches, drawing=bool(drawing) or invited, linked=linked or named)


def warm_up() -> None:
    """Load the lists and models now, so that the first message need not wait for them."""
    screen(set_apart("加v abc12345"))


def _named(parts: Parts) -> list[Hit]:
    """Return what the lists find in a whole message."""
    hits = [Hit("contact", 0, 0, entry, INVITED) for entry in _invites(parts.urls)]
    view = View(parts.prose or " ".join(parts.code))
    named, linked = bool(parts.mentions), bool(parts.urls)
    found = listed(view, named=named, linked=linked, invited=bool(hits))
    hits += found if parts.prose else (replace(hit, start=0, end=0) for hit in found)
    return hits[:MOST]


def _scored(parts: Parts, found: Scores) -> Iterator[Hit]:
    """Yield what the models make of the whole message; an insult is only ever a hint to people."""
    if found.spam >= SPAM_ALARM:
        yield Hit("spam", 0, len(parts.prose), score=found.spam)
    if found.abuse >= ABUSE_HINT:
        yield Hit("abuse", 0, len(parts.prose), score=found.abuse)


def _insults(view: View, matches: Iterable[Match]) -> Iterator[Hit]:
    for match in matches:
        if lists.category(match.entry) == lists.ABUSE:
            yield Hit("abuse", *view.span(match.start, match.end), match.entry, INSULTED)


def _advertised(
    view: View, matches: Iterable[Match], *, drawing: bool, linked: bool
) -> Iterator[Hit]:
    said = [match for match in matches if lists.category(match.entry) != lists.ABUSE]
    found = advertisement(view, said, drawing=drawing, linked=linked)
    if found is None:
        return
    for match in found.phrases:
        contact = lists.category(match.entry) == lists.CONTACT
        span = view.span(match.start, match.end)
        yield Hit("contact" if contact else "ad", *span, match.entry, found.score)
    for start, end in found.numbers:
        yield Hit("contact", *view.span(start, end), NUMBER, NUMBERED)


def _invites(urls: Iterable[str]) -> Iterator[str]:
    return filter(None, dict.fromkeys(map(invite, urls)))
