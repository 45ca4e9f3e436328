"""The audit: who did what to whom, why, and what undid it. Lines are only ever added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.moderation import repository_audit

if TYPE_CHECKING:
    from datetime import datetime

    from core.members import Member
    from core.moderation.records import Act, Line, Sanction
    from core.uow import UnitOfWork

PAGE = 10
DETAIL_LIMIT = 300


def note(  # noqa: PLR0913 - a line is what, by whom, about whom, why, and what it belongs to
    uow: UnitOfWork,
    community_id: int,
    act: str,
    *,
    by: Member | None = None,
    about: int | None = None,
    rule: str = "",
    detail: str = "",
    sanction_id: int | None = None,
    until: datetime | None = None,
) -> None:
    """Write a line."""
    values = {
        "community_id": community_id,
        "act": act,
        "by_member_id": by.id if by else None,
        "member_id": about,
        "rule": rule,
        "detail": detail.strip()[:DETAIL_LIMIT],
        "sanction_id": sanction_id,
        "until": until,
    }
    repository_audit.add(uow, values)


def note_sanction(uow: UnitOfWork, given: Sanction) -> None:
    """Write that a step was taken."""
    values = {
        "community_id": given.community_id,
        "act": given.step.value,
        "by_member_id": given.by_member_id,
        "member_id": given.member_id,
        "rule": given.rule,
        "detail": given.reason or given.entry,
        "sanction_id": given.id,
        "until": given.until,
    }
    repository_audit.add(uow, values)


def note_lifted(uow: UnitOfWork, found: Sanction, act: Act, by: Member | None, why: str) -> None:
    """Write that a step was undone."""
    note(
        uow,
        found.community_id,
        act.value,
        by=by,
        about=found.member_id,
        rule=found.rule,
        detail=why,
        sanction_id=found.id,
    )


def page(uow: UnitOfWork, community_id: int, before: int | None = None) -> list[Line]:
    """Return ten lines, newest first, those before a line's number when one is given."""
    return repository_audit.page(uow, community_id, before, PAGE)
