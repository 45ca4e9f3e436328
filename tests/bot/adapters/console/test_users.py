"""What users do becomes the updates that a platform would deliver, or is refused with a reason."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from bot.adapters.console.inbound import made
from bot.adapters.console.messages import Known
from bot.adapters.console.outbound import chat_at
from bot.adapters.console.scene import Scene
from bot.adapters.console.users import Users
from bot.posts import Key, Post
from bot.updates import (
    ButtonPress,
    Command,
    JoinRequested,
    MemberJoined,
    MemberLeft,
    Message,
    Payment,
    Person,
    Reaction,
    Update,
)
from core.addresses import Address
from core.clock import ManualClock
from core.refusal import Refusal

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)
GROUP = chat_at(Address("console", "g1"))
BOB = Person("console", "bob", "bob", "bob")


@pytest.fixture
def scene() -> Scene:
    return Scene(ManualClock(NOON), print)


@pytest.fixture
def users(scene: Scene) -> Users:
    return Users(scene)


def do(users: Users, name: str, **fields: Any) -> Update:  # noqa: ANN401 - fields of any deed
    return users.update_of(made(do=name, **fields))  # type: ignore[arg-type] # deeds of users


def say(users: Users, text: str, **fields: str) -> Update:
    return do(users, "say", **{"user": "alice", "chat": "g1", "text": text, **fields})


@pytest.mark.parametrize(
    ("text", "name", "args"),
    [
        ("/ask 怎么排序", "ask", "怎么排序"),
        ("/ask@qunzhu_bot 怎么排序", "ask", "怎么排序"),
        ("/ask\n第一行\n第二行 ", "ask", "第一行\n第二行"),
        ("/签到", "签到", ""),
        ("/top@", "top", ""),
    ],
)
def test_a_text_that_begins_with_a_slash_is_a_command(
    users: Users, text: str, name: str, args: str
) -> None:
    update = say(users, text)
    assert isinstance(update, Command)
    assert (update.name, update.args) == (name, args)


@pytest.mark.parametrize("text", ["你好", "", "/", "/ ask", "/home/alice", "看看 /ask"])
def test_any_other_text_is_a_message(users: Users, text: str) -> None:
    update = say(users, text)
    assert isinstance(update, Message)
    assert update.text == text


def test_a_user_is_known_by_name_and_dm_is_their_private_chat(users: Users) -> None:
    update = say(users, "在吗", user="bob", chat="dm")
    assert update.actor == BOB
    assert (update.chat.id, update.chat.private) == ("bob", True)
    assert say(users, "在吗", user="bob", chat="dm:bob").chat == update.chat
    assert update.at == NOON
    with pytest.raises(Refusal, match="别人的私聊"):
        say(users, "在吗", chat="dm:bob")


def test_a_command_in_reply_knows_whose_message_it_was(users: Users, scene: Scene) -> None:
    say(users, "我来答", user="bob", id="x1")
    said = scene.send(GROUP, Post("收到"))
    to_bob, to_bot = say(users, "/gift 5", reply_to="x1"), say(users, "/gift 5", reply_to=said)
    assert isinstance(to_bob, Command)
    assert isinstance(to_bot, Command)
    assert (to_bob.reply_author, to_bot.reply_author) == (BOB, None)
    assert (to_bob.reply_to, to_bot.reply_to) == ("x1", said)


def test_a_reply_stays_in_its_chat(users: Users) -> None:
    say(users, "我来答", user="bob", id="x1")
    with pytest.raises(Refusal, match="不在这个聊天里"):
        say(users, "谢谢", chat="g2", reply_to="x1")


def test_a_message_id_that_nobody_chose_is_new(users: Users, scene: Scene) -> None:
    say(users, "一", id="m1")
    say(users, "二", id="b1")
    say(users, "三", on="console2", id="m2")
    update = say(users, "四")
    assert isinstance(update, Message)
    assert update.message_id == "m3"
    assert scene.send(GROUP, Post("五")) == "b2"


def test_a_message_id_heard_before_is_a_redelivery(users: Users, scene: Scene) -> None:
    first, again = say(users, "一", id="x"), say(users, "一", id="x")
    assert first.key == again.key == "console:m:console:x"
    unnamed, repeated = say(users, "二"), say(users, "二", id="m1")
    assert unnamed.key == repeated.key
    assert say(users, "一", id="x", on="console2").key != first.key
    assert Users(scene).update_of(made(do="say", user="a", chat="g", text="")).key != unnamed.key  # type: ignore[arg-type]


def test_a_user_cannot_take_a_message_id_of_the_bots(users: Users, scene: Scene) -> None:
    said = scene.send(GROUP, Post("收到"))
    with pytest.raises(Refusal, match="机器人的消息"):
        say(users, "我是机器人", id=said)


BUTTONS = ((Key("✅ 采纳", "t1"), Key("采纳并感谢", "t2")), (Key("官网", url="https://t.example"),))


@pytest.mark.parametrize(
    ("which", "token"),
    [
        ({"button": 1}, "t1"),
        ({"button": 2}, "t2"),
        ({"label": "采纳"}, "t1"),
        ({"label": "采纳并感谢"}, "t2"),
        ({"label": "感谢"}, "t2"),
    ],
)
def test_a_button_is_pressed_by_number_or_label(
    users: Users, scene: Scene, which: dict[str, Any], token: str
) -> None:
    said = scene.send(GROUP, Post("", keys=BUTTONS))
    update = do(users, "press", user="bob", message=said, **which)
    assert isinstance(update, ButtonPress)
    assert (update.data, update.message_id, update.chat, update.actor) == (token, said, GROUP, BOB)


@pytest.mark.parametrize(
    ("which", "reason"),
    [
        ({"button": 0}, "没有第 0 个按钮"),
        ({"button": 4}, "没有第 4 个按钮"),
        ({"button": -1}, "没有第 -1 个按钮"),
        ({"button": 3}, "是链接"),
        ({"label": "拒绝"}, "没有「拒绝」按钮"),
        ({"label": ""}, "没有「」按钮"),
    ],
)
def test_a_button_that_is_not_there_is_not_pressed(
    users: Users, scene: Scene, which: dict[str, Any], reason: str
) -> None:
    said = scene.send(GROUP, Post("", keys=BUTTONS))
    with pytest.raises(Refusal) as refused:
        do(users, "press", user="bob", message=said, **which)
    assert reason in refused.value.said()


def test_nobody_presses_what_they_cannot_see(users: Users, scene: Scene) -> None:
    dm = chat_at(Address("console", "alice", private=True))
    hidden = [
        scene.send(dm, Post("", keys=BUTTONS)),
        scene.send(GROUP, Post("", keys=BUTTONS), only_for="alice"),
    ]
    for message in [*hidden, "b99"]:
        with pytest.raises(Refusal, match="看不到"):
            do(users, "press", user="bob", message=message, button=1)
        with pytest.raises(Refusal, match="看不到"):
            do(users, "react", user="bob", message=message, emoji="👍")
    with pytest.raises(Refusal, match="看不到"):
        do(users, "press", user="alice", on="console2", message=hidden[0], button=1)
    for message in hidden:
        assert do(users, "press", user="alice", message=message, button=1)


def test_reactions_are_put_on_and_taken_away(users: Users) -> None:
    say(users, "答案", id="x1")
    for name, added in (("react", True), ("unreact", False)):
        update = do(users, name, user="bob", message="x1", emoji="👍")
        assert isinstance(update, Reaction)
        assert (update.message_id, update.emoji, update.added) == ("x1", "👍", added)
        assert update.chat == GROUP


def test_people_come_and_go(users: Users) -> None:
    where = {"user": "bob", "chat": "g1", "via": "invite-7"}
    joined, asked = do(users, "join", **where), do(users, "request_join", **where)
    assert isinstance(joined, MemberJoined)
    assert isinstance(asked, JoinRequested)
    assert joined.via == asked.via == "invite-7"
    assert isinstance(do(users, "leave", **where), MemberLeft)
    with pytest.raises(Refusal, match="要在群里"):
        do(users, "join", user="bob", chat="dm")


def test_a_payment_says_what_the_line_says(users: Users) -> None:
    paid = {"user": "bob", "order": "A1", "amount": 990, "currency": "USD", "charge": "c1"}
    update, again = do(users, "pay", **paid), do(users, "pay", **paid)
    assert isinstance(update, Payment)
    assert isinstance(again, Payment)
    assert (update.order, update.amount, update.currency, update.charge) == ("A1", 990, "USD", "c1")
    assert update.key != again.key
    plain, other = do(users, "pay", user="bob", order="A1"), do(users, "pay", user="b", order="A1")
    assert isinstance(plain, Payment)
    assert isinstance(other, Payment)
    assert plain.charge != other.charge


def test_the_last_line_of_a_record_may_be_torn(tmp_path: Path) -> None:
    record = tmp_path / "record"
    scene = Scene(ManualClock(NOON), print, record)
    said = scene.send(GROUP, Post("", keys=BUTTONS))
    with record.open("a", encoding="utf-8") as file:
        file.write('\n{"id": "b2", "cha')
    assert record.stat().st_mode & 0o077 == 0
    later = Scene(ManualClock(NOON), print, record)
    known = Known(GROUP, said, buttons=tuple(key for row in BUTTONS for key in row))
    assert later.messages.find("console", said) == known
    assert later.send(GROUP, Post("接着说")) == "b2"
    assert later.messages.find("console", "b2") is not None
    again = Scene(ManualClock(NOON), print, record)
    assert again.messages.find("console", "b2") is not None
