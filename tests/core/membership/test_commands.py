"""What members and administrators say to the bot about memberships, and what they read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.context import Context
from bot.handlers import membership as handlers
from bot.handlers.membership import PlanChoice
from bot.routes import CommandSpec, Rest, declared_in
from bot.updates import Chat, Command, Person
from core import members
from core.i18n import speaking
from core.refusal import Refusal
from core.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.replies import Reply
    from core.members import Member
    from core.uow import UnitOfWork
    from tests.core.membership.conftest import World


class Room:
    """Calls handlers as the router would, in one unit of work."""

    def __init__(self, world: World, uow: UnitOfWork) -> None:
        """Stand in the world's community."""
        self.world = world
        self.uow = uow

    def context(self, member: Member) -> Context:
        """Return what a handler is given when a member speaks in private."""
        said = Command(
            key="console:1",
            at=self.world.clock.now(),
            chat=Chat("console", member.name, private=True),
            actor=Person("console", member.name, member.name),
            name="",
        )
        return Context(said, self.world.community, member, Role.ADMIN, self.uow)

    def text(self, reply: Reply) -> str:
        """Return what a reply says."""
        return reply.card.text


@pytest.fixture
def alice(world: World) -> Member:
    """Return a member."""
    return world.join("alice")


@pytest.fixture
def boss(world: World) -> Member:
    """Return an administrator."""
    return world.join("boss")


@pytest.fixture
def room(world: World, alice: Member, boss: Member) -> Iterator[Room]:
    """Open one unit of work, after everyone has come."""
    assert alice.id != boss.id
    with world.work() as uow:
        yield Room(world, uow)


def test_the_plans_are_read_out_with_prices_and_the_trial(room: Room, alice: Member) -> None:
    card = handlers.plans(room.context(alice)).card
    assert card.text == (
        "会员方案\n"
        "· 免费成员：提问、回答、签到，学习免费课程\n"
        "· 普通会员：9.9 元/月，99 元/年。加上普通会员课程\n"
        "· 高级会员：29.9 元/月，299 元/年。加上高级会员课程\n"
        "· VIP 会员：99 元/月，999 元/年。全部课程\n"
        "\n"
        "想开通或续期，请联系管理员。已经是会员的话，发送 /membership 可以查看到期时间。"
    )
    ((button,),) = card.buttons
    assert (button.label, button.action, button.owner) == ("免费试用 3 天", "trial", alice.id)


def test_the_trial_button_is_gone_once_it_was_used(room: Room, alice: Member) -> None:
    reply = handlers.press_trial(room.context(alice), "")
    assert reply.private
    assert "到 2026-01-08 09:00 为止" in room.text(reply)
    assert handlers.plans(room.context(alice)).card.buttons == ()


def test_a_member_reads_state_end_days_left_and_history(room: Room, alice: Member) -> None:
    assert "你现在是「免费成员」。" in room.text(handlers.my_membership(room.context(alice)))
    handlers.trial(room.context(alice))
    handlers.grant(room.context(alice), alice, PlanChoice.VIP, Rest("1年"))
    text = room.text(handlers.my_membership(room.context(alice)))
    assert "你现在是「VIP 会员」，2027-01-05 09:00 到期，还剩 365 天。" in text
    assert "· 2026-01-05 开通「VIP 会员」，到 2027-01-05" in text
    assert "· 2026-01-05 「高级会员」换成了别的方案" in text
    assert "· 2026-01-05 开始试用「高级会员」，到 2026-01-08" in text


def test_a_grant_of_no_length_is_a_month_and_the_member_is_told(
    world: World, alice: Member, boss: Member
) -> None:
    with world.work() as uow:
        reply = handlers.grant(Room(world, uow).context(boss), alice, PlanChoice.BASIC)
    assert (
        reply.card.text == "已为 alice 开通「普通会员」，到 2026-02-05 09:00。\n我会私信告诉对方。"
    )
    world.deliver()
    (mail,) = world.mail
    assert mail.member_id == alice.id
    assert "管理员为你开通了「普通会员」，有效期到 2026-02-05 09:00。" in mail.text


def test_who_cannot_be_written_to_is_told_by_the_administrator(
    world: World, alice: Member, boss: Member
) -> None:
    with world.work() as uow:
        members.reachable(uow, "console", "alice", is_so=False)
        reply = handlers.grant(Room(world, uow).context(boss), alice, PlanChoice.BASIC)
    assert "请你转告" in reply.card.text
    world.wait(hours=1)
    assert world.mail == []


def test_a_revocation_tells_the_member_why(world: World, alice: Member, boss: Member) -> None:
    with world.work() as uow:
        room = Room(world, uow)
        handlers.grant(room.context(boss), alice, PlanChoice.VIP)
        reply = handlers.revoke(room.context(boss), alice, Rest("多次打广告"))
    assert "已撤销 alice 的「VIP 会员」。" in reply.card.text
    world.deliver()
    assert "原因：多次打广告" in world.mail[-1].text
    assert world.tier(alice) == 0


def test_a_length_that_is_none_changes_nothing(room: Room, alice: Member, boss: Member) -> None:
    with pytest.raises(Refusal, match="时长请写成"):
        handlers.grant(room.context(boss), alice, PlanChoice.BASIC, Rest("很久"))
    assert "免费成员" in room.text(handlers.my_membership(room.context(alice)))


def test_the_plans_are_read_out_in_english_too(room: Room, alice: Member) -> None:
    with speaking("en"):
        text = room.text(handlers.plans(room.context(alice)))
    assert "· Basic: ¥9.9/month or ¥99/year. Adds the Basic courses" in text


def test_only_administrators_grant_and_revoke() -> None:
    commands = [spec for spec in declared_in(handlers) if isinstance(spec, CommandSpec)]
    roles = {spec.name: spec.role for spec in commands}
    assert roles == {
        "plans": Role.MEMBER,
        "trial": Role.MEMBER,
        "membership": Role.MEMBER,
        "grant": Role.ADMIN,
        "revoke": Role.ADMIN,
    }
