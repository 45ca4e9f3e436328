"""The watch knows the rules of many chats, and never of more than it should."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import watch
from bot.updates import MemberLeft
from tests.bot.front import Front, group, person

if TYPE_CHECKING:
    import pytest

TALKER = person("talker")
CHATS = [group(f"chat-{number}") for number in range(10)]


def test_the_rules_of_only_so_many_chats_are_known_at_a_time(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "MOST", 3)
    for chat in CHATS:
        front.says(TALKER, "大家早", chat)
    known = []
    for chat in CHATS:
        front.says(TALKER, "今天也要加油", chat)
        known.append(len(front.watch))
    assert max(known) == watch.MOST


def test_what_says_nothing_has_no_reading_beside_what_does(front: Front) -> None:
    said = front.said(TALKER, "今天也要加油", CHATS[0])
    silent = MemberLeft(key="console:left", at=said.at, chat=said.chat, actor=TALKER)
    asked = front.said(TALKER, "/mood 近7天", CHATS[0])
    first, second, third = front.watch.read([said, silent, asked])
    assert first is not None
    assert first.text == "今天也要加油"
    assert second is None
    assert third is not None
    assert third.text == "近7天"
