"""What every picture shares: its size, its colours, a title, and axes without a frame."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from core.pictures.lettering import LETTERS, fitted, legible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes
    from matplotlib.text import Text

INCHES, DPI = (5.0, 3.125), 200
INK, SOFT, FAINT, PAPER = "#1b2a3a", "#66758a", "#e6ebf1", "#ffffff"
LINE, BAR = "#2f6fdb", "#b9c6d6"
LEFT, RIGHT = 0.1, 0.95
TICK_SIZE = 8.5
_TITLE_SIZE, _NAME_SIZE = 13.0, 8.5


def blank() -> Figure:
    """Return an empty picture of 1000 by 625 pixels."""
    figure = Figure(figsize=INCHES, dpi=DPI, facecolor=PAPER)
    FigureCanvasAgg(figure)
    return figure


def png(figure: Figure) -> bytes:
    """Return a picture as a PNG file."""
    file = BytesIO()
    figure.savefig(file, format="png", dpi=DPI)
    return file.getvalue()


def bare(axes: Axes) -> None:
    """Leave nothing of axes but the labels."""
    axes.set_facecolor(PAPER)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0, labelcolor=SOFT, labelsize=TICK_SIZE)
    axes.set_axisbelow(True)


def title(figure: Figure, words: str) -> None:
    """Write a picture's title."""
    text = _written(figure, 0.93, words, _TITLE_SIZE, INK)
    text.set_path_effects([withStroke(linewidth=0.5, foreground=INK)])  # there is no bold font


def name(figure: Figure, height: float, words: str) -> None:
    """Write at a height what is shown below it."""
    _written(figure, height, words, _NAME_SIZE, SOFT)


def letter(text: Text, size: float) -> None:
    """Write a text in our font."""
    text.set_fontproperties(LETTERS)
    text.set_fontsize(size)
    text.set_parse_math(False)


def letter_all(texts: Iterable[Text]) -> None:
    """Write the labels of axes in our font."""
    for text in texts:
        letter(text, TICK_SIZE)


def _written(figure: Figure, height: float, words: str, size: float, color: str) -> Text:
    text = figure.text(LEFT, height, legible(words), color=color, va="center")
    letter(text, size)
    fitted(text, (1 - 1.4 * LEFT) * INCHES[0] * DPI)
    return text
