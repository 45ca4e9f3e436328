"""What was suggested lately is told by where it was, of those alone whose data may count."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core import courses, recommend
from core.recommend import Reason, ReasonKind, Suggestion

if TYPE_CHECKING:
    from core.courses import Course
    from tests.core.community import Circle

CATALOGUE = "code,title\nA,人人都学的课\nB,没人看过的课\n"


def _bring_in(circle: Circle) -> list[Course]:
    with circle.work() as uow:
        drafts = courses.read_courses(CATALOGUE.encode(), "a.csv")
        courses.import_courses(uow, circle.community.id, drafts)
        return courses.every(uow, circle.community.id)


def _show(
    circle: Circle, course: Course, channel: str, member_id: int | None, propensity: float | None
) -> None:
    reason = Reason(ReasonKind.UNTAKEN)
    shown = [Suggestion(course, reason, locked=False, propensity=propensity)]
    with circle.work() as uow:
        recommend.note_shown(uow, circle.community.id, shown, channel, member_id)


def test_what_members_were_suggested_is_told_by_its_place(circle: Circle) -> None:
    first, second = _bring_in(circle)
    one, other, stranger = (circle.sees(name).id for name in ("甲", "乙", "丙"))
    _show(circle, first, recommend.COMMAND, one, 1.0)
    circle.wait(days=2)
    since = circle.clock.now()
    _show(circle, first, recommend.COMMAND, one, 1.0)
    _show(circle, second, recommend.LETTER, one, 1.0)
    _show(circle, second, recommend.COMMAND, other, 0.5)
    _show(circle, first, recommend.COMMAND, stranger, None)
    with circle.work() as uow:
        every = [one, other, stranger]
        by_command = recommend.shown_to(uow, every, recommend.COMMAND, since)
        by_letter = recommend.shown_to(uow, every, recommend.LETTER, since - timedelta(days=9))
        of_other = recommend.shown_to(uow, [other], recommend.COMMAND, since)
    assert by_command == [(one, first.id, since), (other, second.id, since)]
    assert by_letter == [(one, second.id, since)]
    assert of_other == by_command[1:]


def test_what_groups_were_suggested_is_told_by_chat(circle: Circle) -> None:
    first, second = _bring_in(circle)
    here, there = circle.chat("一班"), circle.chat("二班")
    now = circle.clock.now()
    _show(circle, first, recommend.group_channel(here), None, None)
    _show(circle, second, recommend.group_channel(there), None, None)
    _show(circle, second, recommend.COMMAND, circle.sees("甲").id, 1.0)
    with circle.work() as uow:
        both = recommend.shown_in(uow, circle.community.id, [here, there], now)
        one = recommend.shown_in(uow, circle.community.id, [there], now)
        later = recommend.shown_in(uow, circle.community.id, [here], now + timedelta(seconds=1))
    assert both == [(here, first.id, now), (there, second.id, now)]
    assert one == both[1:]
    assert later == []
