"""What becomes of moderation's rows when a member exports, leaves for good, or links accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core import members, outbox
from core.members import PersonalData
from core.moderation import repository, repository_audit, repository_cases
from core.moderation.models import (
    AppealRow,
    AuditRow,
    ObservationRow,
    ReportRow,
    SanctionRow,
    TrustRow,
    VoiceRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from core.uow import UnitOfWork


def _export(uow: UnitOfWork, member_id: int) -> dict[str, Any]:
    return {
        "sanctions": [
            {
                "id": item.id,
                "step": item.step.value,
                "rule": item.rule,
                "reason": item.reason,
                "at": item.at.isoformat(),
                "until": _iso(item.until),
                "expires_at": item.expires_at.isoformat(),
                "lifted_at": _iso(item.lifted_at),
            }
            for item in repository.sanctions_of(uow, member_id)
        ],
        "observations": [
            {"rule": row.rule, "step": row.step, "at": row.at.isoformat()}
            for row in repository.observations_of(uow, member_id)
        ],
        "reported": [
            {"report": row.report_id, "reason": row.reason, "at": row.at.isoformat()}
            for row in repository_cases.voices_of(uow, member_id)
        ],
        "appeals": [
            {
                "sanction": item.sanction_id,
                "text": item.text,
                "at": item.at.isoformat(),
                "lifted": item.lifted,
            }
            for item in repository_cases.appeals_of(uow, member_id)
        ],
        "audit": [
            {"act": line.act, "rule": line.rule, "detail": line.detail, "at": line.at.isoformat()}
            for line in repository_audit.about(uow, member_id)
        ],
        "trusted": repository.trusts(uow, member_id),
    }


def _erase(uow: UnitOfWork, member_id: int) -> None:
    community_id = members.by_id(uow, member_id).community_id
    for prefix in _letters_about(uow, member_id):
        outbox.cancel(uow, community_id, prefix)
    repository_audit.forget(uow, member_id)


def _letters_about(uow: UnitOfWork, member_id: int) -> Iterator[str]:
    """Yield how the keys of letters to the staff begin that name a member or quote them."""
    yield from (f"ladder:{item.id}:" for item in repository.sanctions_of(uow, member_id))
    yield from (f"appeal:{item.id}:" for item in repository_cases.appeals_of(uow, member_id))
    yield from (f"report:{number}:" for number in repository_cases.cases_with(uow, member_id))


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


PERSONAL = PersonalData(
    room="moderation",
    tables=(SanctionRow, ObservationRow, TrustRow, ReportRow, VoiceRow, AppealRow, AuditRow),
    export=_export,
    erase=_erase,
    merge=repository_audit.move,
    kept=(
        "处理日志：只保留做了什么和日期，不再与你的账号关联，其中的原因和申诉内容会清空。\n"
        "封禁：平台上的封禁不会因为注销而解除。"
    ),
)
