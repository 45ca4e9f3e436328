"""Checking in: once a day of the member's own, with a streak that no clock change breaks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core import members

if TYPE_CHECKING:
    from tests.core.points.town import Town


def test_the_second_check_in_of_a_day_adds_nothing(town: Town) -> None:
    first, second = town.checks_in("小满"), town.checks_in("小满")
    assert (first.fresh, first.points, first.balance, first.streak) == (True, 3, 3, 1)
    assert (second.fresh, second.points, second.balance, second.streak) == (False, 0, 3, 1)


def test_a_streak_counts_the_days_in_a_row(town: Town) -> None:
    for days, expected in ((0, 1), (1, 2), (1, 3), (2, 1), (1, 2)):
        town.wait(timedelta(days=days))
        assert town.checks_in("小满").streak == expected


def test_the_day_is_that_of_the_members_own_zone(town: Town) -> None:
    with town.writer.begin() as uow:
        members.change_zone(uow, town.member("小满"), "America/Los_Angeles")
    assert town.checks_in("小满").day.isoformat() == "2026-01-04"
    assert town.checks_in("阿德").day.isoformat() == "2026-01-05"


def test_a_streak_survives_the_change_of_the_clocks(town: Town) -> None:
    with town.writer.begin() as uow:
        members.change_zone(uow, town.member("小满"), "America/New_York")
    streaks = []
    for day in (6, 7, 8, 9):  # the clocks go forward on 8 March 2026
        town.clock.move_to(datetime(2026, 3, day, 23, 30, tzinfo=ZoneInfo("America/New_York")))
        streaks.append(town.checks_in("小满").streak)
    assert streaks == [1, 2, 3, 4]


def test_the_check_ins_of_two_linked_accounts_are_one_streak(town: Town) -> None:
    town.checks_in("小满")
    town.wait(timedelta(days=1))
    town.checks_in("阿德")
    town.links("阿德", "小满")
    town.wait(timedelta(days=1))
    assert town.checks_in("阿德").streak == 3
