"""A person at the console: what they type is understood, and what comes out is drawn."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING, Any

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from rich.console import Console as Terminal

from bot.adapters.console import Screen, talk
from bot.adapters.console.messages import Known, Messages
from bot.adapters.console.outbound import chat_at
from bot.adapters.console.seat import Seat, help_lines
from bot.posts import Key
from core.addresses import Address
from core.refusal import Refusal
from tests.stories.dialogue import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

ALICE: dict[str, Any] = {"on": "console", "user": "alice"}
BUTTON = (Key("采纳", "t"),)


@pytest.fixture
def stage(sqlite_url: str) -> Iterator[Stage]:
    with Stage(sqlite_url) as stage:
        yield stage


@pytest.fixture
def messages() -> Messages:
    return Messages()


@pytest.fixture
def seat(messages: Messages) -> Seat:
    return Seat(messages)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("大家好 ", {"do": "say", "chat": "g1", "text": "大家好"}),
        ("2026", {"do": "say", "chat": "g1", "text": "2026"}),
        ("：join", {"do": "join", "chat": "g1"}),
        ("/top 本周", {"do": "say", "chat": "g1", "text": "/top 本周"}),
        (":press b3 1", {"do": "press", "message": "b3", "button": 1}),
        (":press b3 采纳", {"do": "press", "message": "b3", "label": "采纳"}),
        (":react m1 👍", {"do": "react", "message": "m1", "emoji": "👍"}),
        (":unreact m1 👍", {"do": "unreact", "message": "m1", "emoji": "👍"}),
        (
            ":reply b3 用 sorted 就行",
            {"do": "say", "chat": "g1", "text": "用 sorted 就行", "reply_to": "b3"},
        ),
        (":join", {"do": "join", "chat": "g1"}),
        (":leave", {"do": "leave", "chat": "g1"}),
        (":request", {"do": "request_join", "chat": "g1"}),
        (":promote", {"do": "promote", "chat": "g1"}),
    ],
)
def test_what_is_typed_becomes_a_deed(seat: Seat, typed: str, meant: dict[str, Any]) -> None:
    assert seat.read(typed) == ALICE | meant


def test_the_end_and_the_clock_belong_to_nobody(seat: Seat) -> None:
    assert seat.read(":quit") == {"do": "end"}
    assert seat.read(":clock 2026-01-12T09:00:00+08:00") == {
        "do": "clock",
        "to": "2026-01-12T09:00:00+08:00",
    }


def test_one_may_be_somebody_else_somewhere_else(seat: Seat) -> None:
    for typed in (":me bob", ":chat dm", ":on console2", "  "):
        assert seat.read(typed) is None
    assert seat.prompt == "bob@console2:dm> "
    meant = {"do": "say", "on": "console2", "user": "bob", "chat": "dm", "text": "在吗"}
    assert seat.read("在吗") == meant


@pytest.mark.parametrize(
    "typed",
    [":", ":dance", ":me", ":me a b", ":on telegram", ":press b3", ":reply b3", ":join now"],
)
def test_what_makes_no_sense_is_refused(seat: Seat, typed: str) -> None:
    with pytest.raises(Refusal):
        seat.read(typed)


def test_a_number_presses_a_button_of_the_latest_message_one_sees(
    seat: Seat, messages: Messages
) -> None:
    group, dm = chat_at(Address("console", "g1")), chat_at(Address("console", "bob", private=True))
    with pytest.raises(Refusal, match="还没有带按钮的消息"):
        seat.read("1")
    messages.add(Known(group, "b1", buttons=BUTTON))
    messages.add(Known(group, "b2"))
    messages.add(Known(group, "b3", buttons=BUTTON, only_for="bob"))
    messages.add(Known(dm, "b4", buttons=BUTTON))
    assert seat.read("1") == ALICE | {"do": "press", "message": "b1", "button": 1}
    seat.read(":me bob")
    assert seat.read("2") == {"on": "console", "user": "bob"} | {
        "do": "press",
        "message": "b3",
        "button": 2,
    }


def test_help_names_every_order(seat: Seat) -> None:
    assert seat.read(":help") == help_lines()


def drawn(*lines: dict[str, Any]) -> str:
    """Return what a screen shows for lines."""
    paper = io.StringIO()
    screen = Screen(Terminal(file=paper, width=60))
    for line in lines:
        screen.show(line)
    return paper.getvalue()


def test_messages_are_drawn_with_numbered_buttons_and_paths() -> None:
    line = {"action": "send", "on": "console", "chat": "dm:alice", "id": "b3", "text": "[bold]选吧"}
    shown = drawn(line | {"buttons": ["甲", "乙"], "image": "/tmp/b3.png", "private": False})  # noqa: S108
    for words in ("dm:alice · b3", "[bold]选吧", "[1] 甲", "[2] 乙", "/tmp/b3.png"):  # noqa: S108
        assert words in shown


def test_everything_else_is_drawn_too() -> None:
    message = {"on": "console2", "chat": "g1", "id": "b3", "text": "好", "buttons": []}
    assert "只有你能看到" in drawn(message | {"action": "send", "private": True})
    assert "console2:g1 · b3 · 已修改" in drawn(message | {"action": "edit"})
    assert "bob: 不是你的" in drawn({"action": "toast", "user": "bob", "text": "不是你的"})
    assert "action=kick" in drawn({"action": "kick", "user": "bob"})
    assert "出错了" in drawn({"error": "出错了"})


def test_a_person_asks_answers_and_leaves(stage: Stage) -> None:
    typed = [
        "/ask 怎么排序？",
        ":dance",
        ":me bob",
        ":reply b1 用 sorted。",
        ":me alice",
        "1",
        ":help",
        ":quit",
    ]
    paper = io.StringIO()
    screen = Screen(Terminal(file=paper, width=200))
    with create_pipe_input() as keyboard, create_app_session(keyboard, DummyOutput()):
        keyboard.send_text("".join(f"{line}\r" for line in typed))
        asyncio.run(talk(stage.console(screen.show), screen))
    shown = paper.getvalue()
    assert "没有「:dance」这个口令" in shown
    assert "[1] ✅ 采纳" in shown
    assert "alice 采纳了 bob" in shown
    assert shown.count(help_lines()[0]) == 2
    assert [line for line in shown.splitlines() if line in {"m1", "m2", "m3"}] == ["m1", "m2"]
