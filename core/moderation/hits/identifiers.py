"""Telling an account's name or number from a version, a price, an error code or a hash."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.moderation.hits.evasion import View

_NUMERALS = "〇零一二三四五六七八九"
_NUMBER = re.compile(f"[0-9{_NUMERALS}]{{5,20}}")
_NAME = re.compile(r"[a-z][a-z0-9]{4,20}")
_LONG = re.compile(
    rf"(?<![a-z0-9])(?:1[3-9][0-9{_NUMERALS}]{{9}}|[1-9][0-9{_NUMERALS}]{{6,10}})(?![a-z0-9])"
)
_HEXADECIMAL = re.compile(r"[0-9a-f]{14,}")
_COUNTED = re.compile(
    r"[a-z]|\s?(?:[元块人个次条万千%年月日天分秒楼页行种篇节课张位米度级版集帧]|@|\.\d)"
)
_SERVICE = ("400", "800")
_LONGEST = 13
_FEWEST_FIGURES = 3
_FEWEST_NUMERALS = 7
_GLUED_FIGURES = 3


def name_end(view: View, start: int, *, marked: bool, glued: bool) -> int:
    """Return where an account's id that begins at a place of ``view.tight`` ends, or the place.

    ``marked`` says that a colon or the like announces it, so that plain letters may be one;
    ``glued`` that Latin letters stand right before it, so that a few figures are not enough.
    """
    number = _NUMBER.match(view.tight, start)
    if number:
        return number.end() if _is_account(view, number) else start
    name = _NAME.match(view.tight, start)
    if not name or _HEXADECIMAL.fullmatch(name.group()):
        return start
    figures = sum(character.isdigit() for character in name.group())
    enough = figures >= _GLUED_FIGURES if glued else figures > 0 or marked
    return name.end() if enough else start


def numbers(view: View) -> Iterator[tuple[int, int]]:
    """Yield the spans of ``view.tight`` that are as long as an account's or a phone's number."""
    for match in _LONG.finditer(view.tight):
        if _is_account(view, match) and not match.group().startswith(_SERVICE):
            yield match.span()


def _is_account(view: View, match: re.Match[str]) -> bool:
    found = match.group()
    figures = sum(character not in _NUMERALS for character in found)
    if len(found) > _LONGEST or (figures < _FEWEST_FIGURES and len(found) < _FEWEST_NUMERALS):
        return False
    return not (_is_decimal(view, match) or _COUNTED.match(view.after(match.end())))


def _is_decimal(view: View, match: re.Match[str]) -> bool:
    """Tell whether a number has a point in it, like a version, but not one after each figure."""
    gaps = view.gaps(*match.span())
    return any("." in gap for gap in gaps) and not all(gaps)
