"""Flood: too many commands are served no more, and their sender is told so once."""

from __future__ import annotations

from bot.flood import Flood, Verdict
from tests.bot.front import Front, group, person, words

ALICE, BOB = person("alice"), person("bob")


def test_one_notice_follows_the_last_command_served_and_then_silence(sqlite_url: str) -> None:
    with Front(sqlite_url, per_minute=3) as front:
        said = [words(front.says(ALICE, "/checkin", group("g1"))) for _ in range(6)]
    assert all("签到" in text for text in said[:3])
    assert "太快" in said[3]
    assert said[4:] == ["", ""]


def test_others_and_other_chats_are_not_held_back(front: Front) -> None:
    flood = Flood(1)
    verdicts = [
        flood.judge(front.said(who, "/checkin", group(chat)))
        for who, chat in ((ALICE, "g1"), (BOB, "g1"), (ALICE, "g2"), (ALICE, "g1"))
    ]
    assert verdicts == [Verdict.SERVE, Verdict.SERVE, Verdict.SERVE, Verdict.NOTICE]


def test_without_a_limit_everything_is_served(front: Front) -> None:
    flood = Flood(0)
    update = front.said(ALICE, "/checkin", group("g1"))
    assert {flood.judge(update) for _ in range(100)} == {Verdict.SERVE}


def test_ordinary_messages_are_never_counted(sqlite_url: str) -> None:
    with Front(sqlite_url, per_minute=1) as front:
        for _ in range(5):
            front.says(ALICE, "大家早", group("g1"))
        assert "签到" in words(front.says(ALICE, "/checkin", group("g1")))
