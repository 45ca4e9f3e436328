"""What can be done with care messages: draft, show, change, send, drop; none is sent by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core import members, outbox
from core.care import repository
from core.care.draft import LONGEST, Draft, Proposal, State
from core.care.needs import need_now
from core.refusal import Refusal

if TYPE_CHECKING:
    from core.care.draft import Need
    from core.members import Member
    from core.uow import UnitOfWork

KEPT_OPEN = timedelta(days=7)


def draft(uow: UnitOfWork, need: Need, text: str) -> Proposal:
    """Keep a drafted message to a member until an administrator decides."""
    values = {
        "community_id": need.member.community_id,
        "number": repository.next_number(uow, need.member.community_id),
        "member_id": need.member.id,
        "cause": need.cause,
        "question_id": need.question.id if need.question else None,
        "subscription_id": need.ending.id if need.ending else None,
        "text": text[:LONGEST],
        "lapses_at": uow.now + KEPT_OPEN,
    }
    return Proposal(repository.add(uow, values), need)


def lapse(uow: UnitOfWork, community_id: int) -> int:
    """End the drafts that are too old or no longer needed; return how many there were."""
    past = [one for one in repository.waiting(uow, community_id) if _proposal(uow, one) is None]
    for one in past:
        end(uow, one, State.LAPSED)
    return len(past)


def proposals(uow: UnitOfWork, community_id: int) -> list[Proposal]:
    """Return the drafts that wait to be decided and are still needed, oldest first."""
    found = (_proposal(uow, one) for one in repository.waiting(uow, community_id))
    return [proposal for proposal in found if proposal is not None]


def by_id(uow: UnitOfWork, community_id: int, draft_id: int) -> Proposal:
    """Return an open draft; refuse when it is decided or needed no longer."""
    return _open(uow, repository.draft(uow, community_id, draft_id))


def by_number(uow: UnitOfWork, community_id: int, number: int) -> Proposal:
    """Return an open draft by the number that administrators are shown; refuse otherwise."""
    return _open(uow, repository.numbered(uow, community_id, number))


def change(uow: UnitOfWork, proposal: Proposal, text: str) -> Proposal:
    """Put an administrator's own words in the draft's place."""
    written = text.strip()
    if len(written) > LONGEST:
        raise Refusal(
            "关怀消息最多 {limit} 个字，你写了 {length} 个。", limit=LONGEST, length=len(written)
        )
    if not repository.change_text(uow, proposal.draft, written):
        raise Refusal("这份草稿刚刚被改过或处理过了，请发送 /care 重新查看。")
    return by_id(uow, proposal.draft.community_id, proposal.draft.id)


def sent(uow: UnitOfWork, proposal: Proposal, by: Member) -> None:
    """Note that an administrator had the draft sent, which can be done once."""
    _decided_by(uow, proposal, State.SENT, by)


def drop(uow: UnitOfWork, proposal: Proposal, by: Member) -> None:
    """Drop a draft."""
    _decided_by(uow, proposal, State.DROPPED, by)


def end(uow: UnitOfWork, draft: Draft, state: State, by: Member | None = None) -> bool:
    """End an open draft and what waits to be shown of it; False when it has changed since."""
    outbox.cancel(uow, draft.community_id, letters_about(draft))
    return repository.decide(uow, draft, state, by.id if by else None)


def letters_about(draft: Draft) -> str:
    """Return how the keys of the letters begin that show a draft to administrators."""
    return f"care-draft:{draft.id}:"


def _open(uow: UnitOfWork, found: Draft | None) -> Proposal:
    if found is None:
        raise Refusal("没有这份关怀草稿，发送 /care 可以查看待处理的。")
    if found.decided_by_member_id is not None:
        name = members.by_id(uow, found.decided_by_member_id).name
        if found.state is State.SENT:
            raise Refusal("{name} 已经发送过这条关怀消息了。", name=name)
        raise Refusal("{name} 已经放弃了这份草稿。", name=name)
    proposal = _proposal(uow, found)
    if proposal is None:
        raise Refusal("这份草稿已经失效：过了 7 天，或者情况已经变了。")
    return proposal


def _proposal(uow: UnitOfWork, found: Draft) -> Proposal | None:
    if found.state is not State.OPEN or found.lapses_at <= uow.now:
        return None
    member = members.by_id(uow, found.member_id)
    need = need_now(uow, member, found.question_id, found.subscription_id)
    return Proposal(found, need) if need.cause == found.cause else None


def _decided_by(uow: UnitOfWork, proposal: Proposal, state: State, by: Member) -> None:
    if not end(uow, proposal.draft, state, by):
        raise Refusal("这份草稿刚刚被改过或处理过了，请发送 /care 重新查看。")
