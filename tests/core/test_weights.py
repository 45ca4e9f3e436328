"""Kept weights: nearly what they were, and refused when anybody touched them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from core import weights

if TYPE_CHECKING:
    from pathlib import Path


def test_a_code_is_finer_near_zero() -> None:
    values = np.array([-2, -0.5, -0.001, 0, 0.001, 0.5, 2], np.float32)
    codes, largest = weights.companded(values)
    back = weights.expanded(codes, largest)
    assert codes.dtype == np.int8
    assert np.abs(back - values).max() < 0.01
    assert np.abs(back - values)[2:5].max() < 0.0005


def test_weights_that_are_all_nothing_stay_nothing() -> None:
    codes, largest = weights.companded(np.zeros((3, 2), np.float32))
    assert not weights.expanded(codes, largest).any()


def test_what_is_saved_is_vouched_for_beside_what_was_there(tmp_path: Path) -> None:
    for name in ("one.npz", "two.npz"):
        weights.save(tmp_path / name, {"bias": np.array([1.5, -2])}, {"seed": 3})
    manifest = json.loads((tmp_path / weights.MANIFEST).read_text("utf-8"))
    assert {name: entry["seed"] for name, entry in manifest.items()} == {"one.npz": 3, "two.npz": 3}
    assert weights.load(tmp_path / "one.npz")["bias"].tolist() == [1.5, -2]


def test_a_file_that_was_changed_or_never_vouched_for_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "one.npz"
    weights.save(path, {"bias": np.zeros(2)}, {})
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(weights.WeightsDamagedError, match="sha256"):
        weights.load(path)
    np.savez(tmp_path / "other.npz", bias=np.zeros(2))
    with pytest.raises(weights.WeightsDamagedError, match=r"other\.npz"):
        weights.load(tmp_path / "other.npz")


def test_nothing_that_could_run_is_saved_or_loaded(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Object arrays"):
        weights.save(tmp_path / "one.npz", {"bias": np.array([{}], dtype=object)}, {})
