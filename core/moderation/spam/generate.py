"""Lines written by a grammar: advertisements, and innocent lines that look like them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from random import Random

GRAMMAR = Path(__file__).parent / "grammar"

_HEADER = re.compile(r"\[(\w+)\]")
_TIMES = re.compile(r"(\d)\*(.*)", re.DOTALL)
_SLOT = re.compile(r"\{(\w+)\}")
_CHOICE = re.compile(r"\(([^()]*)\)")
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_DIGITS = "0123456789"
_ENDINGS = ("com", "cc", "vip", "net", "xyz", "top", "app", "me", "cn", "io")
DEEPEST = 12


class Grammar:
    """Named sections of alternatives, each expanded at random from a given generator."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Read sections; a line is an alternative, "3*" before it makes it three times likelier."""
        self._sections: dict[str, list[str]] = {}
        alternatives: list[str] = []
        for line in lines:
            row = line.rstrip("\n")
            if header := _HEADER.fullmatch(row):
                alternatives = self._sections.setdefault(header[1], [])
            elif row and not row.startswith("#"):
                times = _TIMES.fullmatch(row)
                text = (times[2] if times else row).replace("\\n", "\n")
                alternatives.extend([text] * (int(times[1]) if times else 1))

    @property
    def sections(self) -> Mapping[str, list[str]]:
        """The alternatives of each section, likelier ones repeated."""
        return self._sections

    def line(self, section: str, rng: Random) -> str:
        """Return one line of a section; KeyError names a section that there is not."""
        return self._expand(f"{{{section}}}", rng, 0)

    def _expand(self, text: str, rng: Random, depth: int) -> str:
        if depth > DEEPEST:
            return ""
        while match := _CHOICE.search(text):
            chosen = rng.choice(match[1].split("|"))
            text = f"{text[: match.start()]}{chosen}{text[match.end() :]}"
        return _SLOT.sub(lambda slot: self._slot(slot[1], rng, depth), text)

    def _slot(self, name: str, rng: Random, depth: int) -> str:
        if (made := _MADE.get(name)) is not None:
            return made(rng)
        return self._expand(rng.choice(self._sections[name]), rng, depth + 1)


def load(*names: str) -> Grammar:
    """Return the grammar of the files of these names, taken together."""
    paths = [GRAMMAR / f"{name}.txt" for name in names]
    return Grammar(line for path in paths for line in path.read_text("utf-8").splitlines())


def _run(rng: Random, alphabet: str, shortest: int, longest: int) -> str:
    return "".join(rng.choices(alphabet, k=rng.randint(shortest, longest)))


def _syllables(rng: Random) -> str:
    return "".join(
        rng.choice("bcdfghjklmnpqrstwxyz") + rng.choice(("a", "e", "i", "o", "u", "ang", "ing"))
        for _ in range(rng.randint(1, 4))
    )


def _handle(rng: Random) -> str:
    kind = rng.randrange(5)
    if kind == 0:
        return _syllables(rng)
    if kind == 1:
        return _syllables(rng) + _run(rng, _DIGITS, 1, 6)
    if kind == 2:  # noqa: PLR2004 - the third of five kinds
        return rng.choice(_LATIN) * rng.randint(1, 3) + _run(rng, _DIGITS, 3, 8)
    if kind == 3:  # noqa: PLR2004 - the fourth of five kinds
        return f"{_syllables(rng)}_{_syllables(rng)}"
    return rng.choice(_LATIN) + _run(rng, _LATIN + _DIGITS, 4, 10)


def _address(rng: Random) -> str:
    kind = rng.randrange(5)
    if kind == 0:
        return f"https://t.me/+{_run(rng, _LATIN + _LATIN.upper() + _DIGITS, 12, 16)}"
    if kind == 1:
        return f"https://t.me/{_handle(rng)}"
    if kind == 2:  # noqa: PLR2004 - the third of five kinds
        return f"t.me/{_handle(rng)}"
    place = f"{_handle(rng).replace('_', '-')}.{rng.choice(_ENDINGS)}"
    return f"https://{place}/{_run(rng, _LATIN, 0, 6)}" if kind == 3 else place  # noqa: PLR2004


def _mixed(rng: Random) -> str:
    letters = rng.choice((_run(rng, _LATIN, 1, 4), _syllables(rng), rng.choice(_LATIN) * 2))
    return f"{letters}{_run(rng, _DIGITS, 2, 6)}{rng.choice(('', '', '', rng.choice(_LATIN)))}"


def _torn(rng: Random) -> str:
    """Return an id or a number torn into groups, as where whole ones are looked for."""
    whole = rng.choice((_mixed, _long_number))(rng)
    for _ in range(rng.randint(1, 3)):
        place = rng.randrange(1, len(whole))
        sign = rng.choice((" ", " ", " ", "  ", "-", ".", "❤", "☎", "—", "α"))
        whole = f"{whole[:place]}{sign}{whole[place:]}"
    return whole


def _phone(rng: Random) -> str:
    return f"1{rng.choice('3456789')}{_run(rng, _DIGITS, 9, 9)}"


def _number(rng: Random) -> str:
    return rng.choice("1123456789")


def _long_number(rng: Random) -> str:
    return rng.choice("123456789") + _run(rng, _DIGITS, 5, 9)


_MADE: dict[str, Callable[[Random], str]] = {
    "at": lambda rng: f"@{_handle(rng)}",
    "handle": _handle,
    "mixed": _mixed,
    "n": _number,
    "order": lambda rng: f"20{_run(rng, _DIGITS, 9, 18)}",
    "phone": _phone,
    "qq": _long_number,
    "spaced": lambda rng: rng.choice((" ", "  ", ".", "-")).join(_mixed(rng)),
    "torn": _torn,
    "url": _address,
}
