"""How a model's weights are kept: in one byte each, and checked before they are used."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.sentiment.companding import companded, expanded
from core.sentiment.convolution import Convolution

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    Arrays = Mapping[str, NDArray[np.generic]]

MANIFEST = "manifest.json"
_BYTES = ("characters", "pairs")
_HALVES = ("mixing", "pair_mixing", "heads")


class WeightsDamagedError(ValueError):
    """The weights are not the ones that the manifest names."""


@dataclass(frozen=True, slots=True)
class Table:
    """Linear heads over buckets of which most are empty.

    ``codes`` are companded weights, shape (buckets, heads); ``largest`` has shape (heads,). There
    are no biases: the blend has some.
    """

    codes: NDArray[np.int8]
    largest: NDArray[np.float32]

    @classmethod
    def of(cls, weights: NDArray[np.float32]) -> Table:
        """Compand weights of shape (buckets, heads)."""
        pairs = [companded(column) for column in weights.T]
        codes = np.stack([code for code, _ in pairs], axis=1)
        return cls(codes, np.array([largest for _, largest in pairs], np.float32))


@dataclass(frozen=True, slots=True)
class Weights:
    """Everything that was learned.

    ``sides`` has the heads (feels something, is positive), ``emotions`` one for each of the six;
    ``blend`` has shape (signals, 2) and ``emotion_blend`` (1 + 6 + 6, 6): how what the parts say
    is weighed, fitted on texts that none of them saw.
    """

    sides: Table
    emotions: Table
    convolution: Convolution
    blend: NDArray[np.float32]
    emotion_blend: NDArray[np.float32]


def save(path: Path, weights: Weights, note: Mapping[str, object]) -> None:
    """Write the weights, and their sha256 with a note of their origin into the manifest."""
    np.savez_compressed(
        path,
        allow_pickle=False,
        blend=weights.blend,
        emotion_blend=weights.emotion_blend,
        **_packed("sides", weights.sides),
        **_packed("emotions", weights.emotions),
        **_shrunk(weights.convolution),
    )
    manifest = _manifest(path.parent) | {path.name: {"sha256": digest(path), **note}}
    text = json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True)
    (path.parent / MANIFEST).write_text(f"{text}\n", "utf-8")


def load(path: Path) -> Weights:
    """Return the weights of a file; WeightsDamagedError when the manifest names others."""
    expected = _manifest(path.parent).get(path.name, {}).get("sha256")
    if expected != digest(path):
        message = f"{path.name} does not have the sha256 that {MANIFEST} states"
        raise WeightsDamagedError(message)
    with np.load(path, allow_pickle=False) as file:
        return Weights(
            sides=_unpacked("sides", file),
            emotions=_unpacked("emotions", file),
            convolution=_grown(file),
            blend=file["blend"],
            emotion_blend=file["emotion_blend"],
        )


def digest(path: Path) -> str:
    """Return a file's sha256."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def shrunk(learned: Convolution) -> Convolution:
    """Return a convolution as it will be once it has been written and read."""
    return _grown(_shrunk(learned))


def _packed(name: str, table: Table) -> dict[str, NDArray[np.generic]]:
    used = table.codes.any(axis=1)
    return {
        f"{name}_used": np.packbits(used),
        f"{name}_codes": np.ascontiguousarray(table.codes[used].T),
        f"{name}_largest": table.largest,
    }


def _unpacked(name: str, file: Arrays) -> Table:
    used = np.flatnonzero(np.unpackbits(np.asarray(file[f"{name}_used"], np.uint8)))
    codes = np.asarray(file[f"{name}_codes"], np.int8)
    dense = np.zeros((8 * len(file[f"{name}_used"]), len(codes)), np.int8)
    dense[used] = codes.T
    return Table(dense, np.asarray(file[f"{name}_largest"], np.float32))


def _shrunk(learned: Convolution) -> dict[str, NDArray[np.generic]]:
    arrays: dict[str, NDArray[np.generic]] = {
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
        name: expanded(np.asarray(arrays[name], np.int8), float(arrays[f"{name}_largest"]))
        for name in _BYTES
    } | {name: np.asarray(arrays[name], np.float32) for name in (*_HALVES, "bias", "head_bias")}
    alphabet, known = (np.asarray(arrays[name], np.uint32) for name in ("alphabet", "known_pairs"))
    return Convolution(alphabet=alphabet, known_pairs=known, **grown)


def _manifest(folder: Path) -> dict[str, dict[str, object]]:
    path = folder / MANIFEST
    return dict(json.loads(path.read_text("utf-8"))) if path.exists() else {}
