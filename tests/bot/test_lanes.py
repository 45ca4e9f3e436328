"""Lanes: a platform's limits are kept before it complains, and its silences are respected."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.lanes import Lanes
from bot.posts import Limits
from core.addresses import Address
from core.clock import ManualClock

MONDAY = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)
GROUP, OTHER = Address("telegram", "-1"), Address("telegram", "-2")
PRIVATE, ELSEWHERE = Address("telegram", "7", private=True), Address("discord", "-1")
HOUR = 3600.0


@pytest.fixture
def clock() -> ManualClock:
    """Stand still on a Monday."""
    return ManualClock(MONDAY)


@pytest.fixture
def lanes(clock: ManualClock) -> Lanes:
    """Return lanes on which nothing was said yet."""
    return Lanes(clock)


def test_a_platform_without_limits_is_never_waited_for(lanes: Lanes) -> None:
    assert {lanes.wait(GROUP) for _ in range(1000)} == {0.0}


def test_a_chats_limit_holds_back_that_chat_alone(lanes: Lanes) -> None:
    lanes.open("telegram", Limits(chat=(2, HOUR)))
    assert [lanes.wait(GROUP) for _ in range(2)] == [0.0, 0.0]
    assert 0 < lanes.wait(GROUP) <= HOUR
    assert lanes.wait(OTHER) == 0.0


def test_the_platforms_limit_holds_back_all_its_chats_and_no_others(lanes: Lanes) -> None:
    lanes.open("telegram", Limits(platform=(2, HOUR)))
    lanes.open("discord", Limits(platform=(2, HOUR)))
    assert [lanes.wait(GROUP), lanes.wait(OTHER)] == [0.0, 0.0]
    assert lanes.wait(PRIVATE) > 0
    assert lanes.wait(ELSEWHERE) == 0.0


def test_the_limit_of_groups_is_not_that_of_private_chats(lanes: Lanes) -> None:
    lanes.open("telegram", Limits(group=(1, HOUR)))
    assert [lanes.wait(PRIVATE) for _ in range(3)] == [0.0] * 3
    assert lanes.wait(GROUP) == 0.0
    assert lanes.wait(GROUP) > 0


def test_a_send_that_has_to_wait_is_not_counted(lanes: Lanes) -> None:
    lanes.open("telegram", Limits(platform=(2, HOUR), chat=(1, HOUR)))
    assert lanes.wait(GROUP) == 0.0
    for _ in range(5):
        assert lanes.wait(GROUP) > 0
    assert lanes.wait(OTHER) == 0.0


def test_a_silence_asked_for_one_chat_is_kept_there_until_it_ends(
    lanes: Lanes, clock: ManualClock
) -> None:
    lanes.halt(GROUP, 30, whole=False)
    assert lanes.wait(GROUP) == lanes.silence(GROUP) == 30
    assert lanes.wait(OTHER) == 0.0
    assert lanes.silent_chats() == [("telegram", "-1")]
    assert lanes.silent_platforms() == set()
    clock.move_to(MONDAY + timedelta(seconds=30))
    assert lanes.wait(GROUP) == 0.0
    assert lanes.silent_chats() == []


def test_a_silence_asked_for_a_whole_platform_is_kept_everywhere_on_it(
    lanes: Lanes, clock: ManualClock
) -> None:
    lanes.halt(GROUP, 30, whole=True)
    lanes.halt(GROUP, 60, whole=False)
    assert lanes.wait(PRIVATE) == 30
    assert lanes.wait(GROUP) == 60
    assert lanes.wait(ELSEWHERE) == 0.0
    assert lanes.silent_platforms() == {"telegram"}
    clock.move_to(MONDAY + timedelta(seconds=45))
    assert lanes.silent_platforms() == set()
    assert lanes.wait(GROUP) == 15
