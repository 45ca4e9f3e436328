"""What a community's own lines change of the model: kept, and checked before it is used."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.refusal import Refusal
from core.sentiment.model import Adjustment

if TYPE_CHECKING:
    from pathlib import Path

CALIBRATION_FILE = "calibration.json"


@dataclass(frozen=True, slots=True)
class Measured:
    """How good readings are: the share of wrong labels, and the mean surprise in nats."""

    wrong: float
    surprise: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """An adjustment, from how many lines, and the error before and after.

    ``after`` is measured on lines that the adjustment had not seen, by turns.
    """

    adjustment: Adjustment
    lines: int
    before: Measured
    after: Measured


def save_calibration(folder: Path, calibration: Calibration, weights: str) -> None:
    """Write an adjustment for the weights of that sha256, with the digest of what it says."""
    content = {
        "weights": weights,
        "lines": calibration.lines,
        "sharpness": list(calibration.adjustment.sharpness),
        "shift": list(calibration.adjustment.shift),
    }
    folder.mkdir(parents=True, exist_ok=True)
    kept = content | {"sha256": _digest(content)}
    (folder / CALIBRATION_FILE).write_text(f"{json.dumps(kept, indent=2)}\n", "utf-8")


def load_calibration(folder: Path, weights: str) -> Adjustment | None:
    """Return a folder's adjustment for the weights of that sha256; None where there is none.

    Refused when it was changed, or was fitted to other weights.
    """
    path = folder / CALIBRATION_FILE
    if not path.exists():
        return None
    try:
        content = dict(json.loads(path.read_text("utf-8")))
        stated = content.pop("sha256", None)
    except (ValueError, TypeError):
        content, stated = {}, None
    if not content or stated != _digest(content):
        raise Refusal("{path} 写好后被改过，请重新运行 qunzhu sentiment calibrate。", path=path)
    if content["weights"] != weights:
        raise Refusal(
            "{path} 是为另一套权重校准的，请重新运行 qunzhu sentiment calibrate。", path=path
        )
    return Adjustment(tuple(content["sharpness"]), tuple(content["shift"]))


def _digest(content: dict[str, object]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
