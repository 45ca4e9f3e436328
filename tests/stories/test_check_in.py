"""Checking in: once a day, the day being that of the member's own zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.stories.classroom import points_of, skip_to

if TYPE_CHECKING:
    from tests.stories.dialogue import Group, Person, Stage

DONE = "今天已经签过到啦"


@pytest.mark.parametrize("words", ["/checkin", "签到", " 签到 ", "/签到"])
def test_a_member_checks_in_by_a_command_or_a_word(g1: Group, alice: Person, words: str) -> None:
    assert alice.says(g1, words).text == "签到成功，已连续签到 1 天。\n积分 +3，现有 3 分。"


def test_checking_in_twice_a_day_pays_once(stage: Stage, g1: Group, alice: Person) -> None:
    alice.says(g1, "签到")
    again = alice.tells("/checkin")
    assert again.text == "今天已经签过到啦，已连续签到 1 天，明天再来吧。"
    skip_to(stage, "2026-01-05 23:59")
    assert DONE in alice.says(g1, "签到")
    skip_to(stage, "2026-01-06 00:00")
    assert "已连续签到 2 天" in alice.says(g1, "签到")
    assert points_of(alice) == 6


def test_a_missed_day_ends_the_streak(stage: Stage, g1: Group, alice: Person) -> None:
    alice.says(g1, "签到")
    skip_to(stage, "2026-01-07 09:00")
    assert "已连续签到 1 天" in alice.says(g1, "签到")


def test_talk_about_checking_in_is_no_check_in(g1: Group, alice: Person) -> None:
    assert not alice.says(g1, "今天签到了吗").lines
    assert points_of(alice) == 0


def test_the_day_ends_at_the_midnight_of_ones_own_zone(
    stage: Stage, g1: Group, alice: Person
) -> None:
    alice.tells("/zone America/Los_Angeles")
    alice.says(g1, "签到")  # Sunday, 17:00 in Los Angeles
    skip_to(stage, "2026-01-05 15:59")
    assert DONE in alice.says(g1, "签到")
    skip_to(stage, "2026-01-05 16:00")
    assert "已连续签到 2 天" in alice.says(g1, "签到")


@pytest.mark.parametrize(
    ("start", "evening", "midnight"),
    [
        # The nights in which the clocks of New York go forward and back.
        ("2026-03-07T12:00-05:00", "2026-03-08T23:59-04:00", "2026-03-09T00:00-04:00"),
        ("2026-10-31T12:00-04:00", "2026-11-01T23:59-05:00", "2026-11-02T00:00-05:00"),
    ],
)
def test_a_day_of_23_or_25_hours_is_one_day(  # noqa: PLR0913, PLR0917 - a stage and three moments
    stage: Stage, g1: Group, alice: Person, start: str, evening: str, midnight: str
) -> None:
    alice.tells("/zone America/New_York")
    skip_to(stage, start)
    alice.says(g1, "签到")
    skip_to(stage, evening)
    assert "已连续签到 2 天" in alice.says(g1, "签到")
    skip_to(stage, midnight)
    assert "已连续签到 3 天" in alice.says(g1, "签到")
    assert DONE in alice.says(g1, "签到")


def test_travelling_west_repeats_no_day_and_keeps_the_streak(
    stage: Stage, g1: Group, alice: Person
) -> None:
    alice.says(g1, "签到")
    skip_to(stage, "2026-01-06 09:00")
    alice.says(g1, "签到")
    alice.tells("/zone America/New_York")  # where it is still the fifth
    assert alice.says(g1, "签到").text == "今天已经签过到啦，已连续签到 1 天，明天再来吧。"
    skip_to(stage, "2026-01-07 14:00")
    assert "已连续签到 3 天" in alice.says(g1, "签到")
    assert points_of(alice) == 9
