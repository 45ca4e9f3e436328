"""Answers to slash commands, buttons and messages, as whoever asked sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.adapters.discord import voices
from bot.posts import Key, Post, Voice
from bot.updates import ButtonPress, Command, Message, Update
from core.addresses import Address

if TYPE_CHECKING:
    from tests.bot.adapters.discord.harness import Answer, Notebook, Running
    from tests.standins.discord import Discord
    from tests.standins.discord_people import User
    from tests.standins.discord_world import Channel, Guild
    from tests.standins.discord_world import Message as Sent


def saying(*posts: Post, private: bool = False) -> Answer:
    """Return an ear's answer to every update: these posts."""

    async def say(_update: Update, voice: Voice) -> None:
        for post in posts:
            await voice.say(post, private=private)

    return say


def test_a_slash_command_is_deferred_first_and_then_answered(
    dc: Discord, running: Running, ear: Notebook, channel: Channel, bob: User
) -> None:
    ear.answer = saying(Post("记下了", title="新问题"), Post("还有一句"))
    asked = bob.slash(channel, "ask", text="怎么退课？")
    dc.until(lambda: len(asked.answers) == 2, "the command is answered")
    [heard] = ear.of(Command)
    assert heard.key == f"discord:{dc.bot.id}:i:{asked.id}"
    assert (heard.name, heard.options) == ("ask", {"text": "怎么退课？"})
    assert (heard.chat.id, heard.actor.language) == (channel.id, "zh-CN")
    assert asked.deferred == 5
    assert [message.text for message in asked.answers] == ["**新问题**\n记下了", "还有一句"]
    assert all(message.only_for is None for message in asked.answers)
    assert asked.notes == []
    calls = [r.path.split("/")[1] for r in dc.requests if asked.token in r.path]
    assert calls == ["interactions", "webhooks", "webhooks"]
    assert running.adapter.degraded is False


def test_the_options_of_a_slash_command_are_typed(
    dc: Discord, running: Running, ear: Notebook, channel: Channel, bob: User
) -> None:
    lily = dc.user("莉莉", "lily")
    bob.slash(channel, "gift", to=lily, points=5)
    dc.until(lambda: ear.of(Command), "the command is heard")
    [heard] = ear.of(Command)
    assert heard.options == {"to": f"id:{lily.id}", "points": "5"}
    assert [someone.name for someone in heard.mentions] == ["莉莉"]
    assert running.adapter.name == "discord"


@pytest.mark.usefixtures("running")
def test_a_private_command_is_seen_by_the_asker_alone(
    dc: Discord, ear: Notebook, channel: Channel, bob: User
) -> None:
    ear.answer = saying(Post("你有 12 分"), private=True)
    asked = bob.slash(channel, "wallet")
    dc.until(lambda: asked.answers, "the command is answered")
    assert asked.answers[0].only_for is bob.account
    assert channel.texts == []


@pytest.mark.usefixtures("running")
def test_a_private_answer_never_fills_a_public_thinking(
    dc: Discord, ear: Notebook, channel: Channel, bob: User
) -> None:
    ear.answer = saying(Post("积分不够"), private=True)
    asked = bob.slash(channel, "ask", text="悬赏一百分")
    dc.until(lambda: asked.answers, "the command is answered")
    [answer] = asked.answers
    assert (answer.text, answer.only_for) == ("积分不够", bob.account)
    assert asked.original is None
    assert asked.notes == []


@pytest.mark.usefixtures("running")
def test_a_command_that_says_nothing_leaves_no_thinking_behind(
    dc: Discord, channel: Channel, bob: User
) -> None:
    asked = bob.slash(channel, "top", span="week")
    dc.until(lambda: asked.deferred and asked.original is None, "the thinking is withdrawn")
    assert channel.messages == []


@pytest.mark.usefixtures("running")
def test_in_the_private_chat_nothing_needs_to_be_ephemeral(
    dc: Discord, ear: Notebook, bob: User
) -> None:
    ear.answer = saying(Post("你有 12 分"), private=True)
    asked = bob.slash(bob.dm, "wallet")
    dc.until(lambda: asked.answers, "the command is answered")
    assert asked.answers[0].only_for is None
    assert ear.of(Command)[0].chat.private


def with_button(dc: Discord, running: Running, channel: Channel) -> Sent:
    """Have the bot post a message with a button, and return it."""
    post = Post("采纳这个回答吗？", keys=((Key("采纳", token="sealed"),),))
    sent = running.do(running.adapter.send(Address("discord", channel.id), post))
    dc.until(lambda: channel.messages, "the message arrives")
    assert channel.messages[-1].id == sent
    return channel.messages[-1]


def test_a_button_press_carries_its_token_and_may_replace_the_message(
    dc: Discord, running: Running, ear: Notebook, channel: Channel, bob: User
) -> None:
    async def accept(_update: Update, voice: Voice) -> None:
        await voice.replace(Post("已采纳"))
        await voice.toast("加了 15 分")

    message = with_button(dc, running, channel)
    ear.answer = accept
    asked = bob.presses(message, "采纳")
    dc.until(lambda: asked.follow_ups, "the toast is seen")
    [heard] = ear.of(ButtonPress)
    assert (heard.data, heard.message_id, heard.actor.id) == ("sealed", message.id, bob.id)
    assert asked.deferred == 6
    assert (message.text, message.components) == ("已采纳", [])
    assert [(m.text, m.only_for) for m in asked.follow_ups] == [("加了 15 分", bob.account)]


def test_a_press_without_an_answer_changes_nothing(
    dc: Discord, running: Running, ear: Notebook, channel: Channel, bob: User
) -> None:
    message = with_button(dc, running, channel)
    asked = bob.presses(message, "采纳")
    dc.until(lambda: asked.deferred == 6 and ear.of(ButtonPress), "the press is heard")
    assert message.text == "采纳这个回答吗？"
    assert dc.asked_for("DELETE", "/webhooks/.*") == []


@pytest.mark.usefixtures("running")
def test_a_token_that_has_expired_is_followed_by_an_ordinary_message(
    dc: Discord, ear: Notebook, channel: Channel, bob: User
) -> None:
    async def late(_update: Update, voice: Voice) -> None:
        await voice.say(Post("久等了"), private=False)
        await voice.say(Post("你有 12 分"), private=True)

    dc.fails("PATCH", "/webhooks/", 401, code=50027)
    ear.answer = late
    bob.slash(channel, "ask", text="怎么退课？")
    dc.until(lambda: bob.dm.texts, "the private answer arrives")
    assert [m.text for m in channel.messages if not m.loading] == ["久等了"]
    assert bob.dm.texts == ["你有 12 分"]


@pytest.fixture
def short_lived(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have fifteen minutes pass at once."""
    monkeypatch.setattr(voices, "TOKEN_LIFE", 0.0)


@pytest.mark.usefixtures("short_lived", "running")
def test_after_fifteen_minutes_the_token_is_not_even_tried(
    dc: Discord, ear: Notebook, channel: Channel, bob: User
) -> None:
    ear.answer = saying(Post("久等了"))
    asked = bob.slash(channel, "ask", text="怎么退课？")
    dc.until(lambda: "久等了" in channel.texts, "the answer arrives")
    assert [r for r in dc.requests if r.path.startswith(f"/webhooks/{dc.bot.id}")] == []
    assert asked.deferred == 5


@pytest.mark.usefixtures("running")
def test_an_interaction_that_could_not_be_deferred_is_answered_in_the_channel(
    dc: Discord, ear: Notebook, channel: Channel, bob: User
) -> None:
    dc.fails("POST", "/interactions/", 404, code=10062)
    ear.answer = saying(Post("记下了"))
    bob.slash(channel, "ask", text="怎么退课？")
    dc.until(lambda: "记下了" in channel.texts, "the answer arrives")


@pytest.mark.usefixtures("running")
def test_a_message_is_answered_with_a_reply_to_it(
    dc: Discord, ear: Notebook, channel: Channel, bob: User
) -> None:
    ear.answer = saying(Post("是这样的"))
    said = bob.says(channel, "为什么？")
    dc.until(lambda: len(channel.messages) == 2, "the answer arrives")
    assert channel.messages[-1].reply_to is said
    [request] = dc.asked_for("POST", f"/channels/{channel.id}/messages")
    assert request.body["message_reference"]["fail_if_not_exists"] is False


@pytest.mark.usefixtures("running")
def test_a_reply_to_a_message_that_is_gone_is_said_all_the_same(
    dc: Discord, ear: Notebook, channel: Channel, bob: User
) -> None:
    async def too_late(update: Update, voice: Voice) -> None:
        if isinstance(update, Message):
            dc.take_away(channel.messages[0])
            await voice.say(Post("是这样的"), private=False)

    ear.answer = too_late
    bob.says(channel, "为什么？")
    dc.until(lambda: channel.texts == ["是这样的"], "the answer arrives")


@pytest.mark.usefixtures("running")
def test_a_private_answer_to_a_message_goes_to_the_private_chat(
    dc: Discord, ear: Notebook, channel: Channel, bob: User
) -> None:
    ear.answer = saying(Post("你有 12 分"), private=True)
    bob.says(channel, "/wallet")
    dc.until(lambda: bob.dm.texts, "the answer arrives")
    assert bob.dm.texts == ["你有 12 分"]
    assert channel.texts == ["/wallet"]


@pytest.mark.usefixtures("running")
def test_who_cannot_be_reached_privately_gets_a_hint_without_the_content(
    dc: Discord, ear: Notebook, channel: Channel, bob: User
) -> None:
    bob.closes_private_chat()
    ear.answer = saying(Post("你有 12 分"), private=True)
    bob.says(channel, "/wallet")
    dc.until(lambda: len(channel.messages) == 2, "the hint arrives")
    assert "私信" in channel.texts[-1]
    assert "12" not in channel.texts[-1]


@pytest.mark.usefixtures("running")
def test_a_newcomer_is_greeted_in_the_channel_for_system_messages(
    dc: Discord, ear: Notebook, guild: Guild
) -> None:
    ear.answer = saying(Post("欢迎新同学"))
    dc.user("新来的").joins(guild)
    public = guild.system_channel
    assert public is not None
    dc.until(lambda: public.texts == ["欢迎新同学"], "the greeting arrives")
