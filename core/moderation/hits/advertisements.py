"""Weighing what speaks for an advertisement: phrases, prices, numbers, and where it leads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import exp
from typing import TYPE_CHECKING

from core.moderation.hits import lists
from core.moderation.hits.identifiers import numbers
from core.moderation.hits.matcher import within

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from core.moderation.hits.evasion import View
    from core.moderation.hits.matcher import Match

ENOUGH = 1.0
OUTWARD = 0.4
LINKED = 0.2
PAID = 0.3
DENSE = 80
_STEEPNESS = 1.2
_PAY = re.compile(
    r"[0-9]{2,6}(?:元|块|米|刀|u)?(?:每|一|起)?(?:天|单|小时|次|日|张|人)(?!前|后|内|了|课|没|假)"
    r"|(?:日|每天|一天|一单|每单|时薪|月)(?:赚|入|结|薪|收入|赚个|领)[0-9]{2,6}"
    r"|(?:一天|每天|一单|每单|时薪|底薪|每赞)[0-9]{2,6}"
    r"|(?:[日月]入|[日月]赚|一个?[天月]赚了?)[0-9一二两三四五六七八九十几]{1,6}[百千万k]"
    r"|[0-9]{1,4}(?:元|块)(?:开通|包|一个|一套|全套|起|拿|代)"
    r"|(?:earn|make|get)(?:upto)?[0-9]{2,6}|[0-9]{2,6}(?:usd|dollars?|bucks)?"
    r"(?:per|a|every)?(?:day|daily|week|weekly|hour)"
)


@dataclass(frozen=True, slots=True)
class Advertisement:
    """The phrases that a message advertises with; ``numbers`` are spans of account numbers."""

    phrases: tuple[Match, ...]
    numbers: tuple[tuple[int, int], ...]
    score: float


def advertisement(
    view: View, found: Sequence[Match], *, drawing: bool, linked: bool
) -> Advertisement | None:
    """Weigh the phrases of a text, or return None when they are not enough.

    ``drawing`` says that the message asks to be contacted elsewhere, ``linked`` that it has a
    link or names an account.
    """
    telling = tuple(match for match in found if _category(match) != lists.COMPANY)
    if not telling:
        return None
    accounts = tuple(numbers(view))
    outward = drawing or bool(accounts)
    if not outward and _is_talk(view, telling):
        return None
    weight = _weight(found, len(view.tight)) + OUTWARD * outward + LINKED * linked
    weight += PAID * bool(_PAY.search(view.tight))
    if weight < ENOUGH:
        return None
    return Advertisement(telling, accounts, 1 - exp(-_STEEPNESS * weight))


def _is_talk(view: View, telling: Iterable[Match]) -> bool:
    """Tell whether something besides the phrases themselves shows that they are spoken about."""
    spans = [(match.start, match.end) for match in telling]
    return not all(within(start, end, spans) for start, end in lists.talk().covers(view))


def _weight(found: Iterable[Match], length: int) -> float:
    """Return the evidence of different phrases, those that share characters left out.

    Weak ones weigh less in a long text, which has many words by chance.
    """
    thin = min(1.0, DENSE / length)
    apart: list[Match] = []
    for match in sorted(found, key=lambda match: (-_entry_weight(match), match.start - match.end)):
        if not any(one.start < match.end and match.start < one.end for one in apart):
            apart.append(match)
    weights = [_entry_weight(match) for match in {match.entry: match for match in apart}.values()]
    return sum(weight if weight >= ENOUGH else weight * thin for weight in weights)


def _entry_weight(match: Match) -> float:
    return lists.entries()[match.entry].weight


def _category(match: Match) -> str:
    return lists.category(match.entry)
