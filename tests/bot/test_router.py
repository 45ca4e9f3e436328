"""The router: every update is heard once, and whatever a handler does is answered."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.declarations import Declarations
from bot.hearing import Doubt
from bot.replies import Reply, Toast
from bot.routes import ButtonSpec, CommandSpec
from bot.updates import ButtonPress
from core import inbox, members, points
from core.addresses import Address
from core.cards import Button
from core.refusal import Refusal
from core.roles import Role
from tests.bot.front import Front, alone, button, group, person, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.context import Context

HERE = group("g1")
ALICE, BOB = person("alice"), person("bob")
TEXT = "这句话不该出现在日志里"


def _crash(ctx: Context) -> Reply:
    """Change something, then break."""
    members.rename(ctx.uow, ctx.member, "不该留下的名字")
    raise ZeroDivisionError


def _refuse(ctx: Context) -> Reply:
    """Change something, then say no."""
    members.rename(ctx.uow, ctx.member, "不该留下的名字")
    raise Refusal("积分：{points}", points=3)


def _crash_pressed(ctx: Context, _arg: str) -> Reply:
    """Break when pressed."""
    return _crash(ctx)


def _count(ctx: Context, _arg: str) -> Toast:
    """Check in, as what can be counted."""
    return Toast(str(points.check_in(ctx.uow, ctx.member, ctx.community).fresh))


def _refuse_first(ctx: Context, arg: str) -> Toast:
    """Say no to those who have not checked in."""
    if not points.balance(ctx.uow, ctx.member):
        raise Refusal("积分：{points}", points=0)
    return Toast(arg)


@pytest.fixture
def front(sqlite_url: str) -> Iterator[Front]:
    """Serve with commands that break and refuse among the others."""
    declared = Declarations.collect()
    for name, handler in (("crash", _crash), ("refuse", _refuse)):
        declared.commands[name] = CommandSpec(name, "试试", handler, ())
    for action, pressed in (("crash", _crash_pressed), ("count", _count), ("no", _refuse_first)):
        declared.buttons[action] = ButtonSpec(action, pressed, once=action != "crash")
    declared.buttons["staff"] = ButtonSpec("staff", _count, role=Role.ADMIN)
    with Front(sqlite_url, declarations=declared) as front:
        yield front


def _at(chat_id: str) -> Address:
    return Address("console", chat_id)


def _name(front: Front) -> str:
    found = front.read(lambda uow: members.find(uow, 1, "console", f"id:{ALICE.id}"))
    return str(found.name)


def test_an_update_delivered_again_is_not_done_again(front: Front) -> None:
    update = front.said(ALICE, "/checkin", HERE)
    assert "签到" in words(front.hear(update))
    assert front.hear(update) == ()
    assert "签到成功" not in words(front.says(ALICE, "/checkin", HERE))


def test_an_ordinary_message_delivered_again_is_counted_once(front: Front) -> None:
    update = front.said(ALICE, "今天真开心", HERE)
    for _ in range(3):
        assert front.hear(update) == ()
    export = front.says(ALICE, "/mydata")
    assert isinstance(export[0], Reply)
    assert export[0].card.attachment is not None
    assert b'"messages": 1' in export[0].card.attachment.content


def test_a_refusal_undoes_everything_but_that_it_was_heard(front: Front) -> None:
    update = front.said(ALICE, "/refuse", HERE)
    assert words(front.hear(update)) == "积分：3"
    assert _name(front) == "alice"
    assert front.hear(update) == ()


def test_a_crash_is_answered_undone_and_logged_once_without_the_text(front: Front) -> None:
    update = front.said(ALICE, f"/crash {TEXT}", HERE)
    with capture_logs() as silent:
        assert "多余" in words(front.hear(update))
    assert silent == []
    update = front.said(ALICE, "/crash", HERE, message_id=TEXT)
    with capture_logs() as logged:
        assert "出了点问题" in words(front.hear(update))
    assert [line["key"] for line in logged] == [update.key]
    assert TEXT not in str(logged)
    assert _name(front) == "alice"
    assert front.hear(update) == ()


def test_a_crash_of_a_button_is_answered_too(front: Front) -> None:
    front.says(ALICE, "大家早", HERE)
    with capture_logs() as logged:
        assert "出了点问题" in words(front.presses(ALICE, Button("x", "crash"), HERE))
    assert len(logged) == 1


def test_a_button_works_for_its_owner_alone(front: Front) -> None:
    chooser = front.says(ALICE, "/plans", HERE)
    trial = button(chooser, "试用")
    assert "不是给你的" in words(front.presses(BOB, trial, HERE))
    assert "不是给你的" not in words(front.presses(ALICE, trial, HERE))


def test_a_button_that_works_once_is_spent_by_the_first_press_that_works(front: Front) -> None:
    refused = Button("x", "no", "好")
    assert words(front.presses(ALICE, refused, HERE)) == "积分：0"
    front.says(ALICE, "/checkin", HERE)
    assert words(front.presses(ALICE, refused, HERE)) == "好"
    assert "用过了" in words(front.presses(ALICE, refused, HERE))


@pytest.mark.parametrize("data", ["", "count", "count||-|zzz|AAAAAAAAAAAA", "|" * 64, "字" * 30])
def test_a_forged_button_does_nothing(front: Front, data: str) -> None:
    with capture_logs() as logged:
        assert "过期" in words(front.pushes(ALICE, data, HERE))
    assert [line["event"] for line in logged] == ["a button was not ours"]
    assert data == "" or data not in str(logged)


def test_a_button_of_another_chat_does_nothing(front: Front) -> None:
    token = front.seals.close(Button("x", "count"), _at("g2"), front.clock.now())
    assert "过期" in words(front.pushes(ALICE, token, HERE))


def test_a_button_of_ones_private_answer_works_wherever_it_is_shown(front: Front) -> None:
    token = front.seals.close(Button("x", "count"), _at(ALICE.id), front.clock.now())
    assert words(front.pushes(ALICE, token, HERE)) == "True"
    assert "过期" in words(front.pushes(BOB, token, HERE))


def test_a_command_or_button_above_ones_role_is_refused(front: Front) -> None:
    assert "需要管理员权限" in words(front.says(ALICE, "/community", HERE))
    assert "社群设置" in words(front.says(ALICE, "/community", HERE, role=Role.ADMIN))
    staff = Button("x", "staff")
    assert "需要管理员权限" in words(front.presses(ALICE, staff, HERE))
    assert words(front.presses(ALICE, staff, HERE, role=Role.ADMIN)) == "True"


def test_the_platform_is_asked_for_a_role_only_where_one_is_needed(front: Front) -> None:
    ranked = front.router.ranked
    assert ranked(front.said(ALICE, "/community", HERE))
    assert not ranked(front.said(ALICE, "/points", HERE))
    assert not ranked(front.said(ALICE, "/nothing", HERE))
    press = front.seals.close(Button("x", "staff"), _at("g1"), front.clock.now())
    common = front.said(ALICE, "x", HERE)
    update = ButtonPress(key="k", at=common.at, chat=HERE, actor=ALICE, message_id="1", data=press)
    assert ranked(update)


def test_nothing_is_kept_of_a_doubtful_message_until_the_role_is_known(front: Front) -> None:
    front.says(ALICE, "大家早", HERE)
    text = "加微信 abc12345 领取全套资料，日结兼职"
    doubtful = front.said(ALICE, text, HERE)
    reply = front.said(ALICE, text, HERE, reply_to="m1")
    heard = [front.router.hear(one) for one in (doubtful, front.said(BOB, "早", HERE), reply)]
    first, other, second = (future.result(60) for future in heard)
    assert isinstance(first, Doubt)
    assert isinstance(second, Doubt)
    assert not isinstance(other, Doubt)
    keys = [doubtful.key, reply.key]
    with front.writer.begin() as uow, suppress(ZeroDivisionError), uow.attempt():
        assert inbox.fresh(uow, keys) == set(keys)
        raise ZeroDivisionError
    front.router.hear(doubtful, Role.MEMBER, first.reading).result(60)
    front.router.hear(reply, Role.MEMBER, second.reading).result(60)
    assert front.does(lambda uow: inbox.fresh(uow, keys)) == set()


def test_private_answers_are_private_wherever_they_are_asked_for(front: Front) -> None:
    [answer] = front.says(ALICE, "/points", HERE)
    assert isinstance(answer, Reply)
    assert answer.private
    [refused] = front.says(ALICE, "/zone 火星", HERE)
    assert isinstance(refused, Reply)
    assert refused.private


def test_public_answers_are_in_the_communitys_language_and_private_ones_in_ones_own(
    front: Front,
) -> None:
    emma = person("emma", language="en-GB")
    assert "签到" in words(front.says(emma, "/checkin", HERE))
    assert "Your points" in words(front.says(emma, "/points", HERE))
    assert "Usage: /course" in words(front.says(emma, "/course"))
    assert "用法：/course" in words(front.says(emma, "/course", HERE))


def test_an_alias_alone_is_a_command_and_within_a_sentence_is_not(front: Front) -> None:
    assert "签到" in words(front.says(ALICE, " 签到 ", HERE))
    assert front.says(BOB, "我去签到了", HERE) == ()


def test_an_unknown_command_is_answered_where_the_bot_is_meant(front: Front) -> None:
    assert "/points" in words(front.says(ALICE, "/pionts", HERE))
    assert "/help" in words(front.says(ALICE, "/qqqqqq", alone(ALICE)))


def test_an_anonymous_administrator_is_told_so_and_other_bots_are_not_heard(front: Front) -> None:
    robot = replace(person("group"), bot=True)
    front.says(ALICE, "大家早", HERE)
    assert "匿名" in words(front.says(robot, "/points", HERE))
    assert front.says(robot, "签到", HERE) == ()


def test_in_private_plain_words_are_met_with_a_hint(front: Front) -> None:
    assert "/ask" in words(front.says(ALICE, "在吗？"))
