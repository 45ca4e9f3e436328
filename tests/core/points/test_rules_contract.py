"""What every point rule must honour; a new file in rules/ is tested by being there."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from core.i18n import catalogue
from core.points.rules import discovered

if TYPE_CHECKING:
    from core.events import Event
    from core.points.rule import Rule
    from tests.core.points.town import Town

EVERY = pytest.mark.parametrize("rule", discovered(), ids=lambda rule: rule.name)
WITHDRAWABLE = pytest.mark.parametrize(
    "rule", [rule for rule in discovered() if rule.withdrawn_by], ids=lambda rule: rule.name
)
THINGS = ("question_id", "answer_id", "course_id", "subscription_id")


def is_person(name: str) -> bool:
    return name.endswith("_id") and name != "community_id" and name not in THINGS


def people_of(kind: type[Event]) -> list[str]:
    return [field.name for field in fields(kind) if is_person(field.name)]


def sample(kind: type[Event], community_id: int, people: list[int], *, thing: int = 70) -> Event:
    """Return an event about made-up things, its persons taken from ``people`` in turn."""
    waiting = iter(people)
    values: dict[str, Any] = {
        "bool": True,
        "date": date(2026, 1, 5 + thing % 7),
        "str": "year",
        "int": thing,
    }
    filled = {
        field.name: next(waiting) if is_person(field.name) else values[str(field.type)]
        for field in fields(kind)
    }
    return kind(**filled | {"community_id": community_id})


def test_rules_are_found_by_walking_the_folder() -> None:
    assert {rule.name: rule.points for rule in discovered()} == {
        "answer_accepted": 15,
        "answer_chosen": 2,
        "answer_given": 5,
        "answer_upvoted": 10,
        "daily_check_in": 3,
        "question_asked": 2,
    }


@EVERY
def test_a_rule_is_explained_titled_and_translated(rule: Rule) -> None:
    assert rule.awards.__doc__
    assert rule.title
    assert rule.title in catalogue("en")


@EVERY
def test_a_rule_pays_a_positive_number_of_points_and_has_a_version(rule: Rule) -> None:
    assert rule.points > 0
    assert rule.version >= 1


@EVERY
def test_a_key_names_its_cause(rule: Rule) -> None:
    people = [11, 12, 13]
    one, other = (list(rule.awards(sample(rule.on, 1, people, thing=n))) for n in (70, 71))
    assert one
    assert not {rule.key(award, 0) for award in one} & {rule.key(award, 0) for award in other}
    for award in one:
        assert "70" in award.key or "2026-01-05" in award.key
        assert rule.key(award, 0).startswith(rule.name.replace("_", "-"))


@EVERY
def test_a_rule_never_pays_the_same_event_twice(town: Town, rule: Rule) -> None:
    people = [town.id(name) for name in ("小满", "阿德", "丁丁")]
    event = sample(rule.on, town.community.id, people)
    town.happens(event)
    paid = [town.balance(name) for name in town.people]
    town.happens(event)
    assert sum(paid) > 0
    assert [town.balance(name) for name in town.people] == paid


@EVERY
def test_nobody_is_paid_for_dealing_with_themselves(rule: Rule) -> None:
    people = people_of(rule.on)
    if len(people) > 1:
        alone = [11] * len(people)
        assert list(rule.awards(sample(rule.on, 1, alone))) == []


@EVERY
def test_a_rule_pays_only_somebody_whom_the_event_names(rule: Rule) -> None:
    named = [11, 12, 13]
    paid = {award.to for award in rule.awards(sample(rule.on, 1, named))}
    assert paid <= set(named[: len(people_of(rule.on))])


@WITHDRAWABLE
def test_withdrawing_takes_back_exactly_what_was_paid(town: Town, rule: Rule) -> None:
    people = [town.id(name) for name in ("小满", "阿德", "丁丁")]
    town.happens(sample(rule.on, town.community.id, people))
    withdrawn_by: Any = rule.withdrawn_by
    withdrawn = sample(withdrawn_by, town.community.id, people)
    town.happens(withdrawn)
    town.happens(withdrawn)
    assert not any(town.balance(name) for name in town.people)
    assert town.problems() == []
