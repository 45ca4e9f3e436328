"""What the bot says on the console comes out exactly as the contract has it."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.adapters.console.outbound import chat_at
from bot.adapters.console.platform import ConsolePlatform
from bot.adapters.console.scene import Scene
from bot.adapters.console.voice import ConsoleVoice
from bot.posts import Action, Ambiguous, Key, Post, Rejected, Throttled, Unreachable
from bot.updates import ButtonPress, Message, Person
from core.addresses import Address
from core.cards import Attachment
from core.clock import ManualClock
from core.roles import Role

if TYPE_CHECKING:
    from bot.adapters.console.outbound import Line

NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)
GROUP = Address("console", "g1")
ALICE = Address("console2", "alice", private=True)
PERSON = Person("console", "bob", "bob", "bob")
PNG = b"\x89PNG\r\n\x1a\n"


class Play:
    """One platform with what comes out of it."""

    def __init__(self) -> None:
        """Begin at noon."""
        self.lines: list[Line] = []
        self.clock = ManualClock(NOON)
        self.scene = Scene(self.clock, self.lines.append)
        self.platform = ConsolePlatform("console", self.scene)

    def send(self, to: Address, post: Post) -> str:
        """Send a post."""
        return asyncio.run(self.platform.send(to, post))

    def voice(self, *, pressed: str | None = None) -> ConsoleVoice:
        """Return how to answer bob in the group."""
        what: dict[str, Any] = {"key": "k", "at": NOON, "chat": chat_at(GROUP), "actor": PERSON}
        if pressed is None:
            return ConsoleVoice(self.scene, Message(**what, message_id="m1", text="在吗"))
        return ConsoleVoice(self.scene, ButtonPress(**what, message_id=pressed, data="t"))


@pytest.fixture
def play() -> Play:
    return Play()


def test_a_message_has_every_field_of_the_contract(play: Play) -> None:
    keys = ((Key("采纳", "t1"),), (Key("👍", "t2"), Key("官网", url="https://t.example")))
    play.send(GROUP, Post("正文", "标题", keys, reply_to="m1"))
    play.send(ALICE, Post("只有正文"))
    plain = {"action": "send", "reply_to": None, "image": None, "private": False}
    assert play.lines == [
        plain
        | {"on": "console", "chat": "g1", "id": "b1", "text": "标题\n正文"}
        | {"buttons": ["采纳", "👍", "官网"], "reply_to": "m1"},
        plain
        | {"on": "console2", "chat": "dm:alice", "id": "b2", "text": "只有正文", "buttons": []},
    ]


def test_pictures_and_files_are_saved_and_their_paths_told(
    play: Play, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    data = Attachment("../我的数据.json", b"{}")
    play.send(GROUP, Post("看图", image=PNG, attachment=data))
    [line] = play.lines
    assert Path(line["image"]).read_bytes() == PNG
    assert Path(line["image"]).suffix == ".png"
    assert Path(line["file"]).read_bytes() == b"{}"
    assert Path(line["file"]).parent == Path(line["image"]).parent


def test_a_private_answer_in_a_group_says_so(play: Play) -> None:
    assert asyncio.run(play.voice().say(Post("只给你看"), private=True)) == "b1"
    assert (play.lines[0]["chat"], play.lines[0]["private"]) == ("g1", True)


def test_a_pressed_message_is_edited_in_its_place(play: Play) -> None:
    said = play.send(GROUP, Post("选吧", keys=((Key("甲", "t1"), Key("乙", "t2")),)))
    asyncio.run(play.voice(pressed=said).replace(Post("选好了", keys=((Key("完成", "t3"),),))))
    assert play.lines[1:] == [
        {
            "action": "edit",
            "on": "console",
            "chat": "g1",
            "id": said,
            "text": "选好了",
            "buttons": ["完成"],
            "image": None,
        }
    ]
    known = play.scene.messages.find("console", said)
    assert known is not None
    assert [key.token for key in known.buttons] == ["t3"]


def test_a_toast_names_the_presser(play: Play) -> None:
    asyncio.run(play.voice(pressed="b1").toast("不是你的"))
    assert play.lines == [{"action": "toast", "on": "console", "user": "bob", "text": "不是你的"}]


@pytest.mark.parametrize(
    ("kind", "details", "told"),
    [
        ("kick", {}, {}),
        ("mute", {"until": NOON}, {"until": "2026-01-05T04:00:00+00:00"}),
        ("mute", {}, {"until": None}),
        ("unmute", {}, {}),
        ("approve_join", {}, {}),
        ("decline_join", {}, {}),
        ("grant_role", {"role": "高级会员"}, {"role": "高级会员"}),
        ("revoke_role", {"role": "高级会员"}, {"role": "高级会员"}),
        ("invite", {}, {"link": "console://g1/1"}),
    ],
)
def test_what_is_done_to_a_user_comes_out(
    play: Play, kind: str, details: dict[str, Any], told: dict[str, Any]
) -> None:
    asyncio.run(play.platform.act(Action(kind, GROUP, "bob", **details)))
    assert play.lines == [{"action": kind, "on": "console", "chat": "g1", "user": "bob", **told}]


def test_an_action_that_no_console_knows_is_rejected(play: Play) -> None:
    with pytest.raises(Rejected):
        asyncio.run(play.platform.act(Action("promote_to_god", GROUP, "bob")))
    assert play.lines == []


def test_an_administrator_is_one_in_that_chat_alone(play: Play) -> None:
    play.scene.administrators.add(("console", "g1", "bob"))
    asked = [("g1", "bob"), ("g2", "bob"), ("g1", "alice")]
    ranks = [asyncio.run(play.platform.rank(*where)) for where in asked]
    assert ranks == [Role.ADMIN, Role.MEMBER, Role.MEMBER]


@pytest.mark.parametrize(("how", "error"), [("unreachable", Unreachable), ("ambiguous", Ambiguous)])
def test_a_trouble_lasts_until_it_is_over(play: Play, how: str, error: type[Exception]) -> None:
    play.scene.troubles.put(chat_at(GROUP), how, None)
    with pytest.raises(error):
        play.send(GROUP, Post("在吗"))
    with pytest.raises(error):
        asyncio.run(play.voice().say(Post("在吗"), private=False))
    assert play.lines == []
    assert play.send(Address("console2", "g1"), Post("别的平台")) == "b1"
    play.scene.troubles.put(chat_at(GROUP), "ok", None)
    assert play.send(GROUP, Post("在吗")) == "b2"


def test_a_chat_that_asked_for_silence_takes_messages_again_when_it_is_over(play: Play) -> None:
    play.scene.troubles.put(chat_at(GROUP), "retry_after", 30.0)
    play.clock.move_to(NOON + timedelta(seconds=10))
    with pytest.raises(Throttled) as throttled:
        play.send(GROUP, Post("在吗"))
    assert (throttled.value.seconds, throttled.value.whole) == (20.0, False)
    play.clock.move_to(NOON + timedelta(seconds=30))
    assert play.send(GROUP, Post("在吗"))
