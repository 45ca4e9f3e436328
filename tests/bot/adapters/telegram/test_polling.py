"""Polling acknowledges what was committed, and nothing else."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.adapters.telegram import TokenRefused
from bot.routes import CommandSpec
from bot.updates import (
    ButtonPress,
    Command,
    JoinRequested,
    MemberJoined,
    MemberLeft,
    Message,
    Reaction,
)
from core.roles import Role
from tests.bot.adapters.telegram.running import RecordingEar, Running, free_port
from tests.standins.telegram import TelegramStandIn

if TYPE_CHECKING:
    from bot.posts import Voice
    from bot.updates import Update
    from tests.bot.adapters.telegram.conftest import Logs


def offsets(tg: TelegramStandIn) -> list[int]:
    return [asked.get("offset", 0) for asked in tg.asked("getUpdates")]


def texts(heard: list[Update]) -> list[str]:
    return [update.text for update in heard if isinstance(update, Message)]


def test_an_update_is_acknowledged_only_after_its_commit(tg: TelegramStandIn) -> None:
    alice, group = tg.user("小艾"), tg.group("学习群")
    ear = RecordingEar(outages=2)
    with Running(tg, ear) as bot:
        alice.says(group, "今天有人上自习吗")
        tg.wait(lambda: len(ear.tries) == 2)
        assert len(tg.updates) == 1
        assert set(offsets(tg)) == {0}
        tg.wait(lambda: ear.heard and not tg.updates)
        assert bot.ended is None
    assert len(set(ear.tries)) == 1
    assert texts(ear.heard) == ["今天有人上自习吗"]


def test_what_was_not_committed_before_a_crash_is_delivered_again(tg: TelegramStandIn) -> None:
    alice, group = tg.user("小艾"), tg.group("学习群")
    away = RecordingEar(outages=1_000)
    with Running(tg, away):
        alice.says(group, "第一句")
        tg.wait(lambda: away.tries)
    with Running(tg) as second:
        tg.wait(lambda: second.ear.heard)
        assert second.ear.heard[0].key == away.tries[0]


def test_a_batch_keeps_the_order_of_each_chat(tg: TelegramStandIn) -> None:
    alice, groups = tg.user("小艾"), [tg.group("早读"), tg.group("晚读")]
    for number in range(40):
        alice.says(groups[number % 2], f"第 {number} 句")
    with Running(tg) as bot:
        tg.wait(lambda: len(bot.ear.heard) == 40)
        for turn, group in enumerate(groups):
            here = [u for u in bot.ear.heard if u.chat.id == str(group.id)]
            assert texts(here) == [f"第 {number} 句" for number in range(turn, 40, 2)]


class CarefulEar(RecordingEar):
    """An ear that takes its time over what needs a role."""

    async def hear(self, update: Update, voice: Voice) -> None:
        """Look somebody's role up first, as the real one does."""
        if isinstance(update, Command | ButtonPress):
            await asyncio.sleep(0.05)
        await super().hear(update, voice)


def test_what_takes_a_look_at_the_role_keeps_its_turn(tg: TelegramStandIn) -> None:
    admin, group = tg.user("小艾"), tg.group("学习群")
    ban = CommandSpec("ban", "封禁", handler=print, parameters=(), role=Role.ADMIN)
    ear = CarefulEar(commands=(ban,))
    with Running(tg, ear):
        tg.wait(lambda: tg.asked("getUpdates"))
        with tg.changed:
            message_ids = [admin.says(group, text) for text in ("前", "/ban 11", "后")]
        tg.wait(lambda: not tg.updates)
    heard = [u.message_id for u in ear.heard if isinstance(u, Message | Command)]
    assert heard == [str(number) for number in message_ids]


def test_an_unreadable_update_is_logged_by_number_and_skipped(
    tg: TelegramStandIn, logs: Logs
) -> None:
    alice, group = tg.user("小艾"), tg.group("学习群")
    number = tg.push_raw({"message": {"chat": {"id": "绝密内容"}, "date": []}})
    alice.says(group, "后面这句还在")
    with Running(tg) as bot:
        tg.wait(lambda: bot.ear.heard and not tg.updates)
        assert texts(bot.ear.heard) == ["后面这句还在"]
    assert logs().count(str(number)) == 1
    assert "绝密内容" not in logs()


def test_every_kind_of_update_is_asked_for_by_name(tg: TelegramStandIn) -> None:
    with Running(tg):
        tg.wait(lambda: tg.asked("getUpdates"))
    allowed = tg.asked("getUpdates")[0]["allowed_updates"]
    assert {"message", "callback_query", "message_reaction", "chat_member"} <= set(allowed)
    assert tg.asked("deleteWebhook") == [{}]


def test_what_people_do_is_heard(tg: TelegramStandIn) -> None:
    carol, group = tg.user("小可"), tg.group("学习群")
    with Running(tg) as bot:
        tg.wait(lambda: tg.asked("getUpdates"))
        carol.asks_to_join(group, via=tg.invite("春季班"))
        carol.joins(group, via=tg.invite("春季班"))
        carol.reacts(group, carol.says(group, "大家好"), "👍")
        carol.leaves(group)
        tg.wait(lambda: len(bot.ear.heard) == 5)
        kinds = [JoinRequested, MemberJoined, Message, Reaction, MemberLeft]
        assert [type(update) for update in bot.ear.heard] == kinds
        joined = bot.ear.heard[1]
        assert isinstance(joined, MemberJoined)
        assert joined.via == "春季班"


def test_two_readers_of_one_token_are_explained_and_outlived(
    tg: TelegramStandIn, logs: Logs
) -> None:
    alice, group = tg.user("小艾"), tg.group("学习群")
    tg.fail("getUpdates", 409, description="Conflict: terminated by other getUpdates request")
    with Running(tg) as bot:
        alice.says(group, "还听得到吗")
        tg.wait(lambda: bot.ear.heard)
    assert "two programs read the updates of one bot token" in logs()


def test_the_stand_in_ends_the_older_of_two_polls(tg: TelegramStandIn, logs: Logs) -> None:
    alice, group = tg.user("小艾"), tg.group("学习群")
    with Running(tg, poll_timeout=20) as first, Running(tg, poll_timeout=20) as second:
        tg.wait(lambda: "two programs" in logs())
        alice.says(group, "谁听见了")
        tg.wait(lambda: first.ear.heard or second.ear.heard)


def test_a_refused_token_ends_the_run_and_is_never_shown(tg: TelegramStandIn, logs: Logs) -> None:
    wrong = "7009999999:AAHwrongwrongwrongwrongwrongwrong"
    with Running(tg, token=wrong) as bot:
        tg.wait(lambda: bot.ended)
        assert isinstance(bot.ended, TokenRefused)
        assert "QUNZHU_TELEGRAM_TOKEN" in str(bot.ended)
        assert wrong not in repr(bot.ended)
        assert bot.ended.__cause__ is None
    assert wrong not in logs()


def test_no_log_of_a_troubled_run_shows_the_token(tg: TelegramStandIn, logs: Logs) -> None:
    alice, group = tg.user("小艾"), tg.group("学习群")
    tg.fail("getMe", 502, description=f"Bad Gateway for /bot{tg.token}/getMe")
    tg.fail("deleteWebhook", "drop")
    tg.fail("getUpdates", 500)
    tg.fail("getUpdates", "drop")
    with Running(tg) as bot:
        alice.says(group, "/help")
        tg.wait(lambda: bot.ear.heard)
    assert "Bad Gateway" in logs()
    for part in (tg.token, tg.token.split(":")[1]):
        assert part not in logs()


def test_an_adapter_waits_for_a_server_that_comes_late(logs: Logs) -> None:
    port = free_port()
    late = TelegramStandIn(port=port)
    alice, group = late.user("小艾"), late.group("学习群")
    with Running(late, base_url=f"http://127.0.0.1:{port}") as bot:
        late.wait(lambda: "saying hello" in logs())
        with late:
            alice.says(group, "等了好久")
            late.wait(lambda: bot.ear.heard)
            assert bot.ended is None


def test_a_base_url_is_taken_with_and_without_its_ending(tg: TelegramStandIn) -> None:
    alice, group = tg.user("小艾"), tg.group("学习群")
    for number, ending in enumerate(("", "/", "/bot", "/bot/")):
        alice.says(group, f"/ask 问题{number}")
        with Running(tg, base_url=tg.url + ending) as bot:
            tg.wait(lambda: not tg.updates)
            assert isinstance(bot.ear.heard[0], Command)
            assert bot.ear.heard[0].args == f"问题{number}"
