"""Every query about the updates heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete

from core.inbox.models import InboxRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.uow import UnitOfWork


def add(uow: UnitOfWork, keys: Sequence[str]) -> set[str]:
    """Insert keys and return those that were not there."""
    rows = [{"key": key, "at": uow.now} for key in dict.fromkeys(keys)]
    statement = uow.insert(InboxRow).on_conflict_do_nothing().returning(InboxRow.key)
    return set(uow.execute(statement, rows).scalars())


def prune(uow: UnitOfWork, before: datetime) -> int:
    """Delete the keys heard before a moment and return how many there were."""
    return uow.execute(delete(InboxRow).where(InboxRow.at < before)).rowcount
