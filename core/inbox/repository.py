"""Every query about the updates heard."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import delete

from core.inbox.models import InboxRow
from core.uow import insert_on

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.sql.dml import ReturningInsert

    from core.uow import UnitOfWork


def add(uow: UnitOfWork, keys: Sequence[str]) -> set[str]:
    """Insert keys and return those that were not there."""
    rows = [{"key": key, "at": uow.now} for key in dict.fromkeys(keys)]
    return set(uow.execute(_add(uow.dialect), rows).scalars())


def prune(uow: UnitOfWork, before: datetime) -> int:
    """Delete the keys heard before a moment and return how many there were."""
    return uow.execute(delete(InboxRow).where(InboxRow.at < before)).rowcount


@cache
def _add(dialect: str) -> ReturningInsert[tuple[str]]:
    return insert_on(dialect, InboxRow).on_conflict_do_nothing().returning(InboxRow.key)
