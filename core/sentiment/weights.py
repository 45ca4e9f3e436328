"""How a model's weights are kept: in one byte each, and checked before they are used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from core import weights as kept
from core.sentiment.convolution import Convolution
from core.weights import MANIFEST, WeightsDamagedError, companded, digest, expanded

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    Arrays = Mapping[str, NDArray[Any]]

__all__ = ["MANIFEST", "Table", "Weights", "WeightsDamagedError", "digest", "load", "save"]

TABLES = ("sides", "words", "emotions")
_BYTES = ("characters", "pairs")
_HALVES = ("mixing", "pair_mixing", "heads")


@dataclass(frozen=True, slots=True)
class Table:
    """Linear heads over buckets of which most are empty.

    ``codes`` are companded weights, shape (buckets + 1, heads), the last of no bucket and empty;
    ``largest`` has shape (heads,). There are no biases: the blend has some.
    """

    codes: NDArray[np.int8]
    largest: NDArray[np.float32]

    @classmethod
    def of(cls, weights: NDArray[np.float32]) -> Table:
        """Compand weights of shape (buckets, heads)."""
        pairs = [companded(column) for column in weights.T]
        codes = np.zeros((len(weights) + 1, len(pairs)), np.int8)
        codes[:-1] = np.stack([code for code, _ in pairs], axis=1)
        return cls(codes, np.array([largest for _, largest in pairs], np.float32))


@dataclass(frozen=True, slots=True)
class Weights:
    """Everything that was learned.

    ``sides`` and ``words`` have a head for each view of characters and of words, ``emotions`` one
    for each of the six; ``blend`` has shape (signals, 2) and ``emotion_blend`` (emotion signals,
    6): how what the parts say is weighed, fitted on texts that none of them saw.
    """

    sides: Table
    words: Table
    emotions: Table
    convolution: Convolution
    blend: NDArray[np.float32]
    emotion_blend: NDArray[np.float32]


def save(path: Path, weights: Weights, note: Mapping[str, object]) -> None:
    """Write the weights, and their sha256 with a note of their origin into the manifest."""
    arrays = {"blend": weights.blend, "emotion_blend": weights.emotion_blend}
    for name in TABLES:
        arrays |= _packed(name, getattr(weights, name))
    kept.save(path, arrays | _shrunk(weights.convolution), note)


def load(path: Path) -> Weights:
    """Return the weights of a file; WeightsDamagedError when the manifest names others."""
    arrays = kept.load(path)
    return Weights(
        **{name: _unpacked(name, arrays) for name in TABLES},
        convolution=_grown(arrays),
        blend=arrays["blend"],
        emotion_blend=arrays["emotion_blend"],
    )


def shrunk(learned: Convolution) -> Convolution:
    """Return a convolution as it will be once it has been written and read."""
    return _grown(_shrunk(learned))


def _packed(name: str, table: Table) -> dict[str, NDArray[Any]]:
    codes = table.codes[:-1]
    used = codes.any(axis=1)
    return {
        f"{name}_used": np.packbits(used),
        f"{name}_codes": np.ascontiguousarray(codes[used].T),
        f"{name}_largest": table.largest,
    }


def _unpacked(name: str, arrays: Arrays) -> Table:
    used = np.flatnonzero(np.unpackbits(arrays[f"{name}_used"]))
    codes = arrays[f"{name}_codes"]
    dense = np.zeros((8 * len(arrays[f"{name}_used"]) + 1, len(codes)), np.int8)
    dense[used] = codes.T
    return Table(dense, arrays[f"{name}_largest"])


def _shrunk(learned: Convolution) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = {
        "alphabet": learned.alphabet,
        "known_pairs": learned.known_pairs,
        "bias": learned.bias,
        "head_bias": learned.head_bias,
    }
    for name in _BYTES:
        codes, largest = companded(getattr(learned, name))
        arrays |= {name: codes, f"{name}_largest": np.array(largest)}
    return arrays | {name: getattr(learned, name).astype(np.float16) for name in _HALVES}


def _grown(arrays: Arrays) -> Convolution:
    grown = {
        name: expanded(np.asarray(arrays[name]), float(arrays[f"{name}_largest"]))
        for name in _BYTES
    } | {name: np.asarray(arrays[name], np.float32) for name in (*_HALVES, "bias", "head_bias")}
    return Convolution(alphabet=arrays["alphabet"], known_pairs=arrays["known_pairs"], **grown)
