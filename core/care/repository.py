"""Every query about care messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Row as SqlRow
from sqlalchemy import func, insert, select, update

from core.care.draft import Draft, State
from core.care.models import DraftRow

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from core.uow import UnitOfWork

_DRAFT = select(
    DraftRow.id,
    DraftRow.community_id,
    DraftRow.number,
    DraftRow.member_id,
    DraftRow.cause,
    DraftRow.question_id,
    DraftRow.subscription_id,
    DraftRow.text,
    DraftRow.revision,
    DraftRow.made_at,
    DraftRow.lapses_at,
    DraftRow.state,
    DraftRow.decided_by_member_id,
)


def next_number(uow: UnitOfWork, community_id: int) -> int:
    """Return the number that the community's next draft gets."""
    newest = select(func.max(DraftRow.number)).where(DraftRow.community_id == community_id)
    return (uow.execute(newest).scalar() or 0) + 1


def add(uow: UnitOfWork, values: Mapping[str, Any]) -> Draft:
    """Insert an open draft and return it."""
    statement = insert(DraftRow).values(
        made_at=uow.now, revision=1, state=State.OPEN.value, **values
    )
    draft_id = uow.execute(statement.returning(DraftRow.id)).scalar_one()
    return _draft(uow.execute(_DRAFT.where(DraftRow.id == draft_id)).one())


def draft(uow: UnitOfWork, community_id: int, draft_id: int) -> Draft | None:
    """Return a draft of a community by its id."""
    query = _DRAFT.where(DraftRow.community_id == community_id, DraftRow.id == draft_id)
    row = uow.execute(query).first()
    return _draft(row) if row else None


def numbered(uow: UnitOfWork, community_id: int, number: int) -> Draft | None:
    """Return a draft of a community by its number."""
    query = _DRAFT.where(DraftRow.community_id == community_id, DraftRow.number == number)
    row = uow.execute(query).first()
    return _draft(row) if row else None


def waiting(uow: UnitOfWork, community_id: int) -> list[Draft]:
    """Return a community's open drafts, oldest first."""
    query = _DRAFT.where(
        DraftRow.community_id == community_id, DraftRow.state == State.OPEN.value
    ).order_by(DraftRow.id)
    return [_draft(row) for row in uow.execute(query)]


def causes_of(uow: UnitOfWork, member_ids: Collection[int]) -> set[str]:
    """Return the causes about which members were drafted to before."""
    query = select(DraftRow.cause).where(DraftRow.member_id.in_(list(member_ids)))
    return set(uow.execute(query).scalars())


def drafted_to(uow: UnitOfWork, member_ids: Collection[int], since: datetime) -> set[int]:
    """Return those of some members to whom something was drafted since a moment."""
    query = select(DraftRow.member_id).where(
        DraftRow.member_id.in_(list(member_ids)), DraftRow.made_at > since
    )
    return set(uow.execute(query).scalars())


def change_text(uow: UnitOfWork, seen: Draft, text: str) -> bool:
    """Put another text in an open draft; False when it was changed or decided meanwhile."""
    values = {"text": text, "revision": DraftRow.revision + 1}
    return uow.execute(_still(seen).values(**values)).rowcount == 1


def decide(uow: UnitOfWork, seen: Draft, state: State, by_member_id: int | None) -> bool:
    """Decide an open draft, whose text goes; False when it was changed or decided meanwhile."""
    values = {
        "state": state.value,
        "text": "",
        "decided_at": uow.now,
        "decided_by_member_id": by_member_id,
    }
    return uow.execute(_still(seen).values(**values)).rowcount == 1


def rows_of(uow: UnitOfWork, member_id: int) -> list[SqlRow[Any]]:
    """Return all that was drafted to a member, oldest first."""
    columns = (DraftRow.cause, DraftRow.made_at, DraftRow.state, DraftRow.text)
    query = select(*columns).where(DraftRow.member_id == member_id).order_by(DraftRow.id)
    return list(uow.execute(query).all())


def open_of(uow: UnitOfWork, member_id: int) -> list[Draft]:
    """Return the drafts to a member that wait to be decided, oldest first."""
    query = _DRAFT.where(DraftRow.member_id == member_id, DraftRow.state == State.OPEN.value)
    return [_draft(row) for row in uow.execute(query.order_by(DraftRow.id))]


def move(uow: UnitOfWork, target_id: int, source_id: int) -> None:
    """Give what was drafted to one member, and decided by them, to another."""
    for column in (DraftRow.member_id, DraftRow.decided_by_member_id):
        statement = update(DraftRow).where(column == source_id)
        uow.execute(statement.values({column.key: target_id}))


def _still(seen: Draft) -> Any:  # noqa: ANN401 - an UPDATE, which has no public name of its own
    return update(DraftRow).where(
        DraftRow.id == seen.id,
        DraftRow.state == State.OPEN.value,
        DraftRow.revision == seen.revision,
    )


def _draft(row: SqlRow[Any]) -> Draft:
    return Draft(**{**row._asdict(), "state": State(row.state)})
