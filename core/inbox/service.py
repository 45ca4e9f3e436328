"""What can be done with the updates heard: tell the new from the repeated."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core.inbox import repository

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.uow import UnitOfWork

# Telegram repeats an update for at most 24 hours; Discord's catch-up may reach further back.
KEPT = timedelta(days=14)


def fresh(uow: UnitOfWork, keys: Sequence[str]) -> set[str]:
    """Remember the keys and return those that were never heard before."""
    return repository.add(uow, keys) if keys else set()


def prune(uow: UnitOfWork) -> int:
    """Forget the keys that no platform will repeat any more."""
    return repository.prune(uow, uow.now - KEPT)
