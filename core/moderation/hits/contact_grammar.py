"""How invitations are worded: patterns made from the table of verbs, platforms and fillers."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from core.moderation.hits.evasion import rows

if TYPE_CHECKING:
    from collections.abc import Iterable

PLATFORMS = ("platform", "called", "needs", "group", "self", "latin", "han")
NEEDING = ("needs", "group", "self")
ALONE = ("platform", "needs", "group", "latin", "han")


@dataclass(frozen=True, slots=True)
class Form:
    """What a form is: its part of speech, and the plain word that it stands for."""

    part: str
    meant: str


@dataclass(frozen=True, slots=True)
class Grammar:
    """The patterns, all of bounded length and without nested repetition.

    ``called`` and ``alone`` find candidates in a text without separators; the others judge what
    stands beside them.
    """

    called: re.Pattern[str]
    alone: re.Pattern[str]
    link: re.Pattern[str]
    feature: re.Pattern[str]
    follow: re.Pattern[str]
    offer: re.Pattern[str]
    denial: re.Pattern[str]
    warning: re.Pattern[str]
    asking: re.Pattern[str]
    joined: frozenset[str]
    forms: dict[str, Form]


@cache
def grammar() -> Grammar:
    """Return the grammar that the table makes."""
    parts = _parts()
    alone = [form for part in ALONE for form in parts[part]]
    platforms = [form for part in PLATFORMS for form in parts[part]]
    verb, ask, fill, other = (_any(parts[part]) for part in ("verb", "ask", "fill", "other"))
    return Grammar(
        called=re.compile(
            f"(?:(?P<verb>{verb})|(?P<ask>{ask}))(?:{fill}){{0,2}}(?P<other>{other})?(?:的)?"
            f"(?P<platform>{_any(platforms)})"
        ),
        alone=re.compile(f"(?P<platform>{_any(alone)})(?P<same>同号)?"),
        link=re.compile(f"(?:{_any(parts['link'])}){{0,3}}"),
        feature=re.compile(_any(parts["feature"])),
        follow=re.compile(_any(parts["follow"])),
        offer=re.compile(_any(parts["offer"])),
        denial=re.compile(f"(?:{_any(parts['denial'])})(?:{_any(parts['aux'])}){{0,2}}$"),
        warning=re.compile(_any(parts["warning"])),
        asking=re.compile(_any(parts["asking"])),
        joined=frozenset(parts["joined"]),
        forms={form: Form(part, parts[part][form]) for part in PLATFORMS for form in parts[part]},
    )


@cache
def triggers() -> frozenset[str]:
    """Return the forms of which every invitation holds one."""
    parts = _parts()
    asked = {ask + form for ask in parts["ask"] for part in PLATFORMS[1:] for form in parts[part]}
    return frozenset(asked.union(parts["verb"], parts["platform"], parts["needs"]))


def _parts() -> dict[str, dict[str, str]]:
    """Return the meaning of each form by its part of speech."""
    parts: dict[str, dict[str, str]] = defaultdict(dict)
    for part, form, meant, _ in rows("contact.tsv"):
        parts[part][form] = meant
    return parts


def _any(forms: Iterable[str]) -> str:
    return "|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form)))
