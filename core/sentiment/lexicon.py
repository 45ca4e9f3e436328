"""Words and signs whose mood is known: a table that anyone may edit, found in one pass."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from pathlib import Path

from ahocorasick_rs import AhoCorasick, MatchKind

LEXICON = Path(__file__).parent / "data" / "lexicon.tsv"


class Kind(StrEnum):
    """What a form does to the mood of a text."""

    GOOD = "good"
    BAD = "bad"
    SLANG_GOOD = "slang_good"
    SLANG_BAD = "slang_bad"
    NOT = "not"
    VERY = "very"
    LITTLE = "little"
    BUT = "but"
    SIGN_GOOD = "sign_good"
    SIGN_BAD = "sign_bad"
    SLY = "sly"
    WISH = "wish"
    ASK = "ask"


Form = tuple[Kind, int, int]
"""What a form does, where it begins and where it ends."""


def find(prose: str) -> list[Form]:
    """Return kind, start and end of the forms in normalised prose, in order.

    Of several forms that begin at one place it is the longest.
    """
    finder, kinds = _table()
    return [
        (kinds[which], start, end)
        for which, start, end in finder.find_matches_as_indexes(prose)
        if prose[start] > "\x7f" or _stands(prose, start, end)
    ]


def _stands(prose: str, start: int, end: int) -> bool:
    """Tell whether a form of Latin letters or digits is a word by itself."""
    before, behind = prose[start - 1 : start], prose[end : end + 1]
    return not (before.isascii() and before.isalnum()) and not (
        behind.isascii() and behind.isalnum()
    )


@cache
def _table() -> tuple[AhoCorasick, tuple[Kind, ...]]:
    kinds: dict[str, Kind] = {}
    for row in LEXICON.read_text("utf-8").splitlines():
        if row and not row.startswith("#"):
            kind, _, forms = row.partition("\t")
            kinds |= dict.fromkeys(forms.split(" "), Kind(kind))
    finder = AhoCorasick(list(kinds), matchkind=MatchKind.LeftmostLongest)
    return finder, tuple(kinds.values())
