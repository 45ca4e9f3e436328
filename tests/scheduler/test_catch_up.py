"""After a stop, a crash or a clock set back: what was missed runs as its job says, once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from core import runs
from scheduler.runner import Runner
from tests.scheduler.diary import MORNING

if TYPE_CHECKING:
    from scheduler.job import CatchUp
    from tests.scheduler.diary import Diary, Shop


@pytest.mark.parametrize(
    ("catch_up", "caught"),
    [("all", ["05 09:00", "06 09:00", "07 09:00"]), ("latest", ["07 09:00"]), ("skip", [])],
)
def test_a_restart_catches_up_as_the_job_says(
    shop: Shop, diary: Diary, catch_up: CatchUp, caught: list[str]
) -> None:
    shop.founded("晨读会")
    jobs = [diary.job("daily", "0 9 * * *", catch_up)]
    Runner(shop.writer()[0], jobs).tick()
    later = MORNING + timedelta(days=2, hours=3)
    restarted = Runner(shop.writer(later)[0], jobs)
    restarted.tick()
    restarted.tick()
    assert diary.read() == [f"daily 晨读会 {slot}" for slot in caught]


def test_a_job_that_skips_still_runs_a_few_minutes_late(shop: Shop, diary: Diary) -> None:
    shop.founded("晨读会")
    writer, clock = shop.writer()
    runner = Runner(writer, [diary.job("daily", "0 9 * * *", "skip")])
    runner.tick()
    clock.move_to(MORNING + timedelta(minutes=40))
    runner.tick()
    assert diary.read() == ["daily 晨读会 05 09:00"]


def test_a_clock_moved_back_runs_nothing_twice(shop: Shop, diary: Diary) -> None:
    shop.founded("晨读会")
    jobs = [diary.job("hourly", "0 * * * *")]
    writer, clock = shop.writer()
    runner = Runner(writer, jobs)
    runner.tick()
    clock.move_to(MORNING + timedelta(hours=3))
    runner.tick()
    assert len(diary.read()) == 3
    again, clock = shop.writer(MORNING)
    runner = Runner(again, jobs)
    for hours in range(4):
        clock.move_to(MORNING + timedelta(hours=hours))
        runner.tick()
    assert diary.read() == []
    clock.move_to(MORNING + timedelta(hours=4))
    runner.tick()
    assert diary.read() == ["hourly 晨读会 05 12:00"]


@pytest.mark.parametrize(("catch_up", "times"), [("all", 1), ("latest", 1), ("skip", 0)])
def test_a_run_whose_process_died_is_taken_up_again(
    shop: Shop, diary: Diary, catch_up: CatchUp, times: int
) -> None:
    [home] = shop.founded("晨读会")
    jobs = [diary.job("daily", "0 9 * * *", catch_up)]
    writer, clock = shop.writer()
    Runner(writer, jobs).tick()
    clock.move_to(MORNING + timedelta(minutes=30))
    nine = datetime.fromisoformat("2026-01-05T09:00")
    with writer.begin() as uow:
        runs.claim(uow, home.id, "daily", nine)
    runner = Runner(writer, jobs)
    runner.tick()
    assert diary.read() == []
    clock.move_to(MORNING + timedelta(minutes=46))
    runner.tick()
    runner.tick()
    assert diary.read() == ["daily 晨读会 05 09:00"] * times
    with writer.read() as uow:
        run = runs.get(uow, home.id, "daily", nine)
    assert run.outcome is (runs.Outcome.DONE if times else runs.Outcome.FAILED)
    assert run.trouble == ("" if times else runs.INTERRUPTED)


def test_a_slot_that_died_is_given_up_when_a_newer_one_is_enough(shop: Shop, diary: Diary) -> None:
    [home] = shop.founded("晨读会")
    jobs = [diary.job("hourly", "0 * * * *", "latest")]
    writer, clock = shop.writer()
    Runner(writer, jobs).tick()
    clock.move_to(MORNING + timedelta(minutes=30))
    nine = datetime.fromisoformat("2026-01-05T09:00")
    with writer.begin() as uow:
        runs.claim(uow, home.id, "hourly", nine)
    clock.move_to(MORNING + timedelta(hours=2))
    Runner(writer, jobs).tick()
    assert diary.read() == ["hourly 晨读会 05 10:00"]
    with writer.read() as uow:
        assert runs.get(uow, home.id, "hourly", nine).trouble == runs.INTERRUPTED
