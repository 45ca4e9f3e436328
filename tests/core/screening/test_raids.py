"""Raids: nobody new speaks while one is on, staff hear once, and it always ends by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from core import screening
from core.refusal import Refusal
from core.screening import Arrival, State
from tests.core.screening.conftest import Door

if TYPE_CHECKING:
    from core.db import Database


def _begin(door: Door, minutes: int | None = None) -> None:
    with door.work() as uow:
        screening.begin_raid(uow, door.community, minutes, by=door.root)


def _end(door: Door) -> None:
    with door.work() as uow:
        screening.end_raid(uow, door.community, door.root)


def _on(door: Door) -> bool:
    with door.work() as uow:
        return screening.raid_now(uow, door.community.id) is not None


def _knocks(door: Door, name: str, *, trusted: bool = False) -> bool:
    arrival = Arrival(door.community, door.place, door.sees(name), name, trusted=trusted)
    with door.work() as uow:
        return screening.knock(uow, arrival)


def test_newcomers_are_held_until_the_raid_ends_by_itself(door: Door) -> None:
    _begin(door, 10)
    [told] = door.done()
    assert told.startswith("to root: 防突袭模式\nroot 开启了防突袭模式。\n到 03-10 12:10 为止")
    assert door.comes("alice") is State.HELD
    muted, said = door.done()
    assert muted == "mute alice"
    assert "03-10 12:10 之前新成员暂时不能发言" in said
    assert door.waits(minutes=9, seconds=59) == []
    assert _on(door)
    assert door.waits(seconds=1) == ["unmute alice"]
    assert not _on(door)
    assert door.entry("alice").state is State.HELD
    assert door.steps() == ["raid_on root", "held alice", "raid_off -", "passed alice"]
    assert door.comes("alice") is State.PASSED


def test_where_there_is_a_task_the_held_get_it_afterwards(door: Door) -> None:
    door.sets(captcha="on")
    _begin(door, 10)
    door.comes("alice")
    door.done()
    with pytest.raises(Refusal):
        door.answers("alice", right=True)
    [asked] = door.waits(minutes=10)
    assert asked.startswith("to g1: 入群小测验")
    assert door.answers("alice", right=True) is State.PASSED
    assert door.done() == ["unmute alice"]
    assert door.waits(hours=1) == []


def test_the_held_who_do_not_solve_it_then_are_removed(door: Door) -> None:
    door.sets(captcha="on")
    _begin(door, 10)
    door.comes("alice")
    door.waits(minutes=10)
    door.waits(minutes=5)
    assert door.waits(seconds=10) == ["kick alice"]
    assert door.steps()[-2:] == ["asked alice", "late alice"]


def test_a_raid_ended_by_hand_lets_in_at_once(door: Door) -> None:
    _begin(door, 60)
    door.comes("alice")
    door.done()
    door.waits(minutes=3)
    _end(door)
    assert door.done() == ["unmute alice"]
    assert not _on(door)
    assert door.waits(hours=2) == []
    with pytest.raises(Refusal, match="没有开启"):
        _end(door)


def test_a_raid_can_be_made_longer(door: Door) -> None:
    _begin(door, 10)
    door.comes("alice")
    door.done()
    door.waits(minutes=5)
    _begin(door, 30)
    assert door.waits(minutes=29) == []
    assert door.waits(minutes=1) == ["unmute alice"]


def test_too_many_at_once_begin_a_raid_by_themselves_and_those_before_are_held_too(
    door: Door,
) -> None:
    door.sets(raid_joins=3, raid_minutes=20)
    assert [door.comes(f"bot{number}") for number in range(4)] == [
        State.IN,
        State.IN,
        State.HELD,
        State.HELD,
    ]
    done = door.done()
    assert [line for line in done if line.startswith("mute")] == [
        f"mute bot{number}" for number in range(4)
    ]
    told = [line for line in done if line.startswith("to root")]
    assert len(told) == 1
    assert "一分钟内来了 3 位新成员，防突袭模式已自动开启。" in told[0]
    assert door.waits(minutes=20) == [f"unmute bot{number}" for number in range(4)]


def test_as_many_in_more_than_a_minute_are_no_raid(door: Door) -> None:
    door.sets(raid_joins=3)
    for number in range(9):
        assert door.comes(f"guest{number}") is State.IN
        door.waits(seconds=30)
    assert not _on(door)


def test_members_do_not_count_and_are_not_held(door: Door) -> None:
    door.sets(raid_joins=2)
    for number in range(5):
        assert door.comes(f"paying{number}", trusted=True) is State.PASSED
    _begin(door)
    assert door.comes("paying9", trusted=True) is State.PASSED


def test_requests_to_join_are_declined_in_a_raid_but_not_those_of_members(door: Door) -> None:
    assert _knocks(door, "alice")
    _begin(door, 10)
    assert not _knocks(door, "alice")
    assert _knocks(door, "paying", trusted=True)
    door.waits(minutes=10)
    assert _knocks(door, "alice")


@pytest.mark.parametrize("minutes", [0, -5, 1441])
def test_a_raid_lasts_neither_no_time_nor_for_ever(door: Door, minutes: int) -> None:
    with pytest.raises(Refusal, match="防突袭模式的时长"):
        _begin(door, minutes)
    assert not _on(door)


def test_switching_the_task_on_in_a_raid_asks_the_held_when_it_ends(door: Door) -> None:
    _begin(door, 10)
    door.comes("alice")
    door.done()
    door.sets(captcha="on")
    [asked] = door.waits(minutes=10)
    assert asked.startswith("to g1: 入群小测验")


def test_in_a_space_the_held_get_their_voice_back_to_press_the_task(database: Database) -> None:
    door = Door(database, space="guild")
    door.sets(captcha="on")
    _begin(door, 10)
    door.comes("alice")
    assert "mute alice" in door.done()
    asked, unmuted = door.waits(minutes=10)
    assert asked.startswith("to g1: 入群小测验")
    assert unmuted == "unmute alice"
    assert door.answers("alice", right=True) is State.PASSED
    assert door.waits(hours=1) == []
