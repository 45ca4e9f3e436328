"""Answers: in the chat, privately, in place of the pressed message, or as a toast."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.posts import Key, Post
from bot.updates import ButtonPress, Command
from tests.bot.adapters.telegram.running import RecordingEar, Running

if TYPE_CHECKING:
    from bot.posts import Voice
    from bot.updates import Update
    from tests.standins.telegram import TelegramStandIn
    from tests.standins.telegram_world import Chat, Shown

MENU = Post("挑一个", title="菜单", keys=((Key("采纳", token="seal"), Key("翻页", token="next")),))


def offered(tg: TelegramStandIn, chat: Chat, **more: bytes) -> Shown:
    shown = {"text": "菜单\n挑一个", "keyboard": [[{"text": "采纳", "callback_data": "seal"}]]}
    return tg.show(chat, {**shown, **more})


def test_an_answer_replies_to_the_command_in_its_topic(tg: TelegramStandIn) -> None:
    async def answer(_update: Update, voice: Voice) -> None:
        await voice.say(MENU, private=False)

    alice, forum = tg.user("小艾"), tg.group("学习群", forum=True)
    with Running(tg, RecordingEar(answer)):
        asked = alice.says(forum, "/menu", topic=12)
        [shown] = tg.wait(lambda: forum.messages)
    assert (shown.reply_to, shown.thread, shown.labels) == (asked, 12, ["采纳", "翻页"])


def test_a_private_answer_goes_to_the_private_chat_without_a_trace_in_the_group(
    tg: TelegramStandIn,
) -> None:
    said: list[str | None] = []

    async def answer(_update: Update, voice: Voice) -> None:
        said.append(await voice.say(Post("你有 30 分"), private=True))

    alice, group = tg.user("小艾"), tg.group("学习群")
    with Running(tg, RecordingEar(answer)):
        alice.says(group, "/points")
        tg.wait(lambda: said)
    assert alice.private.texts == ["你有 30 分"]
    assert alice.private.messages[0].reply_to is None
    assert group.texts == []
    assert said == [None]


def test_who_cannot_be_written_to_is_shown_the_way_and_nothing_else(tg: TelegramStandIn) -> None:
    async def answer(_update: Update, voice: Voice) -> None:
        await voice.say(Post("你有 30 分", title="余额"), private=True)

    shy, group = tg.user("小静", reachable=False), tg.group("学习群")
    ear = RecordingEar(answer)
    with Running(tg, ear):
        asked = shy.says(group, "/points")
        [hint] = tg.wait(lambda: group.messages)
        assert hint.reply_to == asked
        assert "打个招呼" in hint.text
        assert "30" not in hint.text
        assert "余额" not in hint.text
        assert hint.keyboard[0][0]["url"] == "https://t.me/qunzhu_test_bot?start=hi"
        shy.says(shy.private, "/start hi")
        tg.wait(lambda: shy.private.texts)
    assert shy.private.texts == ["余额\n你有 30 分"]
    greeting = ear.heard[-1]
    assert isinstance(greeting, Command)
    assert (greeting.name, greeting.args) == ("start", "")


def test_the_way_is_shown_in_the_readers_language(tg: TelegramStandIn) -> None:
    async def answer(_update: Update, voice: Voice) -> None:
        await voice.say(Post("30 points"), private=True)

    shy, group = tg.user("Dora", language="en", reachable=False), tg.group("Study group")
    with Running(tg, RecordingEar(answer)):
        shy.says(group, "/points")
        [hint] = tg.wait(lambda: group.messages)
    assert "say hi" in hint.text
    assert hint.labels == ["💬 Say hi"]


def test_a_join_request_is_never_answered_before_the_whole_group(tg: TelegramStandIn) -> None:
    async def answer(_update: Update, voice: Voice) -> None:
        await voice.say(Post("先付款，再进群"), private=False)

    carol, group = tg.user("小可", reachable=False), tg.group("付费群")
    ear = RecordingEar(answer)
    with Running(tg, ear):
        carol.asks_to_join(group)
        tg.wait(lambda: ear.errors)
        carol.reachable = True
        carol.asks_to_join(group)
        tg.wait(lambda: carol.private.texts)
    assert group.texts == []


def test_a_toast_is_seen_by_the_presser_and_cut_to_size(tg: TelegramStandIn) -> None:
    async def answer(_update: Update, voice: Voice) -> None:
        await voice.toast("好" * 150 + "😀" * 60)

    bob, group = tg.user("小波"), tg.group("学习群")
    ear = RecordingEar(answer)
    with Running(tg, ear):
        bob.presses(offered(tg, group), "采纳")
        [toast] = tg.wait(lambda: bob.toasts)
    assert toast == "好" * 150 + "😀" * 24 + "…"
    [press] = ear.heard
    assert isinstance(press, ButtonPress)
    assert press.data == "seal"


def test_a_press_answered_by_a_message_stops_turning(tg: TelegramStandIn) -> None:
    async def answer(_update: Update, voice: Voice) -> None:
        await voice.say(Post("采纳了"), private=False)

    bob, group = tg.user("小波"), tg.group("学习群")
    with Running(tg, RecordingEar(answer)):
        query = bob.presses(offered(tg, group), "采纳")
        tg.wait(lambda: query in tg.answered)
    assert group.texts[-1] == "采纳了"
    assert bob.toasts == []


def test_a_toast_may_follow_a_message(tg: TelegramStandIn) -> None:
    async def answer(_update: Update, voice: Voice) -> None:
        await voice.say(Post("采纳了"), private=False)
        await voice.toast("谢谢你")

    bob, group = tg.user("小波"), tg.group("学习群")
    with Running(tg, RecordingEar(answer)):
        bob.presses(offered(tg, group), "采纳")
        assert tg.wait(lambda: bob.toasts) == ["谢谢你"]
    assert len(tg.answered) == 1


def test_a_press_that_nothing_answers_stops_turning_too(tg: TelegramStandIn) -> None:
    bob, group = tg.user("小波"), tg.group("学习群")
    with Running(tg):
        query = bob.presses(offered(tg, group), "采纳")
        tg.wait(lambda: query in tg.answered)
    assert group.messages[-1].text == "菜单\n挑一个"


def test_a_toast_without_a_button_is_said_privately(tg: TelegramStandIn) -> None:
    async def answer(_update: Update, voice: Voice) -> None:
        await voice.toast("悄悄话")

    alice, group = tg.user("小艾"), tg.group("学习群")
    with Running(tg, RecordingEar(answer)):
        alice.says(group, "/menu")
        tg.wait(lambda: alice.private.texts == ["悄悄话"])
    assert group.texts == []


async def turn_page(_update: Update, voice: Voice) -> None:
    await voice.replace(Post("第二页", title="菜单", keys=((Key("回到上页", token="back"),),)))


def test_a_pressed_message_is_edited_in_place(tg: TelegramStandIn) -> None:
    bob, group = tg.user("小波"), tg.group("学习群")
    with Running(tg, RecordingEar(turn_page)) as bot:
        message = offered(tg, group)
        bob.presses(message, "采纳")
        tg.wait(lambda: message.edits == 1)
        assert (message.text, message.bold) == ("菜单\n第二页", ["菜单"])
        assert message.labels == ["回到上页"]
        query = bob.presses(message, "回到上页")
        tg.wait(lambda: query in tg.answered)
        assert bot.ear.errors == []
    assert len(group.messages) == 1


def test_a_picture_is_edited_by_its_caption(tg: TelegramStandIn) -> None:
    bob, group = tg.user("小波"), tg.group("学习群")
    with Running(tg, RecordingEar(turn_page)):
        message = offered(tg, group, photo=b"old picture")
        bob.presses(message, "采纳")
        tg.wait(lambda: message.edits == 1)
    assert (message.text, message.photo) == ("菜单\n第二页", b"old picture")


def test_a_picture_may_take_the_place_of_a_message(tg: TelegramStandIn) -> None:
    async def answer(_update: Update, voice: Voice) -> None:
        await voice.replace(Post("本周", title="榜", image=b"new picture"))

    bob, group = tg.user("小波"), tg.group("学习群")
    with Running(tg, RecordingEar(answer)):
        message = offered(tg, group)
        bob.presses(message, "采纳")
        tg.wait(lambda: message.edits == 1)
    assert (message.text, message.photo, message.labels) == ("榜\n本周", b"new picture", [])


def test_a_message_that_cannot_be_edited_is_said_anew(tg: TelegramStandIn) -> None:
    bob, group = tg.user("小波"), tg.group("学习群")
    with Running(tg, RecordingEar(turn_page)):
        tg.fail("editMessageText", 400, description="Bad Request: message can't be edited")
        bob.presses(offered(tg, group), "采纳")
        tg.wait(lambda: group.texts[1:] == ["菜单\n第二页"])


def test_a_checkout_is_declined_politely_in_the_payers_language(tg: TelegramStandIn) -> None:
    payers = [tg.user("小艾"), tg.user("Dora", language="en-GB")]
    with Running(tg) as bot:
        for number, payer in enumerate(payers):
            query = {"id": f"c{number}", "from": payer.as_json(), "invoice_payload": "x"}
            tg.push("pre_checkout_query", query | {"currency": "XTR", "total_amount": 100})
        tg.wait(lambda: len(tg.checkouts) == len(payers))
        assert bot.ear.heard == []
    answers = [tg.checkouts[name] for name in ("c0", "c1")]
    assert [answer["ok"] for answer in answers] == [False, False]
    assert "没有被扣款" in answers[0]["error_message"]
    assert "not been charged" in answers[1]["error_message"]


def test_a_command_to_another_bot_is_not_heard(tg: TelegramStandIn) -> None:
    alice, group = tg.user("小艾"), tg.group("学习群")
    with Running(tg) as bot:
        alice.says(group, "/ask@other_bot 问别人")
        alice.says(group, "/ASK@Qunzhu_Test_Bot  问\n群主 ")
        tg.wait(lambda: bot.ear.heard and not tg.updates)
    [command] = bot.ear.heard
    assert isinstance(command, Command)
    assert (command.name, command.args) == ("ask", "问\n群主")
