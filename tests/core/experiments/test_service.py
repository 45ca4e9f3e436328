"""An experiment is drafted, started, stopped, promoted and undone, each step written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from core import courses, experiments
from core.experiments import Act, Metric, State, Surface, Verdict, templates
from core.refusal import Refusal

if TYPE_CHECKING:
    from core.experiments import Experiment
    from tests.core.experiments.conftest import Class

NAMES = [f"学员{number}" for number in range(240)]


def _acts(learners: Class, one: Experiment) -> list[Act]:
    with learners.work() as uow:
        return [decision.act for decision in experiments.decisions(uow, one)]


def test_an_experiment_from_draft_to_undone(learners: Class) -> None:
    willing = learners.willing(*NAMES)
    one = learners.starts(lift=1.0)
    assert one.design.horizon == 82
    saw = learners.shows(willing)
    clicks = {"plain": 0, "next": 0}
    with learners.work() as uow:
        for number, (member, variant) in enumerate(zip(willing, saw, strict=True)):
            if number % 10 < (2 if variant == "plain" else 6):
                courses.like(uow, member, learners.courses[number % 3])
                clicks[variant] += 1
    assert learners.results(one).verdict is Verdict.TOO_FEW
    learners.wait(days=8)
    found = learners.results(one)
    assert (found.verdict, found.winner) == (Verdict.WINNER, "next")
    assert {
        arm.variant: round(arm.rates[Metric.CLICK].value * arm.exposures) for arm in found.arms
    } == clicks
    promoted = learners.promotes(one)
    assert (promoted.state, promoted.winner) == (State.STOPPED, "next")
    assert learners.promoted() == {"copy": "next"}
    assert learners.undoes(promoted).winner == ""
    assert learners.promoted() == {}
    assert _acts(learners, one) == [
        Act.CREATED,
        Act.STARTED,
        Act.STOPPED,
        Act.PROMOTED,
        Act.UNDONE,
    ]


def test_the_figures_of_a_stopped_experiment_stand(few: Class) -> None:
    willing = few.willing(*NAMES[:80])
    one = few.starts()
    few.shows(willing)
    with few.work() as uow:
        courses.like(uow, willing[0], few.courses[0])
    few.wait(days=8)
    before = few.results(one)
    with few.work() as uow:
        stopped = experiments.stop(uow, one, few.root)
        courses.dismiss(uow, willing[0], few.courses[0])
        assert experiments.results(uow, stopped) == before


def test_only_a_draft_can_be_changed_started_or_thrown_away(few: Class) -> None:
    one = few.starts()
    with few.work() as uow:
        for deed in (
            lambda: experiments.redesign(uow, one, lift=0.2),
            lambda: experiments.start(uow, one, few.root),
            lambda: experiments.discard(uow, one, few.root),
        ):
            with pytest.raises(Refusal, match="已经在进行了"):
                deed()
        stopped = experiments.stop(uow, one, few.root)
        with pytest.raises(Refusal, match="已经结束了"):
            experiments.stop(uow, stopped, few.root)


def test_two_hands_cannot_do_the_same_thing_twice(few: Class) -> None:
    one = few.drafts()
    with few.work() as uow:
        experiments.start(uow, one, few.root)
        with pytest.raises(Refusal, match="已经在进行了"):
            experiments.start(uow, one, few.root)


def test_a_draft_thrown_away_is_gone_but_written_down(few: Class) -> None:
    one = few.drafts()
    with few.work() as uow:
        experiments.discard(uow, one, few.root)
        assert experiments.every(uow, 1) == []
        with pytest.raises(Refusal, match="没有这个实验"):
            experiments.by_number(uow, 1, one.number)
    assert _acts(few, one) == [Act.CREATED, Act.DISCARDED]


def test_numbers_count_on(few: Class) -> None:
    assert [few.drafts().number for _ in range(3)] == [1, 2, 3]


def test_experiments_that_change_the_same_thing_in_one_place_do_not_run_together(
    few: Class,
) -> None:
    few.starts()
    with pytest.raises(Refusal, match="一个人只能看到一种"):
        few.starts(templates.COPIES, "标准", "试一试")
    few.starts(templates.WAYS, "综合", "热门")
    few.starts(templates.COPIES, "标准", "试一试", surface=Surface.LETTER)


def test_half_of_the_members_each_lets_two_of_them_run_without_meeting(few: Class) -> None:
    willing = few.willing(*NAMES)
    few.starts(half=True)
    few.starts(templates.COPIES, "标准", "试一试", half=True)
    saw = few.shows(willing)
    assert set(saw) == {"plain", "next", "try"}
    assert abs(saw.count("try") - 60) < 25
    with pytest.raises(Refusal, match="全都占满了"):
        few.starts(templates.COPIES, "试一试", "接着学", half=True)
    with pytest.raises(Refusal, match="一个人只能看到一种，请等它结束"):
        few.starts(templates.COPIES, "试一试", "接着学")


def test_beside_one_of_half_the_members_a_draft_is_told_to_take_the_other_half(
    few: Class,
) -> None:
    few.starts(half=True)
    with pytest.raises(Refusal, match="把这个草稿也改成参加一半"):
        few.starts(templates.COPIES, "试一试", "接着学")
    few.starts(templates.COPIES, "试一试", "接着学", half=True)


def test_beside_one_of_all_members_no_change_of_a_draft_helps(few: Class) -> None:
    few.starts()
    with pytest.raises(Refusal, match="请等它结束再开始"):
        few.starts(templates.COPIES, "试一试", "接着学", half=True)


def test_sending_times_are_compared_in_letters_alone(few: Class) -> None:
    one = few.drafts(templates.TIMES, "12", "20点")
    assert one.surface is Surface.LETTER
    assert [variant.name for variant in one.variants] == ["12:00", "20:00"]
    with few.work() as uow, pytest.raises(Refusal, match="只能在每周私信里"):
        experiments.redesign(uow, one, surface=Surface.COMMAND)


@pytest.mark.parametrize("typed", ["24", "-1", "中午", "12:30", ""])
def test_a_sending_time_is_a_full_hour(typed: str) -> None:
    with pytest.raises(Refusal, match="0 到 23 的整点"):
        templates.variants(templates.TIMES, "12", typed)


def test_templates_know_their_options_in_both_languages() -> None:
    assert templates.variants(templates.WAYS, "BLEND", "热门") == templates.variants(
        templates.WAYS, "all", "popular"
    )
    with pytest.raises(Refusal, match="可以选"):
        templates.variants(templates.COPIES, "标准", "夸张")
    with pytest.raises(Refusal, match="两个方案是一样的"):
        templates.variants(templates.TIMES, "8", "08:00")


def test_groups_are_compared_only_where_there_are_many(few: Class) -> None:
    few.chat("g1")
    with pytest.raises(Refusal, match="能参加的只有"):
        few.starts(surface=Surface.GROUP)


def test_without_a_winner_one_must_be_named(few: Class) -> None:
    one = few.starts()
    with pytest.raises(Refusal, match="还没有胜出的方案"):
        few.promotes(one)
    promoted = few.promotes(one, "next")
    assert promoted.winner == "next"
    with pytest.raises(Refusal, match="已经在用了"):
        few.promotes(promoted, "next")
    draft = few.drafts()
    with pytest.raises(Refusal, match="还没开始"):
        few.promotes(draft, "next")


def test_promotions_are_undone_in_the_reverse_of_their_order(few: Class) -> None:
    first = few.promotes(few.starts(), "next")
    second = few.promotes(few.starts(templates.COPIES, "标准", "试一试"), "try")
    assert few.promoted() == {"copy": "try"}
    with pytest.raises(Refusal, match="请先撤销那一次"):
        few.undoes(first)
    few.undoes(second)
    assert few.promoted() == {"copy": "next"}
    undone = few.undoes(first)
    assert few.promoted() == {}
    with pytest.raises(Refusal, match="不用撤销"):
        few.undoes(undone)


def test_two_promotions_of_one_experiment_are_both_undone(few: Class) -> None:
    earlier = few.promotes(few.starts(), "next")
    one = few.promotes(few.starts(templates.COPIES, "标准", "试一试"), "try")
    one = few.undoes(few.promotes(one, "plain"))
    assert (one.winner, few.promoted()) == ("try", {"copy": "try"})
    one = few.undoes(one)
    assert (one.winner, few.promoted()) == ("", {"copy": "next"})
    few.undoes(earlier)
    assert few.promoted() == {}


def test_what_a_later_promotion_replaced_can_be_promoted_again(few: Class) -> None:
    first = few.promotes(few.starts(), "next")
    few.promotes(few.starts(templates.COPIES, "标准", "试一试"), "try")
    first = few.promotes(first, "next")
    assert few.promoted() == {"copy": "next"}
    assert few.undoes(first).winner == "next"
    assert few.promoted() == {"copy": "try"}


def test_a_promotion_holds_for_its_place_alone(few: Class) -> None:
    few.promotes(few.starts(), "next")
    assert few.promoted(Surface.LETTER) == {}


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE experiment_decisions SET act = 'stopped'",
        "UPDATE experiment_decisions SET detail = '{}'",
        "DELETE FROM experiment_decisions",
    ],
)
def test_the_database_itself_refuses_to_change_a_decision(learners: Class, attack: str) -> None:
    learners.drafts()
    with pytest.raises(DBAPIError, match="append-only"), learners.work() as uow:
        uow.execute(text(attack))


def test_the_staff_is_told_of_an_answer_once(few: Class) -> None:
    willing = few.willing(*NAMES)
    one = few.starts(lift=1.0)
    few.shows(willing)
    with few.work() as uow:
        assert experiments.answered(uow, 1) == []
    few.wait(days=8)
    with few.work() as uow:
        ((found, report),) = experiments.answered(uow, 1)
        assert (found.id, report.verdict) == (one.id, Verdict.NONE)
        experiments.told(uow, found)
        assert experiments.answered(uow, 1) == []
