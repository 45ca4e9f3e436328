"""Whom a message is drafted to, how often, and when a draft lapses."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from core import care, members, outbox
from core.care import cards
from core.i18n import LANGUAGES, speaking
from core.members import Purpose
from core.refusal import Refusal
from core.roles import Role
from tests.core.care.conftest import SAD

if TYPE_CHECKING:
    from core.members import Member
    from tests.core.care.conftest import School


@pytest.fixture
def alice(school: School) -> Member:
    """Return a member who asked yesterday and feels low."""
    alice = school.joins("alice")
    school.asks(alice)
    school.waits(days=1)
    return school.is_low(alice)


def _open(school: School) -> list[care.Proposal]:
    with school.work() as uow:
        return care.proposals(uow, school.community.id)


def _letters(school: School) -> list[outbox.Parcel]:
    with school.work() as uow:
        return outbox.claim(uow, ["console"])


@pytest.mark.usefixtures("alice")
def test_a_low_mood_and_a_waiting_question_make_a_draft_for_the_administrators(
    school: School,
) -> None:
    school.morning()
    [proposed] = _open(school)
    [letter] = _letters(school)
    assert letter.member_id == school.root.id
    assert letter.card.title == "关怀草稿 #1"
    assert "给谁：alice\n原因：提问 #1 从 2026-03-10 10:00 等到现在，1 天了" in letter.card.body
    assert proposed.draft.text in letter.card.body
    assert "循环变量" not in letter.card.text
    assert [button.label for button in letter.card.buttons[0]] == ["发送", "修改", "放弃"]


@pytest.mark.usefixtures("alice")
def test_repeating_the_morning_changes_nothing(school: School) -> None:
    school.morning()
    school.morning()
    assert len(_open(school)) == len(_letters(school)) == 1


def test_a_low_mood_alone_is_nobodys_business(school: School) -> None:
    school.is_low(school.joins("alice"))
    school.morning()
    assert _open(school) == []


def test_a_waiting_question_alone_makes_no_draft(school: School) -> None:
    alice = school.joins("alice")
    school.asks(alice)
    school.feels(alice, SAD)
    school.waits(days=1)
    school.morning()
    assert _open(school) == []


def test_a_question_is_given_a_day_to_be_answered(school: School) -> None:
    alice = school.is_low(school.joins("alice"))
    school.asks(alice)
    school.waits(hours=23)
    school.morning()
    assert _open(school) == []
    school.waits(hours=1)
    school.morning()
    assert len(_open(school)) == 1


def test_a_membership_near_its_end_makes_a_draft_that_does_not_speak_of_it(school: School) -> None:
    alice = school.joins("alice")
    school.grants(alice, days=10)
    school.waits(days=6)
    school.is_low(alice)
    school.morning()
    [proposed] = _open(school)
    [letter] = _letters(school)
    assert "原因：会员 2026-03-20 10:00 到期，还有 4 天" in letter.card.body
    assert "会员" not in proposed.draft.text
    assert "续" not in proposed.draft.text


@pytest.mark.parametrize(("term", "wait"), [(30, 6), (5, 1)])
def test_no_membership_far_from_its_end_or_as_short_as_that_does(
    school: School, term: int, wait: int
) -> None:
    alice = school.joins("alice")
    school.grants(alice, days=term)
    school.waits(days=wait)
    school.is_low(alice)
    school.morning()
    assert _open(school) == []


def test_nothing_is_drafted_to_those_who_object_left_cannot_be_reached_or_administer(
    school: School,
) -> None:
    some = [school.joins(name) for name in ("objects", "left", "blocked", "administers")]
    for member in some:
        school.asks(member)
    school.waits(days=1)
    for member in some:
        school.is_low(member)
    objects, left, blocked, administers = some
    with school.work() as uow:
        members.disagree(uow, objects, Purpose.MOOD)
        members.joined(uow, left, school.chat)
        members.left(uow, left, school.chat)
        members.reachable(uow, "console", blocked.name, is_so=False)
        members.promote(uow, administers, Role.ADMIN)
    school.morning()
    assert _open(school) == []


def test_at_most_five_are_drafted_in_one_morning_the_longest_waiting_first(school: School) -> None:
    some = [school.joins(f"m{number}") for number in range(7)]
    for member in reversed(some):
        school.asks(member)
        school.waits(minutes=1)
    school.waits(days=1)
    for member in some:
        school.is_low(member)
    school.morning()
    drafted = [proposed.need.member.name for proposed in _open(school)]
    assert drafted == ["m6", "m5", "m4", "m3", "m2"]


@pytest.mark.usefixtures("alice")
def test_with_nobody_to_decide_nothing_is_drafted(school: School) -> None:
    with school.work() as uow:
        members.promote(uow, school.root, Role.MODERATOR)
    school.morning()
    assert _open(school) == []


def test_a_member_is_drafted_to_once_in_fourteen_days_and_once_about_a_cause(
    school: School, alice: Member
) -> None:
    school.morning()
    with school.work() as uow:
        care.drop(uow, care.proposals(uow, school.community.id)[0], school.root)
    school.asks(alice, "装饰器带参数要怎么写？")
    school.waits(days=13)
    school.is_low(alice)
    school.morning()
    assert _open(school) == []
    school.waits(days=1)
    school.morning()
    [proposed] = _open(school)
    assert proposed.need.question is not None
    assert proposed.need.question.number == 2


def test_a_draft_lapses_when_the_question_is_answered(school: School, alice: Member) -> None:
    school.morning()
    [proposed] = _open(school)
    assert proposed.need.question is not None
    school.answers(school.joins("bob"), proposed.need.question)
    assert _open(school) == []
    with school.work() as uow, pytest.raises(Refusal, match="已经失效"):
        care.by_number(uow, school.community.id, 1)
    school.morning()
    with school.work() as uow:
        [exported] = care.PERSONAL.export(uow, alice.id)
    assert (exported["state"], exported["text"]) == ("lapsed", "")
    assert _letters(school) == []


def test_a_draft_lapses_when_the_membership_is_renewed(school: School) -> None:
    alice = school.joins("alice")
    school.grants(alice, days=10)
    school.waits(days=6)
    school.is_low(alice)
    school.morning()
    assert len(_open(school)) == 1
    school.grants(alice, days=30)
    assert _open(school) == []


@pytest.mark.usefixtures("alice")
def test_a_draft_lapses_after_seven_days(school: School) -> None:
    school.morning()
    school.waits(days=6, hours=23)
    assert len(_open(school)) == 1
    school.waits(hours=1)
    assert _open(school) == []


def test_a_draft_lapses_when_its_member_objects(school: School, alice: Member) -> None:
    school.morning()
    with school.work() as uow:
        members.disagree(uow, alice, Purpose.MOOD)
    assert _open(school) == []


def test_whatever_is_drafted_is_short_names_the_member_and_keeps_quiet_about_moods(
    school: School,
) -> None:
    long_name = school.joins("一二三四五六七八" * 8)
    question = school.asks(long_name)
    school.grants(long_name, days=8)
    school.waits(days=1, hours=1)
    school.is_low(long_name)
    with school.work() as uow:
        [need] = care.needs(uow, school.community)
    assert need.ending is not None
    assert need.question == question
    texts = set()
    for language in LANGUAGES:
        for turn in range(6):
            asked = care.Need(need.member, replace(question, id=turn, number=999_999))
            ends = care.Need(need.member, ending=replace(need.ending, id=turn))
            with speaking(language):
                texts |= {cards.drafted(asked), cards.drafted(ends)}
    assert len(texts) == 2 * 2 * 3
    for text in texts:
        assert len(text) <= care.LONGEST
        assert "一二三四五六七八一二三四五六七…" in text
        assert not any(word in text for word in ("情绪", "低落", "心情", "mood", "low", "续费"))


def test_the_draft_is_in_the_members_language(school: School) -> None:
    ann = school.joins("ann", language="en")
    school.asks(ann, "Why does it leak?")
    school.waits(days=1)
    school.is_low(ann)
    school.morning()
    assert _open(school)[0].draft.text.startswith("Hi ann, ")
    assert "给谁：ann" in _letters(school)[0].card.text
