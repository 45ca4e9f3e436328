"""Seeing through disguise: a text as it is meant, and the way back to where it stands."""

from __future__ import annotations

import re
from functools import cache, cached_property
from importlib.resources import files
from itertools import groupby, islice, pairwise, product
from typing import TYPE_CHECKING
from unicodedata import normalize

from core.text import is_word

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_DISGUISES = 64
_SEPARATORS = re.compile(r"[\W_]+")


def rows(name: str) -> Iterator[list[str]]:
    """Yield the rows of one of this room's tables; lines that begin with ``#`` are remarks."""
    text = files("core.moderation.hits").joinpath("data", name).read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def key(text: str) -> str:
    """Return the letters that a normalised text shows, look-alikes and separators resolved."""
    return _SEPARATORS.sub("", folded(text))


def folded(text: str) -> str:
    """Return normalised text with each look-alike as what it looks like; it keeps its length."""
    look_alikes, table = _folding()
    return text.translate(table) if look_alikes.search(text) else text


def disguises(phrase: str) -> Iterator[str]:
    """Yield a phrase with characters replaced by ones that are read alike, ordinary words left out.

    At most 64 of them: the table has a handful of characters, and few phrases hold two.
    """
    choices = [(character, *_homophones().get(character, "")) for character in phrase]
    if any(len(choice) > 1 for choice in choices):
        for characters in islice(product(*choices), 1, MOST_DISGUISES):
            form = "".join(characters)
            if not is_word(form):
                yield form


class View:
    """A normalised text without disguise: ``tight`` holds its letters, one after another.

    Spans of ``tight`` are turned into spans of the text by ``span``.
    """

    def __init__(self, text: str) -> None:
        """Look at normalised prose."""
        self.text = text
        self.folded = folded(text)
        self.tight = _SEPARATORS.sub("", self.folded)

    @cached_property
    def places(self) -> list[int]:
        """Return where each character of ``tight`` stands in the text."""
        return [place for place, sign in enumerate(self.folded) if sign.isalnum()]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a span of ``tight`` stands in the text, separators included."""
        return self.places[start], self.places[end - 1] + 1

    def gaps(self, start: int, end: int) -> list[str]:
        """Return what separates each two neighbours of a span of ``tight``, mostly nothing."""
        places = self.places[start:end]
        return [self.folded[one + 1 : other] for one, other in pairwise(places)]

    def before(self, start: int, longest: int = 12) -> str:
        """Return what stands before a place of ``tight``, separators included."""
        place = self.places[start]
        return self.folded[max(0, place - longest) : place]

    def after(self, end: int, longest: int = 12) -> str:
        """Return what stands after the end of a span of ``tight``, separators included."""
        place = self.places[end - 1] + 1
        return self.folded[place : place + longest]

    def original(self, start: int, end: int) -> str:
        """Return a span of ``tight`` as it is written, without its separators."""
        return "".join(self.text[place] for place in self.places[start:end])


@cache
def _homophones() -> dict[str, str]:
    return {plain: others for plain, others, _ in rows("homophones.tsv")}


@cache
def _folding() -> tuple[re.Pattern[str], dict[int, str]]:
    table = dict(_plain_letters())
    table |= {ord(seen): meant for seen, meant, _ in rows("confusables.tsv")}
    return re.compile(f"[{_ranges(sorted(table))}]"), table


def _plain_letters() -> Iterator[tuple[int, str]]:
    """Yield the letter below the marks of every Latin letter with marks."""
    for code in (*range(0xDF, 0x250), *range(0x1E00, 0x1F00)):
        plain = normalize("NFD", chr(code))[0]
        if plain.isascii() and plain.islower():
            yield code, plain


def _ranges(codes: list[int]) -> str:
    runs = groupby(enumerate(codes), lambda pair: pair[1] - pair[0])
    spans = ([code for _, code in run] for _, run in runs)
    return "".join(f"{re.escape(chr(run[0]))}-{re.escape(chr(run[-1]))}" for run in spans)
