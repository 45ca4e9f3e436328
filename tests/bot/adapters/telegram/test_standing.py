"""Roles by Telegram's list, deeds to people, the menu, and the doctor's questions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.adapters.telegram import TelegramAdapter, TelegramOptions
from bot.posts import Action, Rejected, SendError
from bot.routes import CommandSpec
from core.addresses import Address
from core.roles import Role
from tests.bot.adapters.telegram.running import RecordingEar, Running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.standins.telegram import TelegramStandIn
    from tests.standins.telegram_world import Chat, User


@pytest.fixture
def bot(tg: TelegramStandIn) -> Iterator[Running]:
    with Running(tg) as running:
        tg.wait(lambda: tg.asked("getUpdates"))
        yield running


def rank(bot: Running, chat: Chat, user: User) -> Role:
    return bot.do(bot.adapter.rank(str(chat.id), str(user.id)))


def test_a_role_is_what_telegram_says(tg: TelegramStandIn, bot: Running) -> None:
    group = tg.group("学习群")
    owner, admin, keeper, titled, member = (tg.user(name) for name in "甲乙丙丁戊")
    group.own(owner)
    group.promote(admin)
    group.promote(keeper, can_restrict_members=True, can_delete_messages=True)
    group.promote(titled, can_change_info=False)
    tg.wait(lambda: not tg.updates)
    assert [rank(bot, group, user) for user in (owner, admin, keeper, titled, member)] == [
        Role.OWNER,
        Role.ADMIN,
        Role.MODERATOR,
        Role.MEMBER,
        Role.MEMBER,
    ]
    assert len(tg.asked("getChatAdministrators")) == 1


def test_a_private_chat_has_no_administrators(tg: TelegramStandIn, bot: Running) -> None:
    alice = tg.user("小艾")
    assert rank(bot, alice.private, alice) is Role.MEMBER
    assert tg.asked("getChatAdministrators") == []


def test_a_demotion_is_known_at_once(tg: TelegramStandIn, bot: Running) -> None:
    group, admin = tg.group("学习群"), tg.user("小艾")
    group.promote(admin)
    tg.wait(lambda: not tg.updates)
    assert rank(bot, group, admin) is Role.ADMIN
    tg.change_member(admin, group, {"status": "member"})
    tg.wait(lambda: not tg.updates)
    assert rank(bot, group, admin) is Role.MEMBER


def test_doubt_about_a_role_is_an_error_and_not_remembered(
    tg: TelegramStandIn, bot: Running
) -> None:
    group, admin = tg.group("学习群"), tg.user("小艾")
    group.promote(admin)
    for how in (500, "drop"):
        tg.fail("getChatAdministrators", how)
        with pytest.raises(SendError):
            rank(bot, group, admin)
    assert rank(bot, group, admin) is Role.ADMIN


def act(  # noqa: PLR0913, PLR0917 - as many as an action has
    bot: Running,
    kind: str,
    chat: Chat,
    user: User,
    until: datetime | None = None,
    message: int | None = None,
) -> None:
    to = Address("telegram", str(chat.id))
    message_id = str(message) if message else None
    bot.do(bot.adapter.act(Action(kind, to, str(user.id), until, message_id=message_id)))


def test_who_is_kicked_may_come_back_and_who_is_banned_may_not(
    tg: TelegramStandIn, bot: Running
) -> None:
    group, small = tg.group("学习群"), tg.group("小群", supergroup=False)
    bob, eve = tg.user("小波"), tg.user("小夜")
    for chat in (group, small):
        bob.joins(chat)
        act(bot, "kick", chat, bob)
    eve.joins(group)
    act(bot, "ban", group, eve)
    assert group.members[bob.id]["status"] == "left"
    assert group.members[eve.id]["status"] == "kicked"
    assert small.members[bob.id]["status"] == "kicked"


def test_a_mute_ends_by_itself_or_by_hand(tg: TelegramStandIn, bot: Running) -> None:
    group, bob = tg.group("学习群"), tg.user("小波")
    bob.joins(group)
    until = datetime.now(UTC) + timedelta(hours=1)
    act(bot, "mute", group, bob, until)
    muted = group.members[bob.id]
    assert (muted["status"], muted["can_send_messages"]) == ("restricted", False)
    assert muted["until_date"] == int(until.timestamp())
    act(bot, "unmute", group, bob)
    assert group.members[bob.id]["status"] == "member"


def test_a_ban_is_lifted_and_a_basic_group_needs_no_lifting(
    tg: TelegramStandIn, bot: Running
) -> None:
    group, small, eve = tg.group("学习群"), tg.group("小群", supergroup=False), tg.user("小夜")
    for chat in (group, small):
        eve.joins(chat)
        act(bot, "ban", chat, eve)
        act(bot, "unban", chat, eve)
    assert group.members[eve.id]["status"] == "left"


def test_a_message_is_taken_away_once(tg: TelegramStandIn, bot: Running) -> None:
    group, eve = tg.group("学习群"), tg.user("小夜")
    eve.joins(group)
    message_id = eve.says(group, "加我领资料")
    for _ in range(2):
        act(bot, "delete", group, eve, message=message_id)
    assert group.find(message_id) is None


def test_join_requests_are_decided_once(tg: TelegramStandIn, bot: Running) -> None:
    group, bob, eve = tg.group("付费群"), tg.user("小波"), tg.user("小夜")
    bob.asks_to_join(group)
    eve.asks_to_join(group)
    for _ in range(2):
        act(bot, "approve_join", group, bob)
        act(bot, "decline_join", group, eve)
    assert group.members[bob.id]["status"] == "member"
    assert eve.id not in group.members


def test_what_telegram_refuses_is_rejected(tg: TelegramStandIn, bot: Running) -> None:
    group, admin = tg.group("学习群"), tg.user("小艾")
    group.promote(admin)
    for kind in ("kick", "grant_role"):
        with pytest.raises(Rejected):
            act(bot, kind, group, admin)


def spec(name: str, title: str, role: Role = Role.MEMBER) -> CommandSpec:
    return CommandSpec(name, title, handler=lambda _ctx: None, parameters=(), role=role)


def test_the_menu_is_published_in_both_languages_and_only_once(tg: TelegramStandIn) -> None:
    commands = (
        spec("friends", "邀请用户"),
        spec("ban", "封禁用户", Role.ADMIN),
        spec("提问", "没有拉丁字母的名字不能上菜单"),
        spec("long", "长" * 300),
    )
    ear = RecordingEar(commands=commands)
    with Running(tg, ear):
        tg.wait(lambda: len(tg.menus) == 9)
    members = tg.menus["all_group_chats", ""]
    assert members == tg.menus["all_private_chats", "zh"]
    assert members[0] == {"command": "friends", "description": "邀请用户"}
    assert [item["command"] for item in members] == ["friends", "long"]
    assert len(members[1]["description"]) == 256
    admins = tg.menus["all_chat_administrators", "en"]
    assert [item["description"] for item in admins[:2]] == ["invite users", "ban users"]
    asked = len(tg.asked("setMyCommands"))
    with Running(tg, ear):
        tg.wait(lambda: len(tg.asked("getMyCommands")) == 18)
    assert len(tg.asked("setMyCommands")) == asked == 9


def test_a_menu_that_cannot_be_published_stops_nothing(tg: TelegramStandIn) -> None:
    tg.fail("setMyCommands", 400, times=9)
    alice, group = tg.user("小艾"), tg.group("学习群")
    with Running(tg, RecordingEar(commands=(spec("help", "帮助"),))) as bot:
        tg.wait(lambda: tg.asked("setMyCommands"))
        alice.says(group, "还在")
        tg.wait(lambda: bot.ear.heard)


def test_the_doctor_finds_a_bot_in_order(tg: TelegramStandIn, bot: Running) -> None:
    group = tg.group("学习群")
    findings = bot.do(bot.adapter.check([str(group.id)]))
    assert all(finding.ok for finding in findings)
    assert "qunzhu_test_bot" in findings[0].text


def test_the_doctor_names_what_is_wrong(tg: TelegramStandIn, bot: Running) -> None:
    group, weak = tg.group("学习群"), tg.group("弱群")
    group.members[tg.bot.id] = {"status": "member"}
    weak.promote(tg.bot, can_invite_users=True)
    tg.hears_everything = False
    tg.webhook = {"url": "https://elsewhere.example/hook"}
    found = bot.do(bot.adapter.check([str(group.id), str(weak.id), "-100404"]))
    wrong = " ".join(finding.text for finding in found if not finding.ok)
    for words in ("/setprivacy", "webhook", "还不是管理员", "封禁用户、删除消息", "-100404"):
        assert words in wrong
    tg.webhook = {}


def test_the_doctor_says_when_the_token_is_wrong(tg: TelegramStandIn, bot: Running) -> None:
    wrong = TelegramOptions("7009999999:AAHwrongwrongwrongwrong", base_url=tg.url)
    [finding] = bot.do(TelegramAdapter(wrong).check())
    assert not finding.ok
    assert "QUNZHU_TELEGRAM_TOKEN" in finding.text
    assert "AAHwrong" not in finding.text
