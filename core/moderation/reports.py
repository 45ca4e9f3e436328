"""Reports: members point at somebody, moderators settle it; what was written is not kept."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core import members
from core.moderation import audit, repository_cases, service
from core.moderation.ladder import DEFAULT_MUTE, Step, rung_of
from core.moderation.records import REASON_LIMIT, Act, Cause, Outcome
from core.refusal import Refusal

if TYPE_CHECKING:
    from core.communities import Place
    from core.members import Member
    from core.moderation.records import Report, Sanction
    from core.roles import Role
    from core.uow import UnitOfWork

# Reports about one member within this time are one case, unless they name different messages.
SAME_CASE = timedelta(days=1)
# How often a hint at abuse by one member is brought up.
HINT_EVERY = timedelta(hours=1)
REPORTS_PER_DAY = 5
SHOWN = 5


def report(  # noqa: PLR0913 - a report is whom, by whom, why and where
    uow: UnitOfWork,
    who: Member,
    by: Member,
    *,
    reason: str = "",
    place: Place | None = None,
    message_id: str | None = None,
) -> tuple[Report, bool]:
    """Report a member; return the case, and whether it was begun by this."""
    if who.id == by.id:
        raise Refusal("不能举报自己。")
    day_ago = uow.now - timedelta(days=1)
    if repository_cases.voices_since(uow, by.id, day_ago) >= REPORTS_PER_DAY:
        raise Refusal("一天最多举报 {most} 次，急事请直接找管理员。", most=REPORTS_PER_DAY)
    chat_id = place.chat_id if place and message_id else None
    since = uow.now - SAME_CASE
    known = repository_cases.open_report_about(uow, who.id, (chat_id, message_id), since)
    case = known or _open(uow, who, "", place, message_id)
    values = {
        "community_id": who.community_id,
        "report_id": case,
        "member_id": by.id,
        "reason": reason.strip()[:REASON_LIMIT],
    }
    if not repository_cases.add_voice(uow, values):
        raise Refusal("你已经举报过了，管理员会看到的。")
    audit.note(uow, who.community_id, Act.REPORT.value, by=by, about=who.id)
    return one(uow, who.community_id, case), known is None


def open_hint(
    uow: UnitOfWork, who: Member, rule: str, place: Place, message_id: str
) -> Report | None:
    """Bring a hint of our own before people; None when one about them was brought up lately."""
    recent = repository_cases.open_report_about(uow, who.id, (None, None), uow.now - HINT_EVERY)
    if recent is not None:
        return None
    audit.note(uow, who.community_id, Act.REPORT.value, about=who.id, rule=rule)
    return one(uow, who.community_id, _open(uow, who, rule, place, message_id))


def settle(
    uow: UnitOfWork, found: Report, outcome: Outcome, by: Member, role: Role
) -> Sanction | None:
    """Settle a report once; return the sanction that it led to, None when it was dismissed."""
    who = members.by_id(uow, found.member_id)
    if outcome is not Outcome.DISMISS:
        service.may_act_on(who, role, by)
    if not repository_cases.settle_report(uow, found.id, outcome, by.id):
        raise Refusal("举报 #{number} 已经有人处理过了。", number=found.id)
    act = Act.DISMISS if outcome is Outcome.DISMISS else Act.SETTLE
    audit.note(uow, found.community_id, act.value, by=by, about=who.id, rule=found.rule)
    if outcome is Outcome.DISMISS:
        return None
    length = DEFAULT_MUTE if outcome.step is Step.MUTE else None
    # What the reporters wrote might tell who they are, so it is no reason to give.
    rung = rung_of(outcome.step, length)
    return service.sanction(uow, who, rung, Cause(found.rule), by=by)


def one(uow: UnitOfWork, community_id: int, report_id: int) -> Report:
    """Return a report of a community; refuse when there is none."""
    found = repository_cases.report(uow, community_id, report_id)
    if found is None:
        raise Refusal("没有编号 {number} 的举报。", number=report_id)
    return found


def unsettled(uow: UnitOfWork, community_id: int, report_id: int) -> Report:
    """Return a report of a community; refuse when there is none, or when it is settled."""
    found = one(uow, community_id, report_id)
    if found.settled_at is not None:
        raise Refusal("举报 #{number} 已经有人处理过了。", number=found.id)
    return found


def waiting(uow: UnitOfWork, community_id: int) -> list[Report]:
    """Return the reports that nobody settled, the oldest first, at most five."""
    return repository_cases.open_reports(uow, community_id, SHOWN)


def _open(
    uow: UnitOfWork, who: Member, rule: str, place: Place | None, message_id: str | None
) -> int:
    values = {
        "community_id": who.community_id,
        "member_id": who.id,
        "rule": rule,
        "chat_id": place.chat_id if place else None,
        "message_id": message_id,
    }
    return repository_cases.add_report(uow, values)
