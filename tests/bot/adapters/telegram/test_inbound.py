"""Telegram's updates in our words."""

from __future__ import annotations

import copy
from datetime import UTC, datetime

import pytest

from bot.adapters.telegram.inbound import Heard, read
from bot.updates import (
    ButtonPress,
    ChatMigrated,
    Command,
    JoinRequested,
    MemberJoined,
    MemberLeft,
    Message,
    Reaction,
    Update,
)
from tests.bot.adapters.telegram import samples
from tests.bot.adapters.telegram.samples import (
    ALICE,
    ANONYMOUS,
    BOB,
    BOT,
    GROUP,
    ME,
    Json,
    command,
    emoji,
    membership,
    message,
    reaction,
)

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


def heard(raw: Json) -> tuple[Update, ...]:
    return read(raw, ME, NOW).updates


def one(raw: Json) -> Update:
    [update] = heard(raw)
    return update


def test_a_message_keeps_its_place_and_author() -> None:
    update = one(message("早上好", message_thread_id=7, is_topic_message=True))
    assert isinstance(update, Message)
    assert update.key == "telegram:7001234567:900"
    assert update.at == datetime(2026, 1, 5, 8, tzinfo=UTC)
    assert (update.chat.id, update.chat.title) == ("-1001234567890", "日语自习室")
    assert (update.chat.thread, update.chat.private) == ("7", False)
    assert (update.actor.id, update.actor.name) == ("11", "小 艾")
    assert (update.actor.username, update.actor.language) == ("xiaoai", "zh-hans")
    assert (update.message_id, update.text) == ("501", "早上好")


def test_a_thread_of_replies_is_no_topic() -> None:
    assert one(message(message_thread_id=7)).chat.thread is None


def test_a_private_chat_has_the_users_id() -> None:
    chat = {"id": 11, "type": "private", "first_name": "小"}
    update = one(message(chat=chat))
    assert (update.chat.id, update.chat.private) == ("11", True)


@pytest.mark.parametrize(
    ("text", "length", "name", "args"),
    [
        ("/ask 怎么 背单词", 4, "ask", "怎么 背单词"),
        ("/ask@qunzhu_test_bot\n第一行\n第二行", 20, "ask", "第一行\n第二行"),
        ("/Ask@QUNZHU_test_bot", 20, "ask", ""),
        ("/top 😀", 4, "top", "😀"),
    ],
)
def test_a_command_is_what_telegram_marks_as_one(
    text: str, length: int, name: str, args: str
) -> None:
    update = one(message(text, entities=command(length)))
    assert isinstance(update, Command)
    assert (update.name, update.args) == (name, args)


def test_a_command_is_known_without_marks_where_nothing_is_marked() -> None:
    update = one(message("/ask 怎么背"))
    assert isinstance(update, Command)
    assert (update.name, update.args) == ("ask", "怎么背")
    assert isinstance(one(message("/etc/hosts 是什么")), Message)


def test_a_command_may_stand_under_a_picture() -> None:
    entities = command(4)
    raw = message(None, caption="/ask 这题怎么做", caption_entities=entities, photo=[{}])
    update = one(raw)
    assert isinstance(update, Command)
    assert update.args == "这题怎么做"


def test_a_command_in_code_or_later_in_the_text_is_talk() -> None:
    code = [{"type": "code", "offset": 0, "length": 4}]
    later = [{"type": "bot_command", "offset": 2, "length": 4}]
    assert isinstance(one(message("/ask 怎么用", entities=code)), Message)
    assert isinstance(one(message("用 /ask", entities=later)), Message)


def test_a_command_to_another_bot_is_ignored() -> None:
    assert heard(message("/ask@other_bot 你好", entities=command(14))) == ()


def test_a_command_knows_whom_it_answers() -> None:
    original = {"message_id": 88, "date": 1, "chat": GROUP, "from": BOB, "text": "不懂"}
    update = one(message("/thanks", entities=command(7), reply_to_message=original))
    assert isinstance(update, Command)
    assert update.reply_to == "88"
    assert update.reply_author is not None
    assert (update.reply_author.id, update.reply_author.bot) == ("12", False)


def test_talk_in_a_topic_does_not_answer_the_note_that_opened_it() -> None:
    note = {"message_id": 7, "date": 1, "chat": GROUP, "forum_topic_created": {"name": "语法"}}
    update = one(message(message_thread_id=7, is_topic_message=True, reply_to_message=note))
    assert isinstance(update, Message)
    assert update.reply_to is None


def test_only_mentions_that_carry_the_user_are_people() -> None:
    entities = [
        {"type": "mention", "offset": 0, "length": 7},
        {"type": "text_mention", "offset": 8, "length": 2, "user": BOB},
    ]
    update = one(message("@xiaoai 小波 你们看", entities=entities))
    assert isinstance(update, Message)
    assert [person.id for person in update.mentions] == ["12"]
    assert update.text == "@xiaoai 小波 你们看"


def test_bots_and_forwarded_channel_posts_are_not_heard() -> None:
    assert heard(message(sender=BOT)) == ()
    channel = {"id": -1005, "type": "channel", "title": "公告"}
    assert heard(message(sender_chat=channel, is_automatic_forward=True)) == ()
    assert heard(message(chat=channel)) == ()
    edited = message()
    edited["edited_message"] = edited.pop("message")
    assert heard(edited) == ()


def test_who_speaks_as_a_chat_counts_as_a_bot() -> None:
    anonymous = one(message(sender_chat=GROUP, sender=ANONYMOUS))
    assert (anonymous.actor.id, anonymous.actor.bot) == ("1087968824", True)
    channel = {"id": -1005, "type": "channel", "title": "某频道"}
    masked = one(message(sender_chat=channel, sender={**ANONYMOUS, "id": 136817688}))
    assert (masked.actor.id, masked.actor.name, masked.actor.bot) == ("-1005", "某频道", True)


def test_a_sticker_is_a_message_without_words_and_a_pinned_note_is_none() -> None:
    raw = message(None, sticker={"file_id": "x"})
    sticker = one(raw)
    assert isinstance(sticker, Message)
    assert sticker.text == ""
    del raw["message"]["sticker"]
    assert heard(raw) == ()


def test_everyone_who_comes_with_a_service_note_has_a_key_of_their_own() -> None:
    joined = heard(message(new_chat_members=[ALICE, BOB, BOT]))
    assert [type(update) for update in joined] == [MemberJoined, MemberJoined]
    assert [update.key[-5:] for update in joined] == ["900:1", "900:2"]
    assert isinstance(one(message(left_chat_member=BOB)), MemberLeft)


def test_a_group_that_became_a_supergroup_names_its_new_id() -> None:
    update = one(message(migrate_to_chat_id=-100777))
    assert isinstance(update, ChatMigrated)
    assert update.new_id == "-100777"


IN = ({"status": "member"}, {"status": "restricted", "is_member": True})
OUT = ({"status": "left"}, {"status": "kicked"}, {"status": "restricted", "is_member": False})


@pytest.mark.parametrize("inside", [*IN, {"status": "administrator"}, {"status": "creator"}])
@pytest.mark.parametrize("outside", OUT)
def test_coming_and_going_is_told_by_both_standings(inside: Json, outside: Json) -> None:
    link = {"invite_link": "https://t.me/+x", "name": "春季班"}
    joined = one(membership(outside, inside, invite_link=link))
    assert isinstance(joined, MemberJoined)
    assert (joined.actor.id, joined.via) == ("12", "春季班")
    assert isinstance(one(membership(inside, outside)), MemberLeft)


def test_a_change_of_rights_is_neither_coming_nor_going() -> None:
    raw = membership({"status": "member"}, {"status": "administrator"})
    assert heard(raw) == ()
    assert heard(membership(OUT[0], OUT[1])) == ()
    assert read(raw, ME, NOW).ranks == "-1001234567890"


def test_a_reaction_is_told_by_what_changed() -> None:
    changes = heard(reaction(emoji("👍", "🎉"), emoji("🎉", "❤")))
    assert [(u.emoji, u.added) for u in changes if isinstance(u, Reaction)] == [
        ("👍", False),
        ("❤", True),
    ]
    assert len({update.key for update in changes}) == 2
    single = one(reaction([], emoji("🔥")))
    assert single.key == "telegram:7001234567:902"
    assert single.actor.id == "12"


def test_an_anonymous_reaction_counts_as_a_bots() -> None:
    raw = reaction([], emoji("🔥"), actor_chat=GROUP)
    del raw["message_reaction"]["user"]
    assert one(raw).actor.bot


def test_a_press_is_dated_by_its_arrival() -> None:
    read_press = read(samples.PRESS, ME, NOW)
    [press] = read_press.updates
    assert isinstance(press, ButtonPress)
    assert (press.message_id, press.data, press.at) == ("502", "seal", NOW)
    assert read_press.callback == "4382bfdwdsb323b2d9"


def test_a_press_without_a_message_is_answered_but_not_heard() -> None:
    raw = copy.deepcopy(samples.PRESS)
    del raw["callback_query"]["message"]
    assert read(raw, ME, NOW) == Heard(callback="4382bfdwdsb323b2d9")


def test_a_join_request_names_its_link() -> None:
    update = one(samples.JOIN_REQUEST)
    assert isinstance(update, JoinRequested)
    assert update.via == "order-42"


def test_what_no_database_can_keep_is_replaced() -> None:
    update = one(message("好\x00的\ud83d"))
    assert isinstance(update, Message)
    assert update.text == "好\N{REPLACEMENT CHARACTER}的\N{REPLACEMENT CHARACTER}"
