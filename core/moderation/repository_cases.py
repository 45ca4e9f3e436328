"""Every query about reports, those who joined in them, and appeals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Row as SqlRow
from sqlalchemy import func, insert, select, update

from core.moderation.models import AppealRow, ReportRow, VoiceRow
from core.moderation.records import Appeal, Outcome, Report

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from core.uow import UnitOfWork

_REPORT = select(
    ReportRow.id,
    ReportRow.community_id,
    ReportRow.member_id,
    ReportRow.rule,
    ReportRow.chat_id,
    ReportRow.message_id,
    ReportRow.at,
    ReportRow.settled_at,
    ReportRow.outcome,
    ReportRow.by_member_id,
)
_APPEAL = select(
    AppealRow.id,
    AppealRow.community_id,
    AppealRow.sanction_id,
    AppealRow.member_id,
    AppealRow.text,
    AppealRow.at,
    AppealRow.decided_at,
    AppealRow.lifted,
    AppealRow.by_member_id,
)


def open_report_about(
    uow: UnitOfWork, member_id: int, place: tuple[int | None, str | None], since: datetime
) -> int | None:
    """Return the open report about a member and (chat, message), begun since a moment."""
    chat_id, message_id = place
    query = select(ReportRow.id).where(
        ReportRow.member_id == member_id, ReportRow.settled_at.is_(None), ReportRow.at >= since
    )
    if message_id is not None:
        query = query.where(ReportRow.chat_id == chat_id, ReportRow.message_id == message_id)
    return uow.execute(query.order_by(ReportRow.id.desc()).limit(1)).scalar()


def add_report(uow: UnitOfWork, values: Mapping[str, Any]) -> int:
    """Insert a report and return its id."""
    statement = insert(ReportRow).values(at=uow.now, **values).returning(ReportRow.id)
    return int(uow.execute(statement).scalar_one())


def add_voice(uow: UnitOfWork, values: Mapping[str, Any]) -> bool:
    """Insert a member's joining in a report; False when they had joined."""
    statement = uow.insert(VoiceRow).values(at=uow.now, **values)
    fresh = statement.on_conflict_do_nothing(
        index_elements=["community_id", "report_id", "member_id"]
    )
    return uow.execute(fresh.returning(VoiceRow.id)).first() is not None


def voices_since(uow: UnitOfWork, member_id: int, since: datetime) -> int:
    """Return how often a member reported somebody since a moment."""
    query = select(func.count()).where(VoiceRow.member_id == member_id, VoiceRow.at > since)
    return int(uow.execute(query).scalar_one())


def voices_of(uow: UnitOfWork, member_id: int) -> Sequence[SqlRow[Any]]:
    """Return (report, reason, moment) of everything a member reported, oldest first."""
    query = select(VoiceRow.report_id, VoiceRow.reason, VoiceRow.at)
    return uow.execute(query.where(VoiceRow.member_id == member_id).order_by(VoiceRow.id)).all()


def cases_with(uow: UnitOfWork, member_id: int) -> set[int]:
    """Return the reports about a member or by them."""
    about = select(ReportRow.id).where(ReportRow.member_id == member_id)
    joined = select(VoiceRow.report_id).where(VoiceRow.member_id == member_id)
    return {*uow.execute(about).scalars(), *uow.execute(joined).scalars()}


def report(uow: UnitOfWork, community_id: int, report_id: int) -> Report | None:
    """Return a report of a community, with what its reporters wrote."""
    query = _REPORT.where(ReportRow.community_id == community_id, ReportRow.id == report_id)
    row = uow.execute(query).first()
    return _reports(uow, [row])[0] if row else None


def open_reports(uow: UnitOfWork, community_id: int, limit: int) -> list[Report]:
    """Return the reports that nobody settled, the oldest first."""
    query = _REPORT.where(ReportRow.community_id == community_id, ReportRow.settled_at.is_(None))
    return _reports(uow, uow.execute(query.order_by(ReportRow.id).limit(limit)).all())


def settle_report(uow: UnitOfWork, report_id: int, outcome: Outcome, by_member_id: int) -> bool:
    """Settle a report; False when somebody did so before."""
    own = (ReportRow.id == report_id, ReportRow.settled_at.is_(None))
    values = {"settled_at": uow.now, "outcome": outcome.value, "by_member_id": by_member_id}
    return uow.execute(update(ReportRow).where(*own).values(**values)).rowcount > 0


def add_appeal(uow: UnitOfWork, values: Mapping[str, Any]) -> int:
    """Insert an appeal and return its id."""
    statement = insert(AppealRow).values(at=uow.now, **values).returning(AppealRow.id)
    return int(uow.execute(statement).scalar_one())


def appeal(uow: UnitOfWork, community_id: int, appeal_id: int) -> Appeal | None:
    """Return an appeal of a community."""
    query = _APPEAL.where(AppealRow.community_id == community_id, AppealRow.id == appeal_id)
    row = uow.execute(query).first()
    return Appeal(*row) if row else None


def appeal_against(uow: UnitOfWork, sanction_id: int) -> Appeal | None:
    """Return the appeal against a sanction."""
    row = uow.execute(_APPEAL.where(AppealRow.sanction_id == sanction_id)).first()
    return Appeal(*row) if row else None


def open_appeals(uow: UnitOfWork, community_id: int, limit: int) -> list[Appeal]:
    """Return the appeals that nobody decided, the oldest first."""
    query = _APPEAL.where(AppealRow.community_id == community_id, AppealRow.decided_at.is_(None))
    return [Appeal(*row) for row in uow.execute(query.order_by(AppealRow.id).limit(limit))]


def appeals_of(uow: UnitOfWork, member_id: int) -> list[Appeal]:
    """Return every appeal of a member, oldest first."""
    query = _APPEAL.where(AppealRow.member_id == member_id).order_by(AppealRow.id)
    return [Appeal(*row) for row in uow.execute(query)]


def decide_appeal(uow: UnitOfWork, appeal_id: int, by_member_id: int, *, lifted: bool) -> bool:
    """Decide an appeal; False when somebody did so before."""
    own = (AppealRow.id == appeal_id, AppealRow.decided_at.is_(None))
    values = {"decided_at": uow.now, "lifted": lifted, "by_member_id": by_member_id}
    return uow.execute(update(AppealRow).where(*own).values(**values)).rowcount > 0


def _reports(uow: UnitOfWork, rows: Sequence[SqlRow[Any]]) -> list[Report]:
    reasons: dict[int, list[str]] = {row.id: [] for row in rows}
    query = select(VoiceRow.report_id, VoiceRow.reason).where(VoiceRow.report_id.in_(reasons))
    for voice in uow.execute(query.order_by(VoiceRow.id)):
        reasons[voice.report_id].append(voice.reason)
    return [
        Report(
            **{**row._asdict(), "outcome": Outcome(row.outcome) if row.outcome else None},
            voices=len(reasons[row.id]),
            reasons=tuple(filter(None, reasons[row.id])),
        )
        for row in rows
    ]
