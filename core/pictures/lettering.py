"""The font that comes with the project: what it can write, and making words fit a width."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import category

from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font

if TYPE_CHECKING:
    from matplotlib.text import Text

FONT = Path(__file__).parent / "fonts" / "NotoSansSC-subset.otf"
LETTERS = FontProperties(fname=str(FONT))
MISSING = "□"
SMALLEST_SHARE = 0.75


def legible(words: str) -> str:
    """Return words in one line with □ for every character that the font cannot write."""
    line = " ".join(words.split()).translate(_NARROW)
    shown = (letter for letter in line if category(letter) not in _INVISIBLE)
    return "".join(letter if ord(letter) in _written() else MISSING for letter in shown)


# Controls, formats (such as joiners), surrogates and marks that combine.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Mn", "Me"})


# A Chinese font's curly quotes are as wide as a character, which tears English apart.
_NARROW = str.maketrans("“”‘’", "\"\"''")


@cache
def _written() -> frozenset[int]:
    return frozenset(FT2Font(str(FONT)).get_charmap())


def fitted(text: Text, width: float) -> None:
    """Make a text on a figure at most so many pixels wide: smaller first, then cut short."""
    ratio = width / max(1.0, _width(text))
    if ratio >= 1:
        return
    text.set_fontsize(float(text.get_fontsize()) * max(ratio, SMALLEST_SHARE))
    words = text.get_text()
    while words and _width(text) > width:
        words = words[:-1]
        text.set_text(words.rstrip() + "…")


def _width(text: Text) -> float:
    return float(text.get_window_extent().width)
