"""A design says how many members it takes, from what truly came of suggestions lately."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Engine, event

from core import courses, experiments
from core.experiments import Metric, Rule, horizon
from core.refusal import Refusal

if TYPE_CHECKING:
    from tests.core.experiments.conftest import Class

NAMES = [f"学员{number}" for number in range(100)]


def test_the_horizon_follows_from_what_came_of_suggestions_lately(few: Class) -> None:
    willing = few.willing(*NAMES[:40])
    guessed = few.drafts().design
    few.suggests([member.id for member in willing])
    with few.work() as uow:
        for member in willing[:4]:
            courses.like(uow, member, few.courses[0])
        for member in willing[4:30]:  # what they were not suggested
            courses.like(uow, member, few.courses[4])
    few.wait(days=8)
    with few.work() as uow:  # what came too late
        courses.like(uow, willing[35], few.courses[1])
    seen = few.drafts().design
    assert (guessed.baseline, seen.baseline) == (0.2, 0.1)
    assert seen.horizon > guessed.horizon
    assert few.drafts(lift=1.0).design.horizon < seen.horizon
    assert few.drafts(rule=Rule.SEQUENTIAL).design.horizon == 2 * seen.horizon


def test_too_few_who_were_suggested_anything_tell_nothing(few: Class) -> None:
    willing = few.willing(*NAMES[:19])
    few.suggests([member.id for member in willing])
    few.wait(days=8)
    one = few.drafts()
    assert one.design.baseline == 0.2
    with few.work() as uow:
        assert experiments.forecast(uow, one, few.history).seen == 0
    few.suggests([few.willing("还有一位")[0].id])
    few.wait(days=8)
    with few.work() as uow:
        assert experiments.forecast(uow, one, few.history).seen == 20


def test_no_lift_passes_a_hundred_per_cent(few: Class) -> None:
    willing = few.willing(*NAMES[:40])
    few.suggests([member.id for member in willing])
    with few.work() as uow:
        for member in willing[:28]:
            courses.like(uow, member, few.courses[0])
    few.wait(days=8)
    one = few.drafts(lift=1.0)
    assert (one.design.baseline, one.design.lift) == (0.7, 0.3)
    assert experiments.lifts(one) == (0.2, 0.3)
    assert experiments.lifts(few.drafts(metric=Metric.ENROL)) == (0.2, 0.3, 0.5, 1.0)


def test_no_horizon_is_below_what_is_shown_at_all(few: Class) -> None:
    willing = few.willing(*NAMES[:40])
    few.suggests([member.id for member in willing])
    with few.work() as uow:
        for member in willing[:18]:
            courses.like(uow, member, few.courses[0])
    few.wait(days=8)
    drawn = few.drafts(lift=1.0).design
    assert (drawn.baseline, drawn.lift) == (0.45, 1.0)
    assert horizon.for_share(0.45, 1.0) < 30
    assert drawn.horizon == 30


def test_revenue_needs_sales_to_plan_by_in_one_currency(few: Class) -> None:
    willing = few.willing(*NAMES[:40])
    few.suggests([member.id for member in willing])
    with pytest.raises(Refusal, match="没有人买推荐的课程"):
        few.drafts(metric=Metric.REVENUE)
    with few.work() as uow:
        for member in willing[:2]:
            courses.sell(uow, member, few.courses[0], by=few.root, amount=9900)
        dollars = replace(few.courses[1], currency="USD")
        courses.sell(uow, willing[2], dollars, by=few.root, amount=500_000)
    few.wait(days=8)
    one = few.drafts(metric=Metric.REVENUE)
    assert one.design.baseline == pytest.approx(2 * 9900 / 40)
    assert one.design.horizon > 100
    with few.work() as uow:
        assert experiments.forecast(uow, one, few.history).currency == "CNY"


def test_planning_reads_no_deeds_from_before_the_suggestions(few: Class) -> None:
    willing = few.willing(*NAMES[:40])
    few.suggests([member.id for member in willing])
    few.wait(days=8)
    asked: list[str] = []

    def note(*args: Any) -> None:  # noqa: ANN401 - of an event of the database's
        asked.append(args[2])

    event.listen(Engine, "before_cursor_execute", note)
    few.drafts()
    event.remove(Engine, "before_cursor_execute", note)
    of_deeds = [said for said in asked if "FROM interactions" in said or "FROM purchases" in said]
    assert len(of_deeds) == 2
    assert all(".at >= " in said for said in of_deeds)


def test_what_so_few_could_show_is_told_beforehand(few: Class) -> None:
    few.willing(*NAMES[:100])
    one = few.drafts()
    with few.work() as uow:
        told = experiments.forecast(uow, one)
        half = experiments.forecast(uow, experiments.redesign(uow, one, half=True))
    assert (told.eligible, told.per_variant) == (100, 50)
    assert (half.eligible, half.per_variant) == (50, 25)
    assert 0.5 < told.findable < half.findable
