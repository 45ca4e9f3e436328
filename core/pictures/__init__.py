"""Pictures: charts drawn as PNG files, for whoever sends them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.cards import Chart

__all__ = ["draw"]


def draw(chart: Chart) -> bytes:
    """Return a chart as a PNG file; what the font cannot write stands as □."""
    # Half a second that no start and no `--help` should wait for.
    from core.pictures import chart as drawing  # noqa: PLC0415

    return drawing.draw(chart)
