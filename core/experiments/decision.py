"""What others see of a decision about an experiment."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class Act(StrEnum):
    """What was decided."""

    CREATED = "created"
    STARTED = "started"
    STOPPED = "stopped"
    PROMOTED = "promoted"
    UNDONE = "undone"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided what and when; ``detail`` holds the variant, and the recipe before and after."""

    experiment_id: int
    act: Act
    by_member_id: int | None
    at: datetime
    detail: Mapping[str, Any]
