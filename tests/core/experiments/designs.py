"""Experiments as the tests need them, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from core.experiments.experiment import (
    BUCKETS,
    Design,
    Experiment,
    Metric,
    Rule,
    State,
    Surface,
    Variant,
)

MONDAY = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)
HALF = BUCKETS // 2
TWO = (Variant("plain", HALF, {"copy": ""}), Variant("next", HALF, {"copy": "next"}))


def experiment(number: int = 1, variants: tuple[Variant, ...] = TWO, **fields: Any) -> Experiment:  # noqa: ANN401
    """Return a running experiment; ``fields`` are its own, or those of its design."""
    drawn = Design(Metric.CLICK, Rule.FIXED, 0.2, 0.4, 0.5, 294)
    of_design = {name: fields.pop(name) for name in Design.__slots__ if name in fields}
    return Experiment(
        **{
            "id": number,
            "community_id": 1,
            "number": number,
            "name": "两种文案",
            "surface": Surface.COMMAND,
            "hypothesis": "接着学的更受欢迎",
            "variants": variants,
            "design": replace(drawn, **of_design),
            "state": State.RUNNING,
            "created_at": MONDAY,
            "started_at": MONDAY,
            **fields,
        }
    )
