"""Assignment: a hash decides, so that the same member always sees the same variant."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from core.experiments.experiment import BUCKETS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.experiments.experiment import Experiment, Variant


def bucket(salt: str, unit: str) -> int:
    """Return the bucket (0 to 9,999) of whoever is counted; other salts give independent ones."""
    digest = sha256(f"{salt}|{unit}".encode()).digest()
    return int.from_bytes(digest[:8]) % BUCKETS


def member_unit(member_id: int) -> str:
    """Name a member for the hash."""
    return f"member:{member_id}"


def chat_unit(chat_id: int) -> str:
    """Name a chat for the hash."""
    return f"chat:{chat_id}"


def assigned(experiment: Experiment, unit: str) -> Variant | None:
    """Return the variant that a unit sees; None when it is outside the experiment's buckets."""
    if experiment.layer:
        place = bucket(f"layer:{experiment.community_id}:{experiment.layer}", unit)
        if not 0 <= place - experiment.first_bucket < experiment.buckets:
            return None
    return _at(experiment.variants, bucket(f"experiment:{experiment.id}", unit))


def free_range(taken: Sequence[tuple[int, int]], wanted: int) -> int | None:
    """Return where a layer has ``wanted`` free buckets in a row; ``taken`` are (first, number)."""
    start = 0
    for first, number in sorted(taken):
        if first - start >= wanted:
            return start
        start = max(start, first + number)
    return start if BUCKETS - start >= wanted else None


def _at(variants: Sequence[Variant], place: int) -> Variant:
    end = 0
    for variant in variants:
        end += variant.share
        if place < end:
            return variant
    return variants[-1]
