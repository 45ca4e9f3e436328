"""Finding many phrases at once, also disguised ones, and only where they are words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick

from core.moderation.hits.evasion import disguises, key
from core.text import is_word, word_spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from core.moderation.hits.evasion import View

SHORT = 3
MOST = 200
_AROUND = 6
_WIDEST_GAP = 6
_LATIN_SHORT = 3
_LATIN = re.compile(r"[a-z0-9]")
_PUNCTUATION = re.compile(r"[,.?!;:。…、\"'()\[\]{}<>《》“”‘’「」]")


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found in ``View.tight``; ``entry`` is the phrase as the list has it."""

    entry: str
    start: int
    end: int


class Matcher:
    """Finds every phrase of a list in one pass."""

    def __init__(self, phrases: Iterable[str]) -> None:
        """Look for these normalised phrases and the ways to disguise their characters.

        Phrases without letters are left out.
        """
        known = sorted(phrases, key=len)
        forms = {key(form): phrase for phrase in known for form in disguises(phrase)}
        forms |= {key(phrase): phrase for phrase in known}
        forms.pop("", None)
        self._entries = tuple(forms.values())
        self._automaton = AhoCorasick(tuple(forms)) if forms else None

    def seen(self, view: View) -> list[tuple[int, int, int]]:
        """Return index, start and end of every occurrence, whether it is a word or not."""
        if self._automaton is None:
            return []
        return self._automaton.find_matches_as_indexes(view.tight, overlapping=True)

    def matches(self, view: View) -> Iterator[Match]:
        """Yield the phrases that stand in a text as words, at most the first 200."""
        for index, start, end in self.seen(view)[:MOST]:
            if is_said(view, start, end):
                yield Match(self._entries[index], start, end)

    def covers(self, view: View) -> list[tuple[int, int]]:
        """Return the spans of ``view.tight`` that hold a phrase."""
        return [(start, end) for _, start, end in self.seen(view)]


def is_said(view: View, start: int, end: int) -> bool:
    """Tell whether a span of ``view.tight`` is something said, and not parts of other words."""
    found = view.tight[start:end]
    gaps = view.gaps(start, end)
    if not (_is_apart(view, start, end) and _is_one(found, gaps)):
        return False
    if len(found) > SHORT or found.isascii():
        return True
    text, offset = _surroundings(view, start, end, torn=any(gaps))
    return stands_alone(text, start - offset, end - offset)


def stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether no word of the dictionary reaches over an edge of a span of contiguous text."""
    return not any(
        begin < end
        and start < finish
        and (begin < start or end < finish)
        and is_word(text[begin:finish])
        and _is_torn(text[begin:finish], start - begin, end - begin)
        for begin, finish in word_spans(text)
    )


def within(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    """Tell whether a span lies inside one of others."""
    return any(low <= start and end <= high for low, high in spans)


def _is_torn(word: str, start: int, end: int) -> bool:
    """Tell whether taking a span out of a word tears that word, or another one inside it."""
    if start < 0 or end > len(word) or end - start == 1:
        return True
    spans = ((low, high) for low in range(len(word)) for high in range(low + 2, len(word) + 1))
    torn = (
        (low, high) for low, high in spans if low < start < high < end or start < low < end < high
    )
    return any(is_word(word[low:high]) for low, high in torn)


def _is_apart(view: View, start: int, end: int) -> bool:
    """Tell whether a Latin edge is not in the middle of a longer Latin word."""
    first, last = view.tight[start], view.tight[end - 1]
    before = view.before(start, 1) if _LATIN.match(first) else ""
    after = view.after(end, 1) if _LATIN.match(last) else ""
    return not (_LATIN.match(before) or _LATIN.match(after))


def _is_one(found: str, gaps: list[str]) -> bool:
    """Tell whether what separates the characters is a disguise, and not the end of a sentence."""
    filled = [gap for gap in gaps if gap]
    if not filled:
        return True
    if max(map(len, filled)) > _WIDEST_GAP:
        return False
    if found.isascii() and len(found) <= _LATIN_SHORT:
        return len(filled) == len(gaps) and all(gap.strip() for gap in filled)
    everywhere = len(filled) == len(gaps)
    return everywhere or not any(map(_PUNCTUATION.search, filled))


def _surroundings(view: View, start: int, end: int, *, torn: bool) -> tuple[str, int]:
    """Return some text around a span of ``view.tight``, and where in ``tight`` it begins."""
    low, high = max(0, start - _AROUND), min(len(view.tight), end + _AROUND)
    if torn:
        return view.original(low, high), low
    left, right = view.before(start, _AROUND), view.after(end, _AROUND)
    first, last = view.span(start, end)
    return left + view.text[first:last] + right, start - len(left)
