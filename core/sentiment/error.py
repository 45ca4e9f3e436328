"""How often the default model is wrong, as it was measured when its weights were trained."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

from core.sentiment.named import WEIGHTS
from core.sentiment.weights import MANIFEST


@dataclass(frozen=True, slots=True)
class MeasuredError:
    """Wrong labels of three per hundred of ``rows`` texts that were kept from training."""

    rows: int
    per_hundred: int


@cache
def measured_error(name: str = "default") -> MeasuredError:
    """Return the error that the manifest states of the weights of that name."""
    manifest = json.loads((WEIGHTS / MANIFEST).read_text("utf-8"))
    measured = manifest[f"{name}.npz"]["measured"]
    return MeasuredError(measured["rows"], round(100 * (1 - measured["accuracy"])))
