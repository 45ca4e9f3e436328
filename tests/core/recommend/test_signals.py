"""The deeds of a pair are weighed together: the loudest speaks, and the last word counts."""

from __future__ import annotations

import numpy as np
import pytest

from core.courses import Kind
from core.recommend.dataset import COMPLETED, STUDIED
from core.recommend.signals import EVERY_DEED, KINDS, PRAISED, SIGNALS, SPURNED, Deeds, stands

Deed = tuple[Kind, float]
VIEW, LIKE, SHARE = (Kind.VIEW, np.nan), (Kind.LIKE, np.nan), (Kind.SHARE, np.nan)
ENROL, COMPLETE, DISMISS = (Kind.ENROL, np.nan), (Kind.COMPLETE, np.nan), (Kind.DISMISS, np.nan)
BOUGHT = (Kind.PURCHASE, np.nan)


def rated(stars: float) -> Deed:
    return (Kind.RATE, stars)


def underway(percent: float) -> Deed:
    return (Kind.PROGRESS, percent)


def made(rows: list[tuple[int, Deed]], ages: list[float] | None = None) -> Deeds:
    """Return deeds of pairs, oldest first."""
    return Deeds(
        np.array([KINDS.index(kind) for _, (kind, _) in rows], dtype=np.uint8),
        np.array([value for _, (_, value) in rows], dtype=np.float32),
        np.array([pair for pair, _ in rows], dtype=np.int64),
        np.array(ages or [0.0] * len(rows), dtype=np.float64),
    )


@pytest.mark.parametrize(
    ("deeds", "weight", "stars"),
    [
        ([VIEW], STUDIED, 0),
        ([LIKE, VIEW, SHARE], STUDIED, 0),
        ([BOUGHT], STUDIED, 0),
        ([COMPLETE, VIEW], COMPLETED, 0),
        ([rated(5)], PRAISED, 5),
        ([rated(3)], STUDIED, 3),
        ([rated(0.5)], SPURNED, 0.5),
        ([COMPLETE, rated(4)], COMPLETED * PRAISED, 4),
        ([rated(1), rated(5)], PRAISED, 5),
        ([rated(5), rated(1), VIEW], SPURNED, 1),
        ([ENROL, DISMISS], 0, 0),
        ([DISMISS, ENROL, COMPLETE], COMPLETED, 0),
        ([DISMISS, LIKE], STUDIED, 0),
        ([DISMISS, VIEW, SHARE], 0, 0),
        ([ENROL, DISMISS, rated(4)], PRAISED, 4),
        ([underway(0)], 0, 0),
        ([underway(np.nan)], STUDIED, 0),
        ([underway(40), underway(0)], STUDIED, 0),
        ([underway(100)], COMPLETED, 0),
        ([DISMISS], 0, 0),
    ],
)
def test_where_deeds_are_all_there_is_each_of_them_is_a_taking_that_stars_raise_or_lower(
    deeds: list[Deed], weight: float, stars: float
) -> None:
    found = stands(made([(7, deed) for deed in deeds]), EVERY_DEED)
    assert found.weights.tolist() == pytest.approx([weight])
    assert found.stars.tolist() == [stars]


def test_in_a_community_looks_say_less_than_taking_and_fade() -> None:
    rows = [(0, VIEW), (1, LIKE), (2, ENROL)]
    now, later = stands(made(rows), SIGNALS), stands(made(rows, [30, 30, 30]), SIGNALS)
    assert now.weights.tolist() == pytest.approx([0.2, 0.5, STUDIED])
    assert later.weights.tolist() == pytest.approx([0.1, 0.5 * 2 ** (-1 / 3), STUDIED])


def test_pairs_are_dated_by_when_they_were_taken_or_else_by_the_latest() -> None:
    rows = [(5, VIEW), (3, VIEW), (5, ENROL), (3, LIKE), (4, VIEW), (5, BOUGHT), (5, VIEW)]
    assert stands(made(rows), EVERY_DEED).places.tolist() == [2, 3, 4]


def test_no_deeds_are_no_stands() -> None:
    assert not len(stands(made([]), EVERY_DEED).places)
