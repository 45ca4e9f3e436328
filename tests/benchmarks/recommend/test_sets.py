"""The protocol: who is in, in which order, and that the sets which are absent are named."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.recommend.sets import NotHereError, data_folder, read_set, shuffled, small

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.recommend.sets import Interactions

DAY = 86_400


def test_a_set_is_read_in_the_order_of_its_members_and_their_time(given: Interactions) -> None:
    assert (np.diff(given.members) >= 0).all()
    assert given.ages[:7].tolist() == [6, 5, 4, 3, 2, 1, 0]
    assert len(given.dataset.member_ids) == 60
    assert "摄影" in given.texts[0].description


def test_rare_films_and_short_histories_are_left_out(tmp_path: Path) -> None:
    rows = [(member, film) for member in range(6) for film in range(6)]
    rows += [(0, 7), (6, 0), (6, 1)]
    moments = np.arange(len(rows)) * DAY
    _write(tmp_path, rows, moments)
    given = read_set("ml_tiny", tmp_path)
    assert np.unique(given.members).tolist() == [0, 1, 2, 3, 4, 5]
    assert [text.title for text in given.texts] == [f"片子 {film}" for film in range(6)]
    assert given.ages[0] == pytest.approx(len(rows) - 1)


def test_a_shuffled_set_holds_the_same_in_an_order_that_says_nothing(given: Interactions) -> None:
    mixed = shuffled(given)
    assert set(zip(mixed.members, mixed.courses, strict=True)) == set(
        zip(given.members, given.courses, strict=True)
    )
    assert mixed.courses.tolist() != given.courses.tolist()
    assert mixed.courses.tolist() == shuffled(given).courses.tolist()


def test_a_quick_look_takes_whole_members(given: Interactions) -> None:
    some = small(given, 10)
    assert np.bincount(some.members).tolist() == [7] * 10


def test_a_set_that_is_absent_is_named(folder: Path) -> None:
    assert data_folder() == folder
    with pytest.raises(NotHereError, match=r"ml_latest_small\.npz is not in"):
        read_set("ml_latest_small", folder)


def _write(folder: Path, rows: list[tuple[int, int]], moments: np.ndarray) -> None:
    members, films = np.array(rows).T
    columns = {"user": members, "item": films, "ts": moments}
    np.savez(folder / "ml_tiny.npz", allow_pickle=False, **columns)
    with gzip.open(folder / "ml_tiny_items.json.gz", "wt", encoding="utf-8") as file:
        json.dump([{"id": str(film), "title": f"片子 {film}"} for film in range(8)], file)
