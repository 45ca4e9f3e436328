"""The tables of the moderation benchmark: a figure a cell, whatever lies within what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.moderation import _show

if TYPE_CHECKING:
    import pytest

REPORT: dict[str, dict[str, object]] = {
    "spam": {"all": {"rows": 18, "at_alarm": {"precision": 0.95, "recall": 0.87}}},
    "false_alarms": {"chat": {"rows": 7, "spam_alarm": 0.25}},
    "speed": {"load_seconds": 0.5},
}


def test_each_figure_has_a_cell_and_each_group_a_row(capsys: pytest.CaptureFixture[str]) -> None:
    _show(REPORT)
    said = capsys.readouterr().err
    assert "{" not in said
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in said.splitlines()]
    assert ["all", "18", "", ""] in rows
    assert ["at alarm", "", "0.95", "0.87"] in rows
    assert ["chat", "7", "0.25"] in rows
    assert ["load seconds", "0.5"] in rows


def test_what_lies_within_is_indented(capsys: pytest.CaptureFixture[str]) -> None:
    _show(REPORT)
    assert "│   at alarm " in capsys.readouterr().err
