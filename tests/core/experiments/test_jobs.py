"""Administrators are written to once, when an experiment has its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import courses, experiments, outbox
from core.experiments import Rule, Surface
from scheduler.job import Slot
from scheduler.jobs.experiment_results import experiment_results

if TYPE_CHECKING:
    from tests.core.experiments.conftest import Class

NAMES = [f"学员{number}" for number in range(240)]


def _runs(learners: Class) -> list[str]:
    """Run the job; return what it wrote."""
    now = learners.clock.now()
    slot = Slot(learners.community, now.replace(tzinfo=None), now)
    experiment_results.run(learners.writer.begin, slot)
    with learners.work() as uow:
        parcels = outbox.claim(uow, ["telegram"])
        for parcel in parcels:
            outbox.ended(uow, parcel, outbox.Ending.SENT)
    return [parcel.card.text for parcel in parcels]


def test_the_staff_reads_of_an_answer_once(few: Class) -> None:
    willing = few.willing(*NAMES)
    few.starts(lift=1.0, rule=Rule.SEQUENTIAL)
    saw = few.shows(willing)
    with few.work() as uow:
        for number, (member, variant) in enumerate(zip(willing, saw, strict=True)):
            if number % 10 < (2 if variant == "plain" else 7):
                courses.like(uow, member, few.courses[0])
    assert _runs(few) == []
    few.wait(days=8)
    (letter,) = _runs(few)
    assert letter.startswith("实验 #1 有结果了\n比较：标准（对照）和接着学")
    assert "结论：「接着学」更好，可以放心采用。" in letter
    few.wait(days=1)
    assert _runs(few) == []


def test_of_a_fault_the_staff_reads_once_and_of_the_answer_after_it_too(few: Class) -> None:
    willing = few.willing(*NAMES)
    one = few.starts(lift=1.0)
    with few.work() as uow:
        variants = {
            member.name: experiments.recipe(uow, member, Surface.COMMAND) for member in willing
        }
    plain = [member for member in willing if "plain" in variants[member.name].variants.values()]
    rest = [member for member in willing if member not in plain]
    few.shows([*plain, *rest[:60]])
    few.wait(days=3)
    (fault,) = _runs(few)
    assert fault.startswith(f"实验 #{one.number} 出了问题")
    few.shows(rest[60:])
    assert _runs(few) == []
    few.wait(days=9)
    (answer,) = _runs(few)
    assert "结论：" in answer
    few.wait(days=1)
    assert _runs(few) == []
