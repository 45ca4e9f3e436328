"""How models' weights are kept: in one byte each, and only what a manifest vouches for is used."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    Arrays = Mapping[str, NDArray[Any]]

MANIFEST = "manifest.json"
_STEPS = 127.0
_SHARES = np.arange(256, dtype=np.uint8).view(np.int8).astype(np.float32) / np.float32(_STEPS)


class WeightsDamagedError(ValueError):
    """The weights are not the ones that the manifest names."""


def companded(values: NDArray[np.float32]) -> tuple[NDArray[np.int8], float]:
    """Return a code for each value, finer near zero, and the largest size of any."""
    largest = float(np.abs(values).max(initial=0.0)) or 1.0
    share = np.sqrt(np.abs(values) / largest)
    return (np.sign(values) * np.rint(_STEPS * share)).astype(np.int8), largest


def expander(largest: float) -> NDArray[np.float32]:
    """Return the value of every code, to be looked up by the code's byte; shape (256,)."""
    return np.asarray(_SHARES * np.abs(_SHARES) * largest, dtype=np.float32)


def expanded(codes: NDArray[np.int8], largest: float) -> NDArray[np.float32]:
    """Return the values of codes, in the codes' shape."""
    return np.asarray(expander(largest)[codes.view(np.uint8)], dtype=np.float32)


def save(path: Path, arrays: Arrays, note: Mapping[str, object]) -> None:
    """Write arrays as ``.npz``; the manifest beside it gets its sha256 and a note of its origin."""
    np.savez_compressed(path, allow_pickle=False, **arrays)
    manifest = _manifest(path.parent) | {path.name: {"sha256": digest(path), **note}}
    text = json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True)
    (path.parent / MANIFEST).write_text(f"{text}\n", "utf-8")


def load(path: Path) -> dict[str, NDArray[Any]]:
    """Return the arrays of a file; WeightsDamagedError when the manifest names another."""
    if _manifest(path.parent).get(path.name, {}).get("sha256") != digest(path):
        message = f"{path.name} does not have the sha256 that {MANIFEST} states"
        raise WeightsDamagedError(message)
    with np.load(path, allow_pickle=False) as file:
        return dict(file)


def digest(path: Path) -> str:
    """Return a file's sha256."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _manifest(folder: Path) -> dict[str, dict[str, object]]:
    path = folder / MANIFEST
    return dict(json.loads(path.read_text("utf-8"))) if path.exists() else {}
