"""Care: administrators send, change or drop the drafts that are made for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.context import Context
from bot.replies import Reply, Toast
from bot.routes import Rest, button, command
from core import care, members
from core.care import Proposal, cards
from core.refusal import Refusal
from core.roles import Role

if TYPE_CHECKING:
    from datetime import datetime

    from core.cards import Card


@command("care", "查看或修改关怀草稿", role=Role.ADMIN, private=True, number="编号", text="新内容")
def drafts(ctx: Context, number: int | None = None, text: Rest | None = None) -> Reply:
    """List the open drafts, show one, or put other words in its place."""
    if number is None:
        return Reply(cards.waiting(care.proposals(ctx.uow, ctx.community.id)))
    proposed = care.by_number(ctx.uow, ctx.community.id, number)
    if text and text.strip():
        proposed = care.change(ctx.uow, proposed, text)
    return Reply(_shown(ctx, proposed))


@button(cards.SEND_ACTION, role=Role.ADMIN)
def send(ctx: Context, arg: str) -> Reply | tuple[Reply | Toast, ...]:
    """Send a draft to its member, unless the presser has not seen its present words."""
    draft_id, _, revision = arg.partition(":")
    proposed = care.by_id(ctx.uow, ctx.community.id, int(draft_id))
    if str(proposed.draft.revision) != revision:
        return Toast(cards.changed_meanwhile()), Reply(_shown(ctx, proposed), replace=True)
    due = _send(ctx, proposed)
    late = due if due > ctx.uow.now else None
    return Reply(cards.sent(proposed, late, ctx.member.zone), replace=True)


@button(cards.CHANGE_ACTION, role=Role.ADMIN)
def change(ctx: Context, arg: str) -> Reply:
    """Say how a draft is changed."""
    proposed = care.by_id(ctx.uow, ctx.community.id, int(arg))
    return Reply(cards.how_to_change(proposed.draft), private=True)


@button(cards.DROP_ACTION, role=Role.ADMIN)
def drop(ctx: Context, arg: str) -> Reply:
    """Drop a draft."""
    proposed = care.by_id(ctx.uow, ctx.community.id, int(arg))
    care.drop(ctx.uow, proposed, ctx.member)
    return Reply(cards.dropped(proposed), replace=True)


def _shown(ctx: Context, proposed: Proposal) -> Card:
    return cards.proposal(proposed, ctx.uow.now, ctx.member.zone)


def _send(ctx: Context, proposed: Proposal) -> datetime:
    member = proposed.need.member
    if members.address_of(ctx.uow, member.id) is None:
        raise Refusal("现在没法私信 {name}，可以在群里找对方聊聊。", name=member.name)
    care.sent(ctx.uow, proposed, ctx.member)
    due = ctx.community.loud_from(ctx.uow.now, member.zone)
    key = f"care:draft:{proposed.draft.id}"
    members.write_to(
        ctx.uow, member, key, lambda: cards.letter(proposed.draft, ctx.member), due=due
    )
    return due
