"""A slot of a job runs once: who claims it, what becomes of it, and what admins read of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from core import communities, runs
from core.clock import ManualClock
from core.db import Database
from core.i18n import speaking
from core.runs import cards
from core.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator

NINE = datetime.fromisoformat("2026-01-05T09:00")
TEN = datetime.fromisoformat("2026-01-05T10:00")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 1, 5, 1, tzinfo=UTC))


@pytest.fixture
def writer(database_url: str, clock: ManualClock) -> Iterator[Writer]:
    writer = Writer(Database(database_url), clock, {})
    yield writer
    writer.close()


@pytest.fixture
def community(writer: Writer) -> int:
    with writer.begin() as uow:
        return communities.create(uow, "晨读会").id


def test_only_the_first_claim_of_a_slot_wins(writer: Writer, community: int) -> None:
    with writer.begin() as uow:
        other = communities.create(uow, "夜读会").id
        assert runs.claim(uow, community, "board", NINE)
        assert not runs.claim(uow, community, "board", NINE)
        assert runs.claim(uow, community, "board", TEN)
        assert runs.claim(uow, community, "sweep", NINE)
        assert runs.claim(uow, other, "board", NINE)


def test_a_run_that_ended_is_never_claimed_again(
    writer: Writer, clock: ManualClock, community: int
) -> None:
    with writer.begin() as uow:
        runs.claim(uow, community, "board", NINE)
        runs.finish(uow, community, "board", NINE)
        runs.claim(uow, community, "board", TEN)
        runs.finish(uow, community, "board", TEN, trouble="ValueError")
    clock.move_to(clock.now() + timedelta(days=1))
    with writer.begin() as uow:
        assert not runs.claim(uow, community, "board", NINE)
        assert not runs.claim(uow, community, "board", TEN)
        assert runs.stale(uow) == []
        assert runs.get(uow, community, "board", NINE).outcome is runs.Outcome.DONE
        failed = runs.get(uow, community, "board", TEN)
    assert (failed.outcome, failed.trouble) == (runs.Outcome.FAILED, "ValueError")


def test_a_run_whose_process_died_may_be_claimed_after_a_quarter_of_an_hour(
    writer: Writer, clock: ManualClock, community: int
) -> None:
    with writer.begin() as uow:
        runs.claim(uow, community, "board", NINE)
    clock.move_to(clock.now() + timedelta(minutes=15))
    with writer.begin() as uow:
        assert runs.stale(uow) == []
        assert not runs.claim(uow, community, "board", NINE)
    clock.move_to(clock.now() + timedelta(seconds=1))
    with writer.begin() as uow:
        assert [run.slot for run in runs.stale(uow)] == [NINE]
        assert runs.claim(uow, community, "board", NINE)
        assert not runs.claim(uow, community, "board", NINE)
        assert runs.stale(uow) == []


def test_the_last_run_is_the_one_of_the_newest_slot(writer: Writer, community: int) -> None:
    with writer.begin() as uow:
        assert runs.last(uow, community, "board") is None
        runs.baseline(uow, community, "board", NINE - timedelta(days=1))
        runs.claim(uow, community, "board", TEN)
        runs.claim(uow, community, "board", NINE)
        last = runs.last(uow, community, "board")
    assert last is not None
    assert (last.slot, last.started_at) == (TEN, datetime(2026, 1, 5, 1, tzinfo=UTC))


def test_a_run_that_never_was_is_no_run(writer: Writer, community: int) -> None:
    with writer.read() as uow, pytest.raises(KeyError):
        runs.get(uow, community, "board", NINE)


def test_a_baseline_is_no_run_in_the_plans(writer: Writer, community: int) -> None:
    with writer.begin() as uow:
        runs.baseline(uow, community, "board", NINE)
        runs.plan(uow, community, "board", title="每周积分榜", next_slot=TEN)
        assert [plan.last for plan in runs.plans(uow, community)] == [None]


def test_a_plan_is_replaced_and_a_retired_job_has_none(writer: Writer, community: int) -> None:
    with writer.begin() as uow:
        runs.plan(uow, community, "board", title="每周积分榜", next_slot=NINE)
        runs.plan(uow, community, "gone", title="旧任务", next_slot=NINE)
        runs.plan(uow, community, "board", title="每周积分榜", next_slot=TEN)
        runs.retire(uow, ["board"])
        [plan] = runs.plans(uow, community)
    assert (plan.job, plan.next_slot) == ("board", TEN)


def test_admins_read_when_each_job_runs_and_how_it_went(writer: Writer, community: int) -> None:
    with writer.begin() as uow:
        for job, title in {"a": "甲", "b": "乙", "c": "丙", "d": "丁", "e": "戊"}.items():
            runs.plan(uow, community, job, title=title, next_slot=TEN)
        for job in "bcde":
            runs.claim(uow, community, job, NINE)
        runs.finish(uow, community, "c", NINE)
        runs.finish(uow, community, "d", NINE, trouble="ValueError")
        runs.finish(uow, community, "e", NINE, trouble=runs.INTERRUPTED)
        plans = runs.plans(uow, community)
    assert cards.board(plans, "Asia/Shanghai").body.splitlines() == [
        "甲：下次 01-05 10:00，还没有运行过",
        "乙：下次 01-05 10:00，01-05 09:00 那次正在运行",
        "丙：下次 01-05 10:00，上次 01-05 09:00 已完成",
        "丁：下次 01-05 10:00，上次 01-05 09:00 失败（ValueError）",
        "戊：下次 01-05 10:00，上次 01-05 09:00 中途中断",
        "",
        "以上是社群所在时区（Asia/Shanghai）的时间。",
    ]
    with speaking("en"):
        english = cards.board(plans, "Asia/Shanghai").text
    assert "last 01-05 09:00, failed (ValueError)" in english


def test_admins_read_that_nothing_is_planned() -> None:
    assert "还没有安排任何定时任务" in cards.board([], "Asia/Shanghai").text
