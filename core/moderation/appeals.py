"""Appeals: a member asks once for another look at what was done to them, and people decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import members
from core.moderation import audit, repository_cases, service
from core.moderation.records import Act
from core.refusal import Refusal

if TYPE_CHECKING:
    from core.members import Member
    from core.moderation.records import Appeal, Sanction
    from core.roles import Role
    from core.uow import UnitOfWork

TEXT_LIMIT = 500
SHOWN = 5


def appeal(uow: UnitOfWork, who: Member, text: str) -> tuple[Appeal, Sanction]:
    """Appeal against the latest sanction that still weighs or holds."""
    said = text.strip()
    if len(said) > TEXT_LIMIT:
        raise Refusal("申诉最多 {limit} 字。", limit=TEXT_LIMIT)
    found = service.in_force(service.history(uow, who), uow.now)
    if not found:
        raise Refusal("你现在没有可以申诉的处理记录。")
    known = repository_cases.appeal_against(uow, found[0].id)
    if known is not None and known.decided_at is None:
        raise Refusal("你的申诉已经在处理中了，请等管理员复核。")
    if known is not None:
        raise Refusal("这次处理已经复核过，维持原决定。")
    values = {
        "community_id": who.community_id,
        "sanction_id": found[0].id,
        "member_id": who.id,
        "text": said,
    }
    number = repository_cases.add_appeal(uow, values)
    audit.note(
        uow, who.community_id, Act.APPEAL.value, by=who, about=who.id, sanction_id=found[0].id
    )
    return one(uow, who.community_id, number), found[0]


def decide(
    uow: UnitOfWork, found: Appeal, by: Member, role: Role, *, lift: bool
) -> tuple[Appeal, Sanction]:
    """Decide an appeal once: undo the sanction, or keep it."""
    about = service.one(uow, found.community_id, found.sanction_id)
    service.may_lift(uow, about, role, by)
    if not repository_cases.decide_appeal(uow, found.id, by.id, lifted=lift):
        raise Refusal("申诉 #{number} 已经有人处理过了。", number=found.id)
    if not lift:
        audit.note(
            uow,
            found.community_id,
            Act.KEEP.value,
            by=by,
            about=found.member_id,
            sanction_id=about.id,
        )
    elif about.lifted_at is None:
        about = service.lift(uow, about, by)
    return one(uow, found.community_id, found.id), about


def one(uow: UnitOfWork, community_id: int, appeal_id: int) -> Appeal:
    """Return an appeal of a community; refuse when there is none."""
    found = repository_cases.appeal(uow, community_id, appeal_id)
    if found is None:
        raise Refusal("没有编号 {number} 的申诉。", number=appeal_id)
    return found


def appellant(uow: UnitOfWork, found: Appeal) -> Member:
    """Return who appealed."""
    return members.by_id(uow, found.member_id)


def waiting(uow: UnitOfWork, community_id: int) -> list[Appeal]:
    """Return the appeals that nobody decided, the oldest first, at most five."""
    return repository_cases.open_appeals(uow, community_id, SHOWN)
