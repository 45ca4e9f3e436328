"""Pictures: charts drawn as PNG files, for whoever sends them."""

from __future__ import annotations

from core.cards import Chart, Comparison

__all__ = ["draw"]


def draw(chart: Chart | Comparison) -> bytes:
    """Return a chart as a PNG file; what the font cannot write stands as □."""
    # Half a second that no start and no `--help` should wait for.
    from core.pictures import chart as lines  # noqa: PLC0415
    from core.pictures import comparison as intervals  # noqa: PLC0415

    return intervals.draw(chart) if isinstance(chart, Comparison) else lines.draw(chart)
