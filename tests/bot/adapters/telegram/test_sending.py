"""Posts as Telegram shows them, and what becomes of a send that fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.posts import Ambiguous, Key, NotSent, Post, Rejected, SendError, Throttled, Unreachable
from bot.updates import ChatMigrated
from core.addresses import Address
from core.cards import Attachment
from tests.bot.adapters.telegram.running import Running, free_port
from tests.standins.telegram_world import units

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.standins.telegram import TelegramStandIn
    from tests.standins.telegram_world import Chat

PIXEL = b"\x89PNG a picture of one point"


@pytest.fixture
def bot(tg: TelegramStandIn) -> Iterator[Running]:
    with Running(tg) as running:
        yield running


def at(chat: Chat, **more: str) -> Address:
    return Address("telegram", str(chat.id), **more)  # type: ignore[arg-type]


def test_a_title_is_bold_whatever_emoji_it_holds(tg: TelegramStandIn, bot: Running) -> None:
    group = tg.group("学习群")
    number = bot.do(bot.adapter.send(at(group), Post("第一名 👩‍🎓 小艾", title="🏆 本周榜 👨‍👩‍👧")))
    [shown] = group.messages
    assert number == str(shown.id)
    assert shown.text == "🏆 本周榜 👨‍👩‍👧\n第一名 👩‍🎓 小艾"
    assert shown.bold == ["🏆 本周榜 👨‍👩‍👧"]
    [asked] = tg.asked("sendMessage")
    assert "parse_mode" not in asked
    assert asked["link_preview_options"] == {"is_disabled": True}


def test_what_looks_like_markup_is_shown_as_it_is(tg: TelegramStandIn, bot: Running) -> None:
    group = tg.group("学习群")
    bot.do(bot.adapter.send(at(group), Post("*粗* <b>x</b> [链接](tg://user?id=1) @everyone")))
    assert group.texts == ["*粗* <b>x</b> [链接](tg://user?id=1) @everyone"]
    assert group.messages[0].entities == []


def test_buttons_carry_their_token_or_address(tg: TelegramStandIn, bot: Running) -> None:
    group = tg.group("学习群")
    keys = ((Key("采纳", token="t" * 64),), (), (Key("打开", url="https://example.org/x"),))
    bot.do(bot.adapter.send(at(group), Post("选一个", keys=keys)))
    assert group.messages[0].keyboard == [
        [{"text": "采纳", "callback_data": "t" * 64}],
        [{"text": "打开", "url": "https://example.org/x"}],
    ]


def test_an_address_that_no_button_may_open_is_spelled_out(
    tg: TelegramStandIn, bot: Running
) -> None:
    group = tg.group("学习群")
    words = "Bad Request: inline keyboard button URL 'http://localhost/x' is invalid"
    tg.fail("sendMessage", 400, description=words)
    keys = ((Key("打开后台", url="http://localhost/x"), Key("不了", token="no")),)
    bot.do(bot.adapter.send(at(group), Post("登录", title="后台", keys=keys)))
    [shown] = group.messages
    assert shown.text == "后台\n登录\n打开后台 http://localhost/x"
    assert (shown.bold, shown.labels) == (["后台"], ["不了"])


def test_a_long_text_is_split_at_line_ends_with_the_buttons_last(
    tg: TelegramStandIn, bot: Running
) -> None:
    group = tg.group("学习群")
    lines = [f"{number:04} 😀 这一行讲的是第 {number} 件事" for number in range(300)]
    post = Post("\n".join(lines), title="很长的一封信", keys=((Key("看完了", token="x"),),))
    number = bot.do(bot.adapter.send(at(group), post))
    first, last = group.messages
    assert f"{first.text}\n{last.text}".split("\n") == ["很长的一封信", *lines]
    assert max(units(first.text), units(last.text)) <= 4096
    assert (first.labels, last.labels) == ([], ["看完了"])
    assert (first.bold, last.bold) == (["很长的一封信"], [])
    assert number == str(last.id)


def test_a_picture_and_a_file_are_sent_with_their_words(tg: TelegramStandIn, bot: Running) -> None:
    group = tg.group("学习群")
    post = Post(
        "见图", title="周报", image=PIXEL, attachment=Attachment("周报.csv", b"a,b"),
        keys=((Key("订阅", token="s"),),),
    )  # fmt: skip
    number = bot.do(bot.adapter.send(at(group), post))
    picture, file = group.messages
    assert (picture.photo, picture.text, picture.bold) == (PIXEL, "周报\n见图", ["周报"])
    assert picture.labels == ["订阅"]
    assert file.document == ("周报.csv", b"a,b")
    assert number == str(picture.id)


def test_words_too_long_for_a_caption_follow_the_picture(tg: TelegramStandIn, bot: Running) -> None:
    group = tg.group("学习群")
    number = bot.do(bot.adapter.send(at(group), Post("字" * 1025, image=PIXEL)))
    picture, words = group.messages
    assert (picture.photo, picture.text) == (PIXEL, "")
    assert words.text == "字" * 1025
    assert number == str(words.id)


def test_a_letter_reaches_a_forum_topic(tg: TelegramStandIn, bot: Running) -> None:
    forum = tg.group("学习群", forum=True)
    bot.do(bot.adapter.send(at(forum, thread="77"), Post("话题里的通知")))
    assert forum.messages[0].thread == 77


def test_an_answer_to_a_message_that_is_gone_is_sent_all_the_same(
    tg: TelegramStandIn, bot: Running
) -> None:
    alice, group = tg.user("小艾"), tg.group("学习群")
    asked = alice.says(group, "在吗")
    bot.do(bot.adapter.send(at(group), Post("在", reply_to=str(asked))))
    bot.do(bot.adapter.send(at(group), Post("还在", reply_to="999999")))
    assert [message.reply_to for message in group.messages] == [asked, None]


def test_a_moved_group_is_followed_and_told(tg: TelegramStandIn, bot: Running) -> None:
    group = tg.group("老群", supergroup=False)
    tg.wait(lambda: tg.asked("getUpdates"))
    new = group.migrate(announced=False)
    bot.do(bot.adapter.send(at(group), Post("搬家也找得到")))
    assert new.texts == ["搬家也找得到"]
    tg.wait(lambda: bot.ear.heard)
    [moved] = bot.ear.heard
    assert isinstance(moved, ChatMigrated)
    assert (moved.chat.id, moved.new_id) == (str(group.id), str(new.id))


@pytest.mark.parametrize(
    ("how", "words", "expected"),
    [
        (403, "Forbidden: bot was blocked by the user", Unreachable),
        (400, "Bad Request: chat not found", Unreachable),
        (400, "Bad Request: message is too long", Rejected),
        (413, "Request Entity Too Large", Rejected),
        (401, "Unauthorized", NotSent),
        (429, "Too Many Requests: retry after 7", Throttled),
        (500, "Internal Server Error", Ambiguous),
        (502, "Bad Gateway", Ambiguous),
        ("drop", "", Ambiguous),
    ],
)
def test_a_failure_says_what_may_be_done_about_it(
    tg: TelegramStandIn, bot: Running, how: int | str, words: str, expected: type[SendError]
) -> None:
    group = tg.group("学习群")
    tg.fail("sendMessage", how, description=words)
    with pytest.raises(expected) as caught:
        bot.do(bot.adapter.send(at(group), Post("试试")))
    assert type(caught.value) is expected
    assert tg.token not in repr(caught.value)


def test_a_time_out_may_have_been_delivered(tg: TelegramStandIn) -> None:
    group = tg.group("学习群")
    tg.fail("sendMessage", "hang", delivered=True)
    with Running(tg, answer_timeout=0.5) as bot, pytest.raises(Ambiguous):
        bot.do(bot.adapter.send(at(group), Post("到底到了没有")))
    assert group.texts == ["到底到了没有"]


def test_without_a_connection_nothing_was_sent(tg: TelegramStandIn) -> None:
    with Running(tg, base_url=f"http://127.0.0.1:{free_port()}") as bot:
        with pytest.raises(NotSent) as caught:
            bot.do(bot.adapter.send(Address("telegram", "1"), Post("有人吗")))
        assert tg.token not in str(caught.value)


def test_nothing_is_asked_while_telegram_wants_silence(tg: TelegramStandIn, bot: Running) -> None:
    group, other = tg.group("学习群"), tg.group("另一个群")
    tg.fail("sendMessage", 429, description="Too Many Requests", parameters={"retry_after": 30})
    for chat in (group, other, other):
        with pytest.raises(Throttled) as caught:
            bot.do(bot.adapter.send(at(chat), Post("安静")))
        assert 29 < caught.value.seconds <= 30
    assert len(tg.asked("sendMessage")) == 1


def test_a_halt_in_the_middle_of_a_long_post_repeats_nothing(
    tg: TelegramStandIn, bot: Running
) -> None:
    group = tg.group("学习群")
    tg.fail("sendDocument", 429, description="x", parameters={"retry_after": 1})
    post = Post("见附件", image=PIXEL, attachment=Attachment("名单.csv", b"x"))
    bot.do(bot.adapter.send(at(group), post))
    assert [message.photo is not None for message in group.messages] == [True, False]
    assert group.messages[1].document == ("名单.csv", b"x")
    assert tg.violations == []


def test_someone_who_never_wrote_to_the_bot_is_unreachable(
    tg: TelegramStandIn, bot: Running
) -> None:
    shy, open_one = tg.user("小静", reachable=False), tg.user("小艾")
    with pytest.raises(Unreachable):
        bot.do(bot.adapter.send(at(shy.private, private=True), Post("你好")))  # type: ignore[arg-type]
    bot.do(bot.adapter.send(at(open_one.private), Post("你好")))
    open_one.blocks()
    with pytest.raises(Unreachable):
        bot.do(bot.adapter.send(at(open_one.private), Post("还在吗")))
    assert open_one.private.texts == ["你好"]


def test_after_the_end_nothing_is_sent(tg: TelegramStandIn) -> None:
    group = tg.group("学习群")
    with Running(tg) as bot:
        tg.wait(lambda: tg.asked("getUpdates"))
        bot.do(bot._stop())  # noqa: SLF001 - the harness's own
        with pytest.raises(NotSent):
            bot.do(bot.adapter.send(at(group), Post("晚了")))
    assert group.texts == []
