"""Drawing a chart: a line with its band over bars of volume, 1000 by 625 pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.patheffects import withStroke

from core.pictures import frame
from core.pictures.frame import BAR, FAINT, INK, LEFT, LINE, PAPER, RIGHT, SOFT
from core.pictures.lettering import legible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes

    from core.cards import Chart

HIGHEST = 100
TICKS = (-100, -50, 0, 50, 100)
MOST_LABELS = 7

_VALUE_SIZE = 11.0
_LAST: dict[str, Any] = {
    "marker": "o",
    "markersize": 8,
    "markeredgecolor": PAPER,
    "markeredgewidth": 1.6,
}


def draw(chart: Chart) -> bytes:
    """Return a chart as a PNG file; what its font cannot write stands as □."""
    figure = frame.blank()
    width = RIGHT - LEFT
    line = figure.add_axes((LEFT, 0.33, width, 0.49))
    bars = figure.add_axes((LEFT, 0.1, width, 0.13), sharex=line)
    _draw_line(line, chart)
    _draw_bars(bars, chart)
    frame.title(figure, chart.title)
    frame.name(figure, 0.86, chart.value_name)
    frame.name(figure, 0.265, chart.volume_name)
    return frame.png(figure)


def _draw_line(axes: Axes, chart: Chart) -> None:
    frame.bare(axes)
    axes.set_xlim(-0.6, len(chart.labels) - 0.4)
    axes.set_ylim(-HIGHEST, HIGHEST)
    axes.set_yticks(TICKS, [_signed(tick) for tick in TICKS])
    axes.grid(visible=True, axis="y", color=FAINT, linewidth=0.8)
    axes.axhline(0, color=SOFT, linewidth=0.9, zorder=1.5)
    axes.tick_params(axis="x", labelbottom=False)
    frame.letter_all(axes.get_yticklabels())
    for run in _runs(chart.values):
        _draw_run(axes, chart, run)
    read = [place for place, value in enumerate(chart.values) if value is not None]
    if read:
        _mark_last(axes, chart, read[-1])


def _draw_run(axes: Axes, chart: Chart, run: range) -> None:
    values = [chart.values[place] or 0.0 for place in run]
    low = [_or(chart.low[place], value) for place, value in zip(run, values, strict=True)]
    high = [_or(chart.high[place], value) for place, value in zip(run, values, strict=True)]
    if len(run) == 1:
        axes.vlines(run[0], low, high, color=LINE, alpha=0.25, linewidth=5)
    axes.fill_between(run, low, high, color=LINE, alpha=0.16, linewidth=0)
    dots = "o" if len(chart.values) <= 4 * MOST_LABELS or len(run) == 1 else ""
    axes.plot(run, values, color=LINE, linewidth=2.2, marker=dots, markersize=4.5, zorder=3)


def _mark_last(axes: Axes, chart: Chart, place: int) -> None:
    """Write the last value beside its point, on the side where the line does not run."""
    value = chart.values[place] or 0.0
    axes.plot(place, value, color=LINE, zorder=4, clip_on=False, **_LAST)
    above = _room_above(value, chart.values[place - 1] if place else None)
    text = axes.annotate(
        _signed(round(value)),
        (place, value),
        xytext=(0, 9 if above else -9),
        textcoords="offset points",
        ha="right" if place > len(chart.values) / 2 else "left",
        va="bottom" if above else "top",
        color=INK,
        zorder=5,
    )
    frame.letter(text, _VALUE_SIZE)
    text.set_path_effects([withStroke(linewidth=2.5, foreground=PAPER)])


def _room_above(value: float, before: float | None) -> bool:
    """Say whether the label of the last value stands better above it, clear of the line."""
    if abs(value) > HIGHEST * 0.6:
        return value < 0
    return before is None or before <= value


def _draw_bars(axes: Axes, chart: Chart) -> None:
    frame.bare(axes)
    axes.bar(range(len(chart.volumes)), chart.volumes, width=0.62, color=BAR)
    most = max((*chart.volumes, 1))
    axes.set_ylim(0, most)
    axes.set_yticks([0, most], ["0", _short(most)])
    places = _labelled(len(chart.labels))
    axes.set_xticks(places, [legible(chart.labels[place]) for place in places])
    frame.letter_all([*axes.get_xticklabels(), *axes.get_yticklabels()])


def _runs(values: Sequence[float | None]) -> Iterator[range]:
    """Yield the stretches without a gap."""
    begin = None
    for place, value in enumerate((*values, None)):
        if value is not None and begin is None:
            begin = place
        elif value is None and begin is not None:
            yield range(begin, place)
            begin = None


def _labelled(number: int) -> list[int]:
    """Return the places whose labels are shown: evenly apart, the last among them."""
    step = max(1, -(-number // MOST_LABELS))
    return list(range(number - 1, -1, -step))[::-1]


def _signed(number: int) -> str:
    return f"{number:+d}".replace("-", "\N{MINUS SIGN}") if number else "0"


def _short(number: int) -> str:
    return f"{number / 1000:.1f}k" if number >= 10_000 else str(number)  # noqa: PLR2004


def _or(value: float | None, other: float) -> float:
    return other if value is None else value
