"""What people and programmes also type: nothing of it breaks anything, or does harm."""

from __future__ import annotations

import json
from itertools import product
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.stories.dialogue import Group, Person, Stage

SORRY = "抱歉，我这边出了点问题"
TEXTS = {
    "nothing": "",
    "blanks": " \n\t ",
    "a slash": "/",
    "slashes": "////",
    "a slash and a blank": "/ ask",
    "an emoji": "😀",
    "a family": "👨‍👩‍👧‍👦" * 50,
    "too long": "长" * 4097,
    "digits": "9" * 10_000,
    "sql": "'; DROP TABLE members; --",
    "format": "{0.__class__.__mro__} {name} {",
    "percent": "%s %n %(name)s %",
    "markup": "<b>粗</b> *星* [链接](javascript:alert(1)) @everyone",
    "right to left": "مرحبا بالعالم \u202eabc\u202c",
    "zero width": "\u200b\u200d\ufeff\u2060",
    "control": "\x01\x07\x1b[31m\x7f",
    "combining": "Z" + "\u0301" * 500,
    "beyond the plane": "𠮷𠀀" * 10,
    "breaks": "一\u2028二\u2029三\x85四\r\n五",
}
NUMBERS = ("9" * 10_000, "9" * 20, "-1", "0", "1e9", "１", "٣", "²", "1_0", "#", "NaN")
TAKING_TEXT = ("ask", "answer 1", "nickname", "courses", "community 欢迎语", "revoke alice")
TAKING_NUMBERS = ("why", "mood", "answer", "grant alice vip")
NAMES = (
    ("\u202eevil\u202c", "evil"),
    ("a\u200bdmin", "admin"),
    ("أحمد\u200f محمد", "أحمد محمد"),
    ("两\n行\t名字", "两 行 名字"),
    ("名" * 100, "名" * 64),
)


def test_any_text_is_taken_in_a_group_and_in_private(
    g1: Group, alice: Person, root: Person
) -> None:
    alice.says(g1, "/ask 先问一个正常的问题", id="q")
    for what, text in TEXTS.items():
        assert not _broke(root.says(g1, text).text), what
        assert not _broke(root.says(g1, text, reply_to="q").text), what
        assert not _broke(root.tells(text).text), what
        for command in TAKING_TEXT:
            assert not _broke(root.says(g1, f"/{command} {text}").text), (what, command)


def test_any_number_is_taken(g1: Group, alice: Person, root: Person) -> None:
    alice.says(g1, "/ask 先问一个正常的问题")
    for number, command in product(NUMBERS, TAKING_NUMBERS):
        heard = root.says(g1, f"/{command} {number} 好")
        assert not _broke(heard.text), (command, number[:8])
        assert len(heard.text) < 500
        assert not _broke(root.says(g1, f"/{command} {number}").text), (command, number[:8])


@pytest.mark.parametrize("text", ["{0.__class__} {asker} %s", "'; DROP TABLE questions; --"])
def test_words_that_look_like_code_are_shown_as_they_are(
    g1: Group, alice: Person, bob: Person, text: str
) -> None:
    assert f"alice 问：{text}" in alice.says(g1, f"/ask {text}")
    assert text in bob.tells("/unanswered")
    alice.tells(f"/nickname {text}")
    assert bob.says(g1, "签到").lines
    assert alice.says(g1, "签到").lines
    assert f"{text[:64]} — 5 分" in bob.says(g1, "/top")
    assert f"{text[:64]}，如果解决了你的问题" in bob.says(g1, "/answer 1 这样就好")


def test_a_name_is_shown_without_what_cannot_be_seen(alice: Person) -> None:
    for given, shown in NAMES:
        assert alice.tells(f"/nickname {given}").text == f"好的，以后叫你 {shown}。"
        assert alice.tells("/me").text.startswith(f"{shown}\n")


def test_a_name_that_cannot_be_seen_is_refused(alice: Person) -> None:
    for name in ("\u200b", "\u202e\u2066", "\ufeff \u200d"):
        assert "昵称不能是空的" in alice.tells(f"/nickname {name}").text
    assert alice.tells("/me").text.startswith("alice\n")


def test_users_whose_names_look_like_code_are_members_like_others(stage: Stage, g1: Group) -> None:
    for name in (
        "{0}",
        "%s",
        "'; --",
        "Robert'); DROP TABLE members;",
        "\u202eabc",
        "\u200b",
        "😀",
        "_*[`",
    ):
        person = stage.person(name)
        assert "签到成功" in person.says(g1, "签到")
        assert not _broke(person.tells("/me").text)
        assert not _broke(person.joins(g1).text)
    assert "DROP TABLE" in stage.person("zoe").says(g1, "/top")


def test_a_nul_is_refused_and_the_session_goes_on(stage: Stage, g1: Group, alice: Person) -> None:
    for text in ("/ask a\0bcde", "\0", "/nickname \0"):
        line = json.dumps({"do": "say", "user": "alice", "chat": "g1", "text": text})
        assert stage.line(line).last["error"] == "「text」里有不能用的字符。"
    assert alice.says(g1, "/unanswered").text == "现在没有等人回答的问题 🎉"


def _broke(text: str) -> bool:
    return SORRY in text or "Traceback" in text
