"""Every query about the audit, and what erasing and merging members changes in all tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, insert, select, update
from sqlalchemy.orm import aliased

from core.moderation.ladder import Step
from core.moderation.models import (
    AppealRow,
    AuditRow,
    ObservationRow,
    ReportRow,
    SanctionRow,
    TrustRow,
    VoiceRow,
)
from core.moderation.records import Act, Line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.uow import UnitOfWork

STEPS = tuple(step.value for step in Step)
UNDOING = (Act.LIFT.value, Act.UNMUTE.value, Act.UNBAN.value)
# Every column that names a member, but those of rows that are unique to one.
_NAMING = (
    SanctionRow.member_id,
    SanctionRow.by_member_id,
    SanctionRow.lifted_by_member_id,
    ObservationRow.member_id,
    TrustRow.member_id,
    TrustRow.by_member_id,
    ReportRow.member_id,
    ReportRow.by_member_id,
    VoiceRow.member_id,
    AppealRow.member_id,
    AppealRow.by_member_id,
    AuditRow.member_id,
    AuditRow.by_member_id,
)


def add(uow: UnitOfWork, values: Mapping[str, Any]) -> None:
    """Insert a line of the audit."""
    uow.execute(insert(AuditRow).values(at=uow.now, **values))


def page(uow: UnitOfWork, community_id: int, before: int | None, limit: int) -> list[Line]:
    """Return lines of the audit, newest first, those before an id when one is given."""
    query = _lines().where(AuditRow.community_id == community_id)
    if before is not None:
        query = query.where(AuditRow.id < before)
    return [Line(*row) for row in uow.execute(query.order_by(AuditRow.id.desc()).limit(limit))]


def about(uow: UnitOfWork, member_id: int) -> list[Line]:
    """Return the lines of the audit about a member, oldest first."""
    query = _lines().where(AuditRow.member_id == member_id)
    return [Line(*row) for row in uow.execute(query.order_by(AuditRow.id))]


def forget(uow: UnitOfWork, member_id: int) -> None:
    """Delete what was observed and reported of a member, and blank every word about them."""
    for row in (ObservationRow, TrustRow, VoiceRow):
        uow.execute(delete(row).where(row.member_id == member_id))
    about_them = select(ReportRow.id).where(ReportRow.member_id == member_id)
    uow.execute(update(VoiceRow).where(VoiceRow.report_id.in_(about_them)).values(reason=""))
    uow.execute(update(SanctionRow).where(SanctionRow.member_id == member_id).values(reason=""))
    uow.execute(update(AppealRow).where(AppealRow.member_id == member_id).values(text=""))
    uow.execute(update(AuditRow).where(AuditRow.member_id == member_id).values(detail=""))


def move(uow: UnitOfWork, target_id: int, source_id: int) -> None:
    """Let everything that names one member name another."""
    for row, column in ((TrustRow, "community_id"), (VoiceRow, "report_id")):
        taken = select(getattr(row, column)).where(row.member_id == target_id)
        of_source = (row.member_id == source_id, getattr(row, column).in_(taken))
        uow.execute(delete(row).where(*of_source))
    for naming in _NAMING:
        statement = update(naming.class_).where(naming == source_id)
        uow.execute(statement.values({naming.key: target_id}))


def _lines() -> Any:  # noqa: ANN401 - a select of many columns
    undone = aliased(AuditRow)
    undoing = and_(
        undone.sanction_id == AuditRow.sanction_id,
        undone.act.in_(UNDOING),
        AuditRow.act.in_(STEPS),
    )
    return select(
        AuditRow.id,
        AuditRow.at,
        AuditRow.act,
        AuditRow.by_member_id,
        AuditRow.member_id,
        AuditRow.rule,
        AuditRow.detail,
        AuditRow.sanction_id,
        AuditRow.until,
        undone.by_member_id,
        undone.at,
    ).outerjoin(undone, undoing)
