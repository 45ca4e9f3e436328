"""The spam model's weights: two heads over one table of buckets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from core import weights
from core.moderation.spam.features import BUCKETS
from core.weights import WeightsDamagedError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

HEADS = 2


@dataclass(frozen=True, slots=True)
class Weights:
    """Two linear heads over the buckets, in the order (is spam, is abuse).

    ``table`` has shape ``(BUCKETS, 2)``, float32; ``bias`` and ``temperature`` shape ``(2,)``.
    """

    table: NDArray[np.float32]
    bias: NDArray[np.float32]
    temperature: NDArray[np.float32]


def save(path: Path, learned: Weights, note: Mapping[str, object]) -> None:
    """Write the weights, and their sha256 with a note of their origin into the manifest."""
    pairs = [weights.companded(column) for column in learned.table.T]
    arrays: dict[str, NDArray[Any]] = {
        "codes": np.stack([codes for codes, _ in pairs], axis=1),
        "largest": np.array([largest for _, largest in pairs], np.float32),
        "bias": learned.bias,
        "temperature": learned.temperature,
    }
    weights.save(path, arrays, note)


def load(path: Path) -> Weights:
    """Return the weights of a file; WeightsDamagedError when the manifest names others."""
    arrays = weights.load(path)
    codes, largest = arrays["codes"], arrays["largest"]
    if codes.shape != (BUCKETS, HEADS) or codes.dtype != np.int8:
        message = f"{path.name} holds codes of shape {codes.shape}"
        raise WeightsDamagedError(message)
    columns = [weights.expanded(codes[:, head], float(largest[head])) for head in range(HEADS)]
    return Weights(np.stack(columns, axis=1), arrays["bias"], arrays["temperature"])
