"""The gate: off it does nothing; on, newcomers are muted until they solve the task, or removed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from core import screening
from core.refusal import Refusal
from core.screening import Rules, State
from tests.core.screening.conftest import NOON, Door

if TYPE_CHECKING:
    from core.db import Database

UNFIT = (
    ("captcha", "也许"),
    ("minutes", "0"),
    ("minutes", "61"),
    ("minutes", "五"),
    ("minutes", "-1"),
    ("minutes", "²"),
    ("minutes", ""),
    ("age_days", "366"),
    ("raid_joins", "1001"),
    ("raid_minutes", "0"),
    ("raid_minutes", "9" * 5000),
)


def test_nobody_is_screened_unless_it_is_switched_on(door: Door) -> None:
    with door.work() as uow:
        assert screening.rules(uow, door.community.id) == Rules()
        assert not screening.guards(uow, door.community.id)
    assert door.comes("alice") is State.PASSED
    assert door.done() == []


def test_a_newcomer_is_muted_and_asked(door: Door) -> None:
    door.sets(captcha="on")
    assert door.comes("alice") is State.ASKED
    muted, asked = door.done()
    assert muted == "mute alice"
    assert asked.startswith("to g1: 入群小测验\nalice，请在 5 分钟内点一下「")


def test_the_right_answer_lets_in_for_good(door: Door) -> None:
    door.sets(captcha="on")
    door.comes("alice")
    door.done()
    assert door.answers("alice", right=True) is State.PASSED
    assert door.done() == ["unmute alice"]
    assert door.waits(days=1) == []
    assert door.comes("alice") is State.PASSED
    assert door.done() == []


def test_one_miss_is_forgiven(door: Door) -> None:
    door.sets(captcha="on")
    door.comes("alice")
    door.done()
    assert door.answers("alice", right=False) is State.ASKED
    assert door.done() == []
    assert door.answers("alice", right=True) is State.PASSED
    assert door.done() == ["unmute alice"]


def test_two_misses_are_the_end_until_one_comes_again(door: Door) -> None:
    door.sets(captcha="on")
    door.comes("alice")
    door.done()
    door.answers("alice", right=False)
    assert door.answers("alice", right=False) is State.FAILED
    assert door.done() == ["kick alice"]
    assert door.waits(days=3) == []
    assert door.comes("alice") is State.ASKED


def test_whoever_takes_too_long_is_told_and_removed(door: Door) -> None:
    door.sets(captcha="on", minutes=2)
    door.comes("alice")
    door.done()
    assert door.waits(minutes=1, seconds=59) == []
    [told] = door.waits(seconds=1)
    assert told.startswith("to alice: 「晓码学堂」的入群小测验要在 2 分钟内完成")
    assert door.waits(seconds=10) == ["kick alice"]
    with pytest.raises(Refusal, match="已经结束"):
        door.answers("alice", right=True)
    assert door.steps()[-2:] == ["asked alice", "late alice"]


def test_an_old_tasks_answer_does_not_count(door: Door) -> None:
    door.sets(captcha="on")
    door.comes("alice")
    door.answers("alice", right=False)
    with pytest.raises(Refusal, match="题目已经换了"):
        door.answers("alice", right=True, tries=0)


def test_coming_twice_is_asked_once(door: Door) -> None:
    door.sets(captcha="on")
    door.comes("alice")
    door.done()
    assert door.comes("alice") is State.ASKED
    assert door.done() == []


def test_whoever_leaves_is_not_removed_later(door: Door) -> None:
    door.sets(captcha="on")
    door.comes("alice")
    door.done()
    door.goes("alice")
    assert door.waits(hours=1) == []
    assert door.steps()[-1] == "left alice"
    assert door.comes("alice") is State.ASKED


def test_staff_members_and_those_who_were_there_before_pass(door: Door) -> None:
    door.sees("old")
    door.waits(days=1)
    door.sets(captcha="on", raid_joins=1)
    assert door.comes("old") is State.PASSED
    assert door.comes("paying", trusted=True) is State.PASSED
    assert door.done() == []


def test_what_waits_for_an_answer_is_in_the_database_alone(door: Door, database: Database) -> None:
    door.sets(captcha="on")
    door.comes("alice")
    door.done()
    again = Door.__new__(Door)
    again.__dict__.update(door.__dict__)
    again.writer = type(door.writer)(database, door.clock, {})
    assert again.answers("alice", right=True) is State.PASSED
    assert again.done() == ["unmute alice"]


def test_in_a_space_the_asked_are_not_muted_because_they_could_press_nothing(
    database: Database,
) -> None:
    door = Door(database, space="guild")
    door.sets(captcha="on")
    door.comes("alice")
    assert [line.split(":")[0] for line in door.done()] == ["to g1"]
    door.answers("alice", right=True)
    assert door.done() == []


def test_too_young_an_account_is_told_why_and_removed_and_staff_hear_of_it_once(
    door: Door,
) -> None:
    door.sets(age_days=7)
    young = NOON - timedelta(days=2)
    assert door.comes("alice", created=young) is State.YOUNG
    muted, told, staff = door.done()
    assert muted == "mute alice"
    assert told == (
        "to alice: 你的账号注册还不满 7 天，暂时不能加入「晓码学堂」。03-15 12:00 以后欢迎再来。"
    )
    assert staff.startswith("to root: 有注册不满 7 天的新账号来加入")
    assert door.waits(seconds=10) == ["kick alice"]
    assert door.comes("bob", created=young) is State.YOUNG
    assert not [line for line in door.done() if line.startswith("to root")]


def test_an_account_old_enough_or_of_unknown_age_comes_in(door: Door) -> None:
    door.sets(age_days=7)
    assert door.comes("alice", created=NOON - timedelta(days=7)) is State.IN
    assert door.comes("bob") is State.IN
    assert door.done() == []


def test_switching_the_task_off_lets_in_whoever_is_being_asked(door: Door) -> None:
    door.sets(captcha="开")
    door.comes("alice")
    door.done()
    door.sets(captcha="关")
    assert door.done() == ["unmute alice"]
    assert door.waits(hours=1) == []


def test_rules_that_do_not_fit_are_refused(door: Door) -> None:
    for setting, value in UNFIT:
        with pytest.raises(Refusal):
            door.sets(**{setting: value})
    with door.work() as uow:
        assert screening.rules(uow, door.community.id) == Rules()


def test_forgetting_a_member_leaves_no_account_and_nothing_to_be_done(door: Door) -> None:
    door.sets(captcha="on")
    door.comes("alice")
    alice = door.sees("alice")
    with door.work() as uow:
        screening.PERSONAL.erase(uow, alice.id)
        [entry] = screening.PERSONAL.export(uow, alice.id)["entries"]
    assert (entry["account"], entry["state"]) == ("", "left")
    assert door.waits(hours=1) == []


def test_linked_accounts_are_one_newcomer_with_one_history(door: Door) -> None:
    door.sets(captcha="on")
    for name in ("alice", "twin"):
        door.comes(name)
        door.answers(name, right=True)
    alice, twin = door.sees("alice"), door.sees("twin")
    with door.work() as uow:
        screening.PERSONAL.merge(uow, alice.id, twin.id)
        assert len(screening.PERSONAL.export(uow, alice.id)["entries"]) == 2
        assert screening.PERSONAL.export(uow, twin.id) == {"entries": [], "steps": []}


def test_what_is_old_is_forgotten(door: Door) -> None:
    door.sets(captcha="on")
    door.comes("alice")
    door.answers("alice", right=True)
    alice = door.sees("alice")
    door.waits(days=181)
    with door.work() as uow:
        screening.tidy(uow, door.community.id)
        assert screening.recent(uow, door.community.id) == []
        assert screening.PERSONAL.export(uow, alice.id)["entries"] == []
