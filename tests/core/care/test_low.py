"""Who feels low: a lasting and clear mood of one's own, and never of those who object."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from core import members
from core.members import Purpose
from core.sentiment.low import LowMember, low_members
from tests.core.care.conftest import CALM, GLAD, SAD, UNSURE

if TYPE_CHECKING:
    from core.text import Sentiment
    from tests.core.care.conftest import School


def _low(school: School) -> list[LowMember]:
    with school.work() as uow:
        return low_members(uow, school.community)


def test_three_bad_messages_on_two_days_are_a_low_mood(school: School) -> None:
    alice = school.joins("alice")
    school.feels(alice, SAD, SAD, CALM, days_ago=2)
    assert _low(school) == []
    school.feels(alice, SAD)
    assert _low(school) == [LowMember(alice.id, days=2, confident=4, positives=0, negatives=3)]


@pytest.mark.parametrize(
    ("today", "days_ago"),
    [
        ((SAD,) * 9, 0),  # one bad day
        ((SAD, SAD, SAD, GLAD, GLAD, GLAD), 1),  # good and bad
        ((SAD, *[CALM] * 20), 1),  # a calm talker who is misread now and then
        ((SAD, *[UNSURE] * 3), 1),  # too few that are sure
        ((SAD, SAD, SAD), 7),  # last week
    ],
)
def test_less_than_that_is_none(
    school: School, today: tuple[Sentiment, ...], days_ago: int
) -> None:
    alice = school.joins("alice")
    school.feels(alice, SAD, days_ago=days_ago)
    school.feels(alice, *today)
    assert _low(school) == []


def test_whoever_objects_is_not_looked_at(school: School) -> None:
    alice, bob = (school.is_low(school.joins(name)) for name in ("alice", "bob"))
    with school.work() as uow:
        members.disagree(uow, alice, Purpose.MOOD)
    assert [low.member_id for low in _low(school)] == [bob.id]
