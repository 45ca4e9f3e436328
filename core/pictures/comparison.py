"""Drawing a comparison: each variant's interval, and below it how far each is from the control."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.pictures import frame
from core.pictures.frame import FAINT, INK, LEFT, LINE, RIGHT, SOFT
from core.pictures.lettering import fitted, legible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from core.cards import Comparison, Interval

TICKS = 5
_NAMES, _NUMBERS = 0.16, 0.17  # of the width, for what stands left and right of the intervals
_TOP, _BOTTOM, _GAP = 0.82, 0.08, 0.15
_LABEL_PIXELS = 140
_LINE_WIDTH, _DOT = 5.5, 9
# The bounds keep this part of the width free around what is drawn.
_MARGIN = 0.08


def draw(comparison: Comparison) -> bytes:
    """Return a comparison as a PNG file; what its font cannot write stands as □."""
    figure = frame.blank()
    rows = len(comparison.arms) + len(comparison.lifts)
    height = (_TOP - _BOTTOM - _GAP) / rows
    left, width = LEFT + _NAMES, RIGHT - LEFT - _NAMES - _NUMBERS
    split = _TOP - height * len(comparison.arms)
    arms = figure.add_axes((left, split, width, height * len(comparison.arms)))
    lifts = figure.add_axes((left, _BOTTOM, width, height * len(comparison.lifts)))
    _draw_rows(arms, comparison.arms, comparison.unit)
    _draw_rows(lifts, comparison.lifts, comparison.lifts_unit, signed=True)
    frame.title(figure, comparison.title)
    frame.name(figure, 0.86, comparison.arms_name)
    frame.name(figure, _BOTTOM + height * len(comparison.lifts) + 0.03, comparison.lifts_name)
    return frame.png(figure)


def _draw_rows(axes: Axes, rows: Sequence[Interval], unit: str, *, signed: bool = False) -> None:
    frame.bare(axes)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_yticks([])
    low, high, ticks = scale(rows, signed=signed)
    axes.set_xlim(low, high)
    axes.set_xticks(ticks, [_number(tick, unit, signed=signed) for tick in ticks])
    axes.grid(visible=True, axis="x", color=FAINT, linewidth=0.8)
    frame.letter_all(axes.get_xticklabels())
    if signed:
        axes.axvline(0, color=SOFT, linewidth=1.1, zorder=1.5)
    for place, row in enumerate(rows):
        _draw_row(axes, place, row, unit, signed=signed)


def _draw_row(axes: Axes, place: int, row: Interval, unit: str, *, signed: bool) -> None:
    color = SOFT if place == 0 and not signed else LINE
    _beside(axes, place, row.label, right=False)
    _beside(axes, place, row.note or _number(row.value or 0.0, unit, signed=signed), right=True)
    if row.value is None:
        return
    if row.high > row.low:
        axes.hlines(place, row.low, row.high, color=color, alpha=0.45, linewidth=_LINE_WIDTH)
    axes.plot(row.value, place, "o", color=color, markersize=_DOT, zorder=3, clip_on=False)


def _beside(axes: Axes, place: int, words: str, *, right: bool) -> None:
    text = axes.text(
        1.04 if right else -0.05,
        place,
        legible(words),
        transform=axes.get_yaxis_transform(),
        ha="left" if right else "right",
        va="center",
        color=INK,
    )
    frame.letter(text, frame.TICK_SIZE + 0.5)
    fitted(text, _LABEL_PIXELS)


def scale(rows: Sequence[Interval], *, signed: bool = False) -> tuple[float, float, list[float]]:
    """Return an axis's ends and ticks: zero is in view, at the left end of what has no sign."""
    seen = [bound for row in rows if row.value is not None for bound in (row.low, row.high)]
    low, high = min([*seen, 0.0]), max([*seen, 0.0])
    room = _MARGIN * (high - low) or 1.0
    left, right = (low - room if signed or low < 0 else 0.0), high + room
    return left, right, _ticks(left, right)


def _ticks(low: float, high: float) -> list[float]:
    """Return round numbers between two bounds, about five of them."""
    rough = (high - low) / TICKS
    power = 10.0 ** _exponent(rough)
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    first = int(low / step) - 1
    places = (round((first + number) * step, 10) for number in range(4 * TICKS))
    return [place for place in places if low <= place <= high]


def _exponent(number: float) -> int:
    return int(f"{number:e}".partition("e")[2])


def _number(value: float, unit: str, *, signed: bool) -> str:
    text = f"{value:+.10g}" if signed and value else f"{value:.10g}"
    if abs(value - round(value, 1)) > 1e-9:  # noqa: PLR2004
        text = f"{value:+.1f}" if signed else f"{value:.1f}"
    return text.replace("-", "\N{MINUS SIGN}") + unit
