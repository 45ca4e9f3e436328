"""What trying courses out was worth is told from what was logged, once enough is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from core import courses, members, recommend
from core.members import Purpose, Sighting, Visitor
from core.recommend import Reason, ReasonKind, Suggestion, cards_exposure, cards_off_policy

if TYPE_CHECKING:
    from core.courses import Course
    from core.recommend import Hindsight
    from core.uow import UnitOfWork
    from tests.core.community import Circle

CATALOGUE = "code,title\nA,人人都学的课\nB,没人看过的课\n"
PEOPLE = 400


def _logged(circle: Circle, people: int = PEOPLE) -> None:
    """Show half the members a try, which four of ten like, and the others what one of ten likes."""
    with circle.work() as uow:
        drafts = courses.read_courses(CATALOGUE.encode(), "a.csv")
        courses.import_courses(uow, circle.community.id, drafts)
        usual, new = courses.every(uow, circle.community.id)
        for place in range(people):
            explored = place % 2 == 1
            course, likers = (new, 4) if explored else (usual, 1)
            _show(uow, circle, place, course, explored=explored, liked=place // 2 % 10 < likers)


def _show(  # noqa: PLR0913 - who is shown what, and what comes of it
    uow: UnitOfWork, circle: Circle, place: int, course: Course, *, explored: bool, liked: bool
) -> None:
    visitor = Visitor("telegram", f"1-{place}", f"学员{place}")
    member = members.recognise_one(uow, Sighting(circle.community.id, visitor))
    members.agree(uow, member, Purpose.RECOMMEND)
    reason = Reason(ReasonKind.UNTAKEN)
    shown = [Suggestion(course, reason, locked=False, propensity=0.5, explored=explored)]
    recommend.note_shown(uow, circle.community.id, shown, recommend.COMMAND, member.id)
    if liked:
        courses.like(uow, member, course)
        uow.settle()


def _back(circle: Circle) -> Hindsight:
    with circle.work() as uow:
        return recommend.hindsight(uow, circle.community.id)


def test_both_extremes_are_told_from_one_log(circle: Circle) -> None:
    _logged(circle)
    assert _back(circle).lists == 0
    circle.wait(days=8)
    found = _back(circle)
    assert found.lists == PEOPLE
    assert found.logged == pytest.approx(0.25)
    assert found.never.ips == pytest.approx(0.1)
    assert found.always.ips == pytest.approx(0.4)
    assert found.sound
    with circle.work() as uow:
        said = cards_exposure.exposure(recommend.exposure(uow, circle.community.id), found).text
    assert "从不试推 10% ±4%，实际 25%，每份都试推 40% ±8%。" in said


def test_the_lists_of_a_members_day_were_decided_by_one_draw(circle: Circle) -> None:
    _logged(circle)
    _logged(circle)
    circle.wait(days=8)
    once = _back(circle)
    assert (once.lists, once.never.effective) == (2 * PEOPLE, PEOPLE / 2)
    _logged(circle)
    circle.wait(days=8)
    assert _back(circle).never.effective > PEOPLE / 2


def test_the_operator_reads_how_much_of_the_log_each_estimate_rests_on(circle: Circle) -> None:
    _logged(circle)
    circle.wait(days=8)
    found = _back(circle)
    never, always = cards_off_policy.rows(found)
    assert len(cards_off_policy.headings()) == len(never) == len(always)
    assert (never[0], never[1], never[-2:]) == ("从不试推", "0.1000", ("200", "1.00"))
    assert (always[0], always[1], always[3]) == ("每份都试推", "0.4000", "0.4000")
    assert "400 份" in cards_off_policy.verdict(found)
    assert "实际点开率是 25%" in cards_off_policy.verdict(found)


def test_of_a_short_log_nothing_is_concluded(circle: Circle) -> None:
    _logged(circle, people=20)
    circle.wait(days=8)
    found = _back(circle)
    assert not found.sound
    with circle.work() as uow:
        said = cards_exposure.exposure(recommend.exposure(uow, circle.community.id), found).text
    assert "记录还太少，推算不出来（可用的推荐 20 份）" in said
    assert cards_off_policy.verdict(found) in said


def test_what_is_three_months_old_says_nothing_any_more(circle: Circle) -> None:
    _logged(circle, people=20)
    circle.wait(days=91)
    assert _back(circle).lists == 0
