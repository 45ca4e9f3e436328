"""Every query about the updates heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, text

from core.db import Json, UtcDateTime
from core.inbox.models import InboxRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.uow import UnitOfWork

# All keys go in as one value, and the statements are written out: SQLAlchemy would compile an
# upsert again for every message, which takes longer than running it.
_AT = bindparam("at", type_=UtcDateTime())
_ADD = {
    "sqlite": text(
        "INSERT INTO inbox (key, at) SELECT value, :at FROM json_each(:keys) WHERE true "
        "ON CONFLICT DO NOTHING RETURNING key"
    ).bindparams(_AT, bindparam("keys", type_=Json)),
    "postgresql": text(
        "INSERT INTO inbox (key, at) SELECT key, :at FROM unnest(CAST(:keys AS varchar[])) AS key "
        "ON CONFLICT DO NOTHING RETURNING key"
    ).bindparams(_AT),
}


def add(uow: UnitOfWork, keys: Sequence[str]) -> set[str]:
    """Insert keys and return those that were not there."""
    return set(uow.execute(_ADD[uow.dialect], {"keys": list(keys), "at": uow.now}).scalars())


def prune(uow: UnitOfWork, before: datetime) -> int:
    """Delete the keys heard before a moment and return how many there were."""
    return uow.execute(delete(InboxRow).where(InboxRow.at < before)).rowcount
