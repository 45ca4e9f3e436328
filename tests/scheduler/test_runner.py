"""The runner: what is due runs once, in order, whatever fails, stops or starts beside it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from core import communities, inbox, runs
from scheduler.job import Job
from scheduler.runner import Runner, discovered
from tests.scheduler.diary import MORNING

if TYPE_CHECKING:
    from scheduler.job import Begin, Slot
    from tests.scheduler.diary import Diary, Shop


def test_first_sight_writes_a_baseline_and_runs_nothing(shop: Shop, diary: Diary) -> None:
    [home] = shop.founded("晨读会")
    writer, clock = shop.writer()
    runner = Runner(writer, [diary.job("daily", "0 9 * * *")])
    runner.tick()
    runner.tick()
    with writer.read() as uow:
        last = runs.last(uow, home.id, "daily")
        [plan] = runs.plans(uow, home.id)
    assert last is not None
    assert (last.outcome, f"{last.slot:%d %H:%M}") == (runs.Outcome.BASELINE, "05 08:30")
    assert f"{plan.next_slot:%d %H:%M}" == "05 09:00"
    assert diary.read() == []
    clock.move_to(MORNING + timedelta(minutes=30))
    runner.tick()
    assert diary.read() == ["daily 晨读会 05 09:00"]


def test_first_sight_inside_a_fold_runs_nothing(shop: Shop, diary: Diary) -> None:
    [home] = shop.founded("晨读会")
    second_time = datetime(2026, 11, 1, 6, 10, tzinfo=UTC)
    writer, clock = shop.writer(second_time)
    with writer.begin() as uow:
        communities.change(uow, home, "zone", "America/New_York")
    runner = Runner(writer, [diary.job("hourly", "30 * * * *")])
    for minutes in (0, 10, 25, 80):
        clock.move_to(second_time + timedelta(minutes=minutes))
        runner.tick()
    assert diary.read() == ["hourly 晨读会 01 02:30"]


def test_slots_run_in_the_order_of_their_moments(shop: Shop, diary: Diary) -> None:
    shop.founded("晨读会", "夜读会")
    writer, clock = shop.writer()
    runner = Runner(writer, [diary.job("late", "20 9 * * *"), diary.job("early", "0,40 9 * * *")])
    runner.tick()
    clock.move_to(MORNING + timedelta(hours=2))
    runner.tick()
    assert diary.read() == [
        "early 晨读会 05 09:00",
        "early 夜读会 05 09:00",
        "late 晨读会 05 09:20",
        "late 夜读会 05 09:20",
        "early 晨读会 05 09:40",
        "early 夜读会 05 09:40",
    ]


def test_several_runners_on_one_database_run_each_slot_once(shop: Shop, diary: Diary) -> None:
    shop.founded("晨读会", "夜读会", "周末班")
    jobs = [diary.job("quarterly", "*/15 * * * *"), diary.job("hourly", "0 * * * *")]
    desks = [shop.writer() for _ in range(3)]
    runners = [Runner(writer, jobs) for writer, _ in desks]
    runners[0].tick()
    with ThreadPoolExecutor(len(runners)) as pool:
        for step in range(1, 9):
            for _, clock in desks:
                clock.move_to(MORNING + step * timedelta(minutes=15))
            list(pool.map(Runner.tick, runners))
    entries = diary.read()
    assert len(entries) == len(set(entries))
    assert len(entries) == 3 * (8 + 2)


def test_a_job_that_raises_is_told_once_and_stops_no_other(shop: Shop, diary: Diary) -> None:
    [home] = shop.founded("晨读会")

    def break_down(begin: Begin, slot: Slot) -> None:
        with begin() as uow:
            communities.change(uow, slot.community, "name", "改到一半")
            raise LookupError

    broken = Job("broken", "坏任务", "0 9 * * *", "all", break_down)
    writer, clock = shop.writer()
    runner = Runner(writer, [broken, diary.job("sound", "0 9 * * *")])
    runner.tick()
    clock.move_to(MORNING + timedelta(minutes=30))
    with capture_logs() as logs:
        runner.tick()
        clock.move_to(MORNING + timedelta(hours=5))
        runner.tick()
    assert [(entry["event"], entry["key"]) for entry in logs] == [
        ("a job failed", f"broken:{home.id}:2026-01-05T09:00:00")
    ]
    assert diary.read() == ["sound 晨读会 05 09:00"]
    with writer.read() as uow:
        last = runs.last(uow, home.id, "broken")
        assert communities.get(uow, home.id).name == "晨读会"
    assert last is not None
    assert (last.outcome, last.trouble) == (runs.Outcome.FAILED, "LookupError")


def test_a_new_zone_moves_the_next_slot(shop: Shop, diary: Diary) -> None:
    [home] = shop.founded("晨读会")
    writer, clock = shop.writer()
    runner = Runner(writer, [diary.job("daily", "0 9 * * *")])
    runner.tick()
    with writer.begin() as uow:
        communities.change(uow, home, "zone", "Asia/Tokyo")
    runner.tick()
    assert runner.upcoming(MORNING + timedelta(days=1)) == [MORNING + timedelta(hours=23.5)]
    assert diary.read() == []
    clock.move_to(MORNING + timedelta(days=1))
    runner.tick()
    assert diary.read() == ["daily 晨读会 06 09:00"]


def test_a_manual_clock_stops_at_every_slot_on_its_way(shop: Shop, diary: Diary) -> None:
    shop.founded("晨读会")
    writer, clock = shop.writer()
    runner = Runner(writer, [diary.job("latest", "0 9 * * *", "latest")])
    stops: list[datetime] = []
    target = MORNING + timedelta(days=2)
    runner.advance(clock, target, lambda: stops.append(clock.now()))
    nine = MORNING + timedelta(minutes=30)
    assert stops == [nine, nine + timedelta(days=1), target]
    assert diary.read() == ["latest 晨读会 05 09:00", "latest 晨读会 06 09:00"]
    with pytest.raises(ValueError, match="cannot go back"):
        runner.advance(clock, MORNING)


def test_a_job_run_by_hand_runs_in_a_slot_of_its_own(shop: Shop, diary: Diary) -> None:
    [home, _other] = shop.founded("晨读会", "夜读会")
    writer, _clock = shop.writer()
    runner = Runner(writer, [diary.job("daily", "0 9 * * *")])
    runner.tick()
    assert runner.run_now("daily", home).outcome is runs.Outcome.DONE
    assert runner.run_now("daily", home).outcome is runs.Outcome.DONE
    assert diary.read() == ["daily 晨读会 05 08:30"]
    with pytest.raises(KeyError):
        runner.run_now("unknown", home)


def test_a_started_runner_ticks_by_itself_until_it_is_stopped(shop: Shop) -> None:
    [home] = shop.founded("晨读会")
    ran = Event()
    job = Job("daily", "任务", "0 9 * * *", "all", lambda _begin, _slot: ran.set())
    Runner(shop.writer()[0], [job]).tick()
    writer, _ = shop.writer(MORNING + timedelta(hours=1))
    with writer.begin() as uow:
        runs.plan(
            uow, home.id, "gone", title="旧任务", next_slot=datetime.fromisoformat("2026-01-01")
        )
    runner = Runner(writer, [job])
    runner.start()
    assert ran.wait(30)
    runner.stop()
    runner.stop()
    with writer.read() as uow:
        assert [plan.job for plan in runs.plans(uow, home.id)] == ["daily"]


def test_a_wrong_cron_expression_is_found_before_anything_runs(shop: Shop, diary: Diary) -> None:
    with pytest.raises(ValueError, match="weekdays"):
        Runner(shop.writer()[0], [diary.job("weekly", "0 9 * * 1")])


def test_every_job_of_the_house_is_found_and_can_be_planned(shop: Shop) -> None:
    jobs = discovered()
    names = [job.name for job in jobs]
    assert "prune_inbox" in names
    assert len(names) == len(set(names))
    Runner(shop.writer()[0], jobs).tick()


def test_the_inbox_is_pruned_every_night(shop: Shop) -> None:
    shop.founded("晨读会")
    writer, clock = shop.writer()
    with writer.begin() as uow:
        assert inbox.fresh(uow, ["telegram:1"]) == {"telegram:1"}
    prune = [job for job in discovered() if job.name == "prune_inbox"]
    Runner(writer, prune).advance(clock, MORNING + timedelta(days=16))
    with writer.begin() as uow:
        assert inbox.fresh(uow, ["telegram:1"]) == {"telegram:1"}
