"""The product's own lists: what is looked for in every community, and what never is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from core.moderation.hits.evasion import rows
from core.moderation.hits.matcher import Matcher

LISTS = ("ads.tsv", "abuse.tsv")
COMPANY = "company"
ABUSE = "abuse"
CONTACT = "contact"
TALK = "talk"


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase; ``weight`` is the evidence it gives, and 1 is enough to be a hit by itself."""

    category: str
    phrase: str
    weight: float


@cache
def entries() -> dict[str, Entry]:
    """Return the entries of the advertisement and abuse lists by their phrases."""
    found = (row for name in LISTS for row in rows(name))
    return {phrase: Entry(category, phrase, float(weight)) for category, phrase, weight, _ in found}


@cache
def phrases() -> Matcher:
    """Return the matcher of all entries."""
    return Matcher(entries())


@cache
def innocents() -> Matcher:
    """Return the matcher of the innocent phrases that hold what looks like an entry."""
    return Matcher(phrase for kind, phrase, _ in rows("allowed.tsv") if kind != TALK)


@cache
def talk() -> Matcher:
    """Return the matcher of what is said about advertisements, and not in them."""
    return Matcher(phrase for kind, phrase, _ in rows("allowed.tsv") if kind == TALK)


def category(entry: str) -> str:
    """Return the category of one of our entries, "" for anything else."""
    found = entries().get(entry)
    return found.category if found else ""
