"""Sales: courses sold elsewhere are written down by administrators, and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.context import Context
from bot.replies import Reply, Toast
from bot.routes import button, command
from core import courses, members, outbox
from core.cards import Card
from core.courses import learning_cards
from core.members import Member
from core.roles import Role

if TYPE_CHECKING:
    from core.courses import Purchase


@command(
    "sold",
    "登记成员买了一门课",
    role=Role.ADMIN,
    private=True,
    code="课程编号",
    who="成员",
    amount="金额",
)
def sell(ctx: Context, code: str, who: Member, amount: str | None = None) -> Reply:
    """Write down a sale, at the course's price when no amount is said, and tell the buyer."""
    course = courses.get(ctx.uow, ctx.community.id, code)
    paid = courses.read_price(amount) if amount else None
    sale = courses.sell(ctx.uow, who, course, by=ctx.member, amount=paid)
    told = members.write_to(ctx.uow, who, _key(sale), lambda: learning_cards.bought(sale, course))
    return Reply(learning_cards.sold(sale, course, who.name, told=told), private=True)


@command("unsold", "撤销一次购课登记", role=Role.ADMIN, private=True, code="课程编号", who="成员")
def unsell(ctx: Context, code: str, who: Member) -> Reply:
    """Take back the sale of a course to a member."""
    course = courses.get(ctx.uow, ctx.community.id, code)
    return Reply(Card(_undo(ctx, courses.purchase_by(ctx.uow, who, course))), private=True)


@button("course.unsell", role=Role.ADMIN)
def press_unsell(ctx: Context, arg: str) -> Toast:
    """Take back the sale that the message tells of."""
    return Toast(_undo(ctx, courses.purchase(ctx.uow, ctx.community.id, int(arg))))


def _undo(ctx: Context, sale: Purchase) -> str:
    courses.undo_sale(ctx.uow, sale, by=ctx.member)
    outbox.cancel(ctx.uow, ctx.community.id, _key(sale))
    buyer = members.by_id(ctx.uow, sale.member_id)
    course = courses.by_id(ctx.uow, ctx.community.id, sale.course_id)
    return learning_cards.unsold(course, buyer.name)


def _key(sale: Purchase) -> str:
    return f"course-sold:purchase:{sale.id}:"
