"""What can be done by moderators and the ladder: sanction, lift, trust; and where one stands."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from core import members
from core.moderation import audit, deeds, repository
from core.moderation.ladder import Step, read_ladder, written
from core.moderation.policy import Links, Mode, Policy
from core.moderation.records import REASON_LIMIT, Act
from core.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from core.members import Member
    from core.moderation.ladder import Rung
    from core.moderation.records import Cause, Sanction
    from core.roles import Role
    from core.uow import UnitOfWork

WATCHED = timedelta(days=30)
SIGNAL = "moderation"
"""Raised when a policy changed, so that copies of it are dropped."""

LISTS = ("words", "allowed", "patterns", "domains_allowed", "domains_denied", "files_denied")
_RELEASES = {Step.MUTE: Act.UNMUTE, Step.BAN: Act.UNBAN}


def policy(uow: UnitOfWork, community_id: int) -> Policy:
    """Return a community's policy; until one is written, the default."""
    row = repository.policy(uow, community_id)
    if row is None:
        return Policy.default(community_id)
    return Policy(
        community_id=community_id,
        version=row.version,
        mode=Mode(row.mode),
        observe_until=row.observe_until,
        **{name: tuple(row.lists[name]) for name in LISTS},
        rules_off=frozenset(row.lists["rules_off"]),
        links=Links(row.links),
        newcomer_hours=row.newcomer_hours,
        ladder=read_ladder(row.ladder),
        strike_days=row.strike_days,
    )


def begin(uow: UnitOfWork, community_id: int) -> Policy:
    """Return a community's policy, written down on first use: its month of watching begins."""
    found = policy(uow, community_id)
    if found.version:
        return found
    values: dict[str, Any] = {
        "community_id": community_id,
        "version": 1,
        "mode": found.mode.value,
        "observe_until": uow.now + WATCHED,
        "asked_at": None,
        "lists": {**{name: [] for name in LISTS}, "rules_off": []},
        "links": found.links.value,
        "newcomer_hours": found.newcomer_hours,
        "ladder": written(found.ladder),
        "strike_days": found.strike_days,
    }
    repository.add_policy(uow, values)
    uow.signals.add(SIGNAL)
    return policy(uow, community_id)


def may_act_on(who: Member, role: Role, by: Member) -> None:
    """Refuse what nobody may do: to oneself, or to somebody of the same rank or a higher one."""
    if who.id == by.id:
        raise Refusal("不能对自己这样做。")
    if who.role >= role:
        raise Refusal("{name} 的权限不比你低，不能对 TA 这样做。", name=who.name)


def sanction(  # noqa: PLR0913 - a sanction is who, what, how grave, why, by whom
    uow: UnitOfWork,
    who: Member,
    rung: Rung,
    cause: Cause,
    *,
    by: Member | None = None,
    weight: int = 1,
) -> Sanction:
    """Take a step against a member: it is written down, audited, and carried out."""
    until = _until(uow, who, rung, by)
    expires = uow.now + timedelta(days=policy(uow, who.community_id).strike_days)
    values = {
        "community_id": who.community_id,
        "member_id": who.id,
        "step": rung.step.value,
        "rule": cause.rule,
        "entry": cause.entry,
        "weight": weight,
        "chat_id": cause.place.chat_id if cause.place else None,
        "message_id": cause.message_id,
        "reason": cause.reason.strip()[:REASON_LIMIT],
        "by_member_id": by.id if by else None,
        "expires_at": max(expires, until or expires),
        "until": until,
    }
    given = one(uow, who.community_id, repository.add_sanction(uow, values))
    audit.note_sanction(uow, given)
    deeds.carry_out(uow, given, cause.place)
    return given


def one(uow: UnitOfWork, community_id: int, sanction_id: int) -> Sanction:
    """Return a sanction of a community by its number; refuse when there is none."""
    found = repository.sanction(uow, community_id, sanction_id)
    if found is None:
        raise Refusal("没有编号 {number} 的处理记录。", number=sanction_id)
    return found


def lift(
    uow: UnitOfWork, found: Sanction, by: Member | None, *, act: Act = Act.LIFT, why: str = ""
) -> Sanction:
    """Undo a sanction: it weighs no longer, and its mute or ban ends."""
    if not repository.lift(uow, found.id, by.id if by else None):
        raise Refusal("编号 {number} 的处理已经撤销过了。", number=found.id)
    audit.note_lifted(uow, found, act, by, why)
    if found.holds(uow.now):
        deeds.undo(uow, found)
    return one(uow, found.community_id, found.id)


def may_lift(uow: UnitOfWork, found: Sanction, role: Role, by: Member) -> None:
    """Refuse the undoing of what a higher rank did, or of what was done to oneself."""
    if found.member_id == by.id:
        raise Refusal("不能撤销对自己的处理，可以发送「/appeal 理由」申诉。")
    if found.by_member_id is not None and rank_of(uow, found.by_member_id) > role:
        raise Refusal("这次处理是由更高权限的人做出的，请找 TA 撤销。")


def rank_of(uow: UnitOfWork, member_id: int) -> Role:
    """Return the role that the community itself gave a member."""
    return members.by_id(uow, member_id).role


def release(
    uow: UnitOfWork, who: Member, step: Step, by: Member, *, why: str = ""
) -> list[Sanction]:
    """End every mute, or every ban, of a member; one that we know nothing of is ended too."""
    act = _RELEASES[step]
    found = [item for item in history(uow, who) if item.step is step and item.holds(uow.now)]
    for item in found:
        lift(uow, item, by, act=act, why=why)
    if not found:
        audit.note(uow, who.community_id, act.value, by=by, about=who.id, detail=why)
        deeds.release(uow, who, step)
    return found


def history(uow: UnitOfWork, who: Member) -> list[Sanction]:
    """Return every sanction of a member, newest first."""
    return repository.sanctions_of(uow, who.id)


def trust(uow: UnitOfWork, who: Member, by: Member) -> bool:
    """Exempt a member from what is done by itself; False when they were."""
    fresh = repository.trust(uow, who.community_id, who.id, by.id)
    if fresh:
        audit.note(uow, who.community_id, Act.TRUST.value, by=by, about=who.id)
    return fresh


def distrust(uow: UnitOfWork, who: Member, by: Member) -> bool:
    """Exempt a member no longer; False when they were not."""
    had = repository.distrust(uow, who.id)
    if had:
        audit.note(uow, who.community_id, Act.UNTRUST.value, by=by, about=who.id)
    return had


def trusted(uow: UnitOfWork, who: Member) -> bool:
    """Say whether a member was declared trusted."""
    return repository.trusts(uow, who.id)


def in_force(found: Iterable[Sanction], now: datetime) -> list[Sanction]:
    """Return the sanctions that still weigh or hold."""
    return [item for item in found if item.counts(now) or item.holds(now)]


def _until(uow: UnitOfWork, who: Member, rung: Rung, by: Member | None) -> datetime | None:
    """Return when a step ends; it takes the place of one that holds, never cut by the ladder."""
    until = uow.now + rung.length if rung.length else None
    for item in history(uow, who):
        if item.step is rung.step and item.holds(uow.now):
            if by is None:
                until = None if item.until is None or until is None else max(until, item.until)
            repository.replace(uow, item.id)
            deeds.forget(uow, item)
    return until
