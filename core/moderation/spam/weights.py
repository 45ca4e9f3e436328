"""How the spam model's weights are kept: companded to a byte each, and checked before use."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.moderation.spam.features import BUCKETS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

MANIFEST = "manifest.json"
HEADS = 2
_STEPS = 127.0


class WeightsDamagedError(ValueError):
    """The weights are not the ones that the manifest names."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Two linear heads over the buckets, in the order (is spam, is abuse).

    ``table`` has shape ``(BUCKETS, 2)``, float32; ``bias`` and ``temperature`` shape ``(2,)``.
    """

    table: NDArray[np.float32]
    bias: NDArray[np.float32]
    temperature: NDArray[np.float32]


def save(path: Path, weights: Weights, note: Mapping[str, object]) -> None:
    """Write the weights, and their sha256 with a note of their origin into the manifest."""
    largest = np.abs(weights.table).max(axis=0)
    share = np.abs(weights.table) / largest
    codes = (np.sign(weights.table) * np.rint(_STEPS * np.sqrt(share))).astype(np.int8)
    np.savez_compressed(
        path,
        codes=codes,
        largest=largest,
        bias=weights.bias,
        temperature=weights.temperature,
    )
    manifest = {path.name: {"sha256": _digest(path), **note}}
    text = json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True)
    (path.parent / MANIFEST).write_text(f"{text}\n", "utf-8")


def load(path: Path) -> Weights:
    """Return the weights of a file; WeightsDamagedError when the manifest names others."""
    manifest = json.loads((path.parent / MANIFEST).read_text("utf-8"))
    if manifest.get(path.name, {}).get("sha256") != _digest(path):
        message = f"{path.name} does not have the sha256 that {MANIFEST} states"
        raise WeightsDamagedError(message)
    with np.load(path, allow_pickle=False) as file:
        codes = file["codes"]
        if codes.shape != (BUCKETS, HEADS) or codes.dtype != np.int8:
            message = f"{path.name} holds codes of shape {codes.shape}"
            raise WeightsDamagedError(message)
        return Weights(_expand(codes, file["largest"]), file["bias"], file["temperature"])


def _expand(codes: NDArray[np.int8], largest: NDArray[np.float32]) -> NDArray[np.float32]:
    share = codes.astype(np.float32) / np.float32(_STEPS)
    return np.asarray(share * np.abs(share) * largest, dtype=np.float32)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
