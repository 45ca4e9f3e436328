"""Nightly training forgets whoever left, and holds up nobody who writes."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from core import courses, members, recommend
from core.members import Member, Purpose
from core.recommend import ReasonKind, cards_operator
from core.recommend.tables import ModelRow
from tests.core.community import Circle
from tests.core.statements import statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.recommend import Learned
    from core.uow import UnitOfWork

CATALOGUE = "code,title\nA,泡茶的水温\nB,家常汤的火候\nC,手机摄影构图\nD,人像摄影布光\n"


@pytest.fixture
def circle(database_url: str) -> Iterator[Circle]:
    """Found a community with four courses."""
    circle = Circle(database_url)
    with closing(circle.writer):
        with circle.work() as uow:
            drafts = courses.read_courses(CATALOGUE.encode(), "a.csv")
            courses.import_courses(uow, circle.community.id, drafts)
        yield circle


def takes(circle: Circle, name: str, *codes: str) -> Member:
    """Let a member who consents take courses."""
    member = circle.sees(name)
    with circle.work() as uow:
        members.agree(uow, member, Purpose.RECOMMEND)
        for code in codes:
            courses.enrol(uow, member, courses.get(uow, circle.community.id, code), tier=0)
    return member


def learn(circle: Circle) -> Learned:
    """Train a day later."""
    circle.wait(days=1)
    learned = recommend.learn(circle.writer.begin, circle.community.id)
    assert learned is not None
    return learned


def models(circle: Circle) -> tuple[int, int]:
    """Return how many models are kept, and how many of them run."""
    with circle.work() as uow:
        counted = select(func.count(), func.count().filter(ModelRow.running))
        return tuple(uow.execute(counted.select_from(ModelRow)).one())


def reasons(circle: Circle, member: Member) -> set[ReasonKind]:
    """Return why courses would be suggested to a member."""
    with circle.work() as uow:
        (found,) = recommend.suggest_each(uow, circle.community.id, [(member, 0)])
    return {suggestion.reason.kind for suggestion in found}


def leave(circle: Circle, member: Member, *, erased: bool) -> None:
    """Let a member withdraw their consent an hour later, or have everything erased."""
    circle.wait(hours=1)
    with circle.work() as uow:
        if erased:
            members.erase(uow, member)
        else:
            members.disagree(uow, member, Purpose.RECOMMEND)


@pytest.mark.parametrize("erased", [False, True], ids=["withdrawn", "erased"])
def test_what_was_learned_from_whoever_left_is_deleted_at_the_next_training(
    circle: Circle, *, erased: bool
) -> None:
    leaver, asking = takes(circle, "独行", "A", "B"), takes(circle, "小满", "A")
    learn(circle)
    assert ReasonKind.STUDIED in reasons(circle, asking)
    leave(circle, leaver, erased=erased)
    learned = learn(circle)
    assert learned.forgot
    assert "都已删除" in cards_operator.trained(learned)
    assert models(circle) == (1, 1)
    assert ReasonKind.STUDIED not in reasons(circle, asking)


def test_a_model_of_a_leaver_stops_running_even_if_no_new_one_takes_its_place(
    circle: Circle,
) -> None:
    leaver, asking = takes(circle, "独行", "A", "B"), takes(circle, "小满", "A")
    learn(circle)
    leave(circle, leaver, erased=False)
    with circle.work() as uow:
        for course in courses.every(uow, circle.community.id):
            courses.publish(uow, course, is_so=False)
        assert recommend.forget(uow, circle.community.id)
    assert models(circle) == (0, 0)
    assert reasons(circle, asking) == set()


def test_of_idle_models_none_outlives_a_leaver(circle: Circle) -> None:
    leaver = takes(circle, "独行", "A", "B")
    learn(circle)
    learn(circle)
    assert models(circle) == (2, 1)
    leave(circle, leaver, erased=False)
    learn(circle)
    assert models(circle) == (1, 1)


def test_who_leaves_while_it_trains_is_forgotten_the_next_time(circle: Circle) -> None:
    leaver, asking = takes(circle, "独行", "A", "B"), takes(circle, "小满", "A")

    @contextmanager
    def begin(*, writes: bool = True) -> Iterator[UnitOfWork]:
        with circle.writer.begin(writes=writes) as uow:
            yield uow
        if not writes:
            leave(circle, leaver, erased=False)
            circle.wait(hours=1)

    assert recommend.learn(begin, circle.community.id)
    assert ReasonKind.STUDIED in reasons(circle, asking)
    assert learn(circle).forgot
    assert ReasonKind.STUDIED not in reasons(circle, asking)


def test_who_says_no_without_any_course_costs_no_model(circle: Circle) -> None:
    takes(circle, "小满", "A", "B")
    learn(circle)
    leave(circle, circle.sees("路过"), erased=False)
    assert not learn(circle).forgot
    assert models(circle) == (2, 1)


def test_training_asks_the_writer_for_nothing_that_members_did(circle: Circle) -> None:
    counts = []
    learn(circle)
    for crowd in (2, 12):
        for number in range(crowd):
            takes(circle, f"{crowd} 班学员{number}", "A", "BCD"[number % 3])
        with statements(circle.writer) as asked:
            learn(circle)
        assert [one for one in asked.reading if "FROM interactions" in one]
        assert not [one for one in asked.writing if "FROM interactions" in one]
        counts.append(len(asked.writing))
    assert counts[0] == counts[1]
