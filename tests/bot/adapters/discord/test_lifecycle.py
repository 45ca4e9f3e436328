"""Connecting: what is published, what is caught up with, and what happens when Discord says no."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.adapters.discord import TokenRefused
from bot.updates import Command, Message

if TYPE_CHECKING:
    import pytest

    from bot.updates import Update
    from tests.bot.adapters.discord.conftest import Start
    from tests.bot.adapters.discord.harness import Notebook
    from tests.standins.discord import Discord
    from tests.standins.discord_people import User
    from tests.standins.discord_world import Channel, Guild

PRIVILEGED = 1 << 1 | 1 << 15


def _words(update: Update) -> str:
    assert isinstance(update, (Message, Command))
    return update.text if isinstance(update, Message) else update.args


def _another(dc: Discord, channel: Channel, *, forum: bool = False) -> Channel:
    assert channel.guild is not None
    return dc.channel(channel.guild, "另一个", forum=forum)


def test_the_slash_commands_are_published_once(dc: Discord, start: Start) -> None:
    start()
    dc.until_connected()
    assert len(dc.asked_for("PUT", "/applications/.*/commands")) == 1
    start()
    dc.until_connected(2)
    assert len(dc.asked_for("GET", "/applications/.*/commands")) == 2
    assert len(dc.asked_for("PUT", "/applications/.*/commands")) == 1


def test_a_failing_publication_does_not_keep_the_bot_away(dc: Discord, start: Start) -> None:
    dc.fails("GET", "/applications/.*/commands", 503)
    start()
    dc.until_connected()


def test_only_what_was_missed_is_read_after_a_restart(
    dc: Discord, start: Start, ear: Notebook, channel: Channel, bob: User
) -> None:
    quiet, unmarked = _another(dc, channel), _another(dc, channel)
    first = start()
    dc.until_connected()
    bob.says(channel, "停机之前")
    bob.says(quiet, "只有这一句")
    dc.until(lambda: len(ear.of(Message)) == 2, "both are heard")
    first.stop()
    bob.says(channel, "停机之中一")
    bob.says(channel, "/ask 停机之中二")
    bob.says(unmarked, "从没听过的频道")
    start()
    dc.until(lambda: ear.of(Command), "what was missed is heard")
    bob.says(channel, "开机之后")
    dc.until(lambda: len(ear.heard) >= 5, "all is heard")
    assert [_words(update) for update in ear.heard] == [
        "停机之前",
        "只有这一句",
        "停机之中一",
        "停机之中二",
        "开机之后",
    ]
    assert len({heard.key for heard in ear.heard}) == 5
    assert len(dc.asked_for("GET", "/channels/.*/messages")) == 1


def test_a_thread_begun_while_we_were_away_is_read_whole(
    dc: Discord, start: Start, ear: Notebook, channel: Channel, bob: User
) -> None:
    forum = _another(dc, channel, forum=True)
    first = start()
    dc.until_connected()
    bob.says(channel, "停机之前")
    dc.until(lambda: ear.of(Message), "the message is heard")
    first.stop()
    bob.opens(forum, "有人在吗？", "急")
    start()
    dc.until(lambda: len(ear.of(Message)) == 2, "the post is heard")
    assert ear.of(Message)[1].text == "有人在吗？\n急"


def test_a_channel_that_can_no_longer_be_read_is_passed_over(
    dc: Discord, start: Start, ear: Notebook, channel: Channel, bob: User
) -> None:
    other = _another(dc, channel)
    ear.marked = {channel.id: "1", other.id: "1"}
    bob.says(channel, "看不到的话")
    bob.says(other, "看得到的话")
    channel.forbidden = True
    start()
    dc.until(lambda: ear.of(Message), "the other channel is read")
    assert [heard.text for heard in ear.of(Message)] == ["看得到的话"]


def test_more_than_a_page_is_read_in_order(
    dc: Discord, start: Start, ear: Notebook, channel: Channel, bob: User
) -> None:
    ear.marked = {channel.id: "1"}
    for number in range(230):
        bob.says(channel, f"第{number}句")
    start()
    dc.until(lambda: len(ear.of(Message)) == 230, "all is read")
    assert [heard.text for heard in ear.of(Message)] == [f"第{n}句" for n in range(230)]


def test_a_dropped_connection_is_resumed_and_nothing_is_lost(
    dc: Discord, start: Start, ear: Notebook, channel: Channel, bob: User
) -> None:
    start()
    dc.until_connected()
    dc.do(dc.gateway.drop())
    bob.says(channel, "断线时说的")
    dc.until(lambda: ear.of(Message), "the message is heard")
    assert dc.gateway.resumes == 1
    assert len(dc.gateway.identifies) == 1


def test_what_cannot_be_understood_does_not_end_the_connection(
    dc: Discord, start: Start, ear: Notebook, channel: Channel, bob: User
) -> None:
    start()
    dc.until_connected()
    for event in ("GUILD_CREATE", "MESSAGE_CREATE", "INTERACTION_CREATE", "GUILD_ROLE_UPDATE"):
        dc.tell(event, {"id": [], "channels": [{"id": "1"}, 5], "guild_id": "x"})
    bob.says(channel, "还在吗")
    dc.until(lambda: ear.of(Message), "the message is heard")
    assert len(dc.gateway.identifies) == 1


def test_a_session_that_was_forgotten_is_caught_up_with(
    dc: Discord, start: Start, ear: Notebook, channel: Channel, bob: User
) -> None:
    start()
    dc.until_connected()
    bob.says(channel, "断线之前")
    dc.until(lambda: ear.of(Message), "the message is heard")
    dc.do(dc.gateway.drop(forget=True))
    bob.says(channel, "断线时说的")
    dc.until(lambda: len(ear.of(Message)) == 2, "the message is heard", seconds=30)
    assert len(dc.gateway.identifies) == 2


def test_without_the_privileged_intents_the_bot_works_degraded(
    dc: Discord, start: Start, ear: Notebook, channel: Channel, bob: User
) -> None:
    dc.gateway.privileged = False
    running = start()
    dc.until_connected()
    assert running.adapter.degraded
    assert [bool(asked["intents"] & PRIVILEGED) for asked in dc.gateway.identifies] == [True, False]
    bob.says(channel, "/ask 没有提到机器人")
    bob.says(channel, f"<@{dc.bot.id}> /ask 提到了机器人", mentions=(dc.bot,))
    asked = bob.slash(channel, "ask", text="斜杠命令")
    dc.until(lambda: len(ear.of(Command)) == 2, "both commands are heard")
    assert ear.of(Message)[0].text == ""
    assert ear.of(Command)[0].args == "提到了机器人"
    assert ear.of(Command)[1].key.endswith(asked.id)


def test_degraded_says_which_switches_to_turn_on(
    dc: Discord, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    dc.gateway.privileged = False
    start()
    dc.until_connected()
    [told] = [record.message for record in caplog.records if record.levelno == logging.ERROR]
    assert "Message Content Intent" in told
    assert "Server Members Intent" in told


def test_a_refused_token_ends_it_with_the_name_of_the_setting(dc: Discord, start: Start) -> None:
    ended = start(token="wrong").ended_with()
    assert isinstance(ended, TokenRefused)
    assert "QUNZHU_DISCORD_TOKEN" in str(ended)
    assert "wrong" not in str(ended)
    assert dc.gateway.identifies == []


def test_a_token_that_the_gateway_refuses_ends_it_too(dc: Discord, start: Start) -> None:
    dc.gateway.closing_codes = [4004]
    assert isinstance(start().ended_with(), TokenRefused)
    assert len(dc.gateway.identifies) == 1


def test_the_gateway_that_is_set_wins_over_every_other(dc: Discord, start: Start) -> None:
    own = dc.gateway_url
    dc.gateway_url = "ws://127.0.0.1:9/"
    start(gateway_url=own.replace("ws://", "http://"))
    dc.until_connected()
    dc.do(dc.gateway.drop())
    dc.until(lambda: dc.gateway.resumes == 1, "the session is resumed")
    assert {query["v"] for query in dc.gateway.queries} == {"10"}
    assert {query["encoding"] for query in dc.gateway.queries} == {"json"}


def test_a_gateway_that_is_set_needs_nobody_to_name_it(dc: Discord, start: Start) -> None:
    dc.fails("GET", "/gateway/bot", 404)
    start(gateway_url=dc.gateway_url)
    dc.until_connected()


def test_when_no_identify_is_left_the_bot_waits(dc: Discord, start: Start) -> None:
    dc.identifies_left = 0
    start()
    dc.until(lambda: dc.asked_for("GET", "/gateway/bot"), "the gateway is asked for")
    assert dc.gateway.identifies == []
    dc.until_connected()


def test_words_and_the_token_are_not_logged(
    dc: Discord, start: Start, channel: Channel, bob: User, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        start()
        dc.until_connected()
        bob.says(channel, "这是秘密")
        dc.throttles("POST", "/interactions/", 0.1)
        asked = bob.slash(channel, "top")
        dc.until(lambda: asked.deferred and asked.original is None, "both are heard")
    assert "We are being rate limited" in caplog.text
    for secret in ("这是秘密", dc.token, asked.token):
        assert secret not in caplog.text


def test_the_check_up_names_what_is_missing(dc: Discord, start: Start, guild: Guild) -> None:
    running = start()
    dc.until_connected()
    assert guild.name
    assert all(finding.ok for finding in running.do(running.adapter.check()))
    dc.application_flags = 0
    missing = [f.text for f in running.do(running.adapter.check()) if not f.ok]
    assert len(missing) == 2
    assert "Message Content Intent" in missing[0]
    assert "Server Members Intent" in missing[1]


def test_the_check_up_says_when_the_token_is_wrong(start: Start) -> None:
    running = start(token="wrong")
    [finding] = running.do(running.adapter.check())
    assert not finding.ok
    assert "QUNZHU_DISCORD_TOKEN" in finding.text
