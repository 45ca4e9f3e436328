"""Questions are asked, answered by others, and settled once by whoever asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from core import outbox, points, questions
from core.addresses import Address
from core.i18n import speaking
from core.questions import cards
from core.questions.service import LONGEST, SHOWN_UNANSWERED
from core.refusal import Refusal
from tests.core.community import Circle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.members import Member
    from core.questions import Answer, Question

HERE = Address("telegram", "-100")


@pytest.fixture
def circle(database_url: str) -> Iterator[Circle]:
    """Return a community on either engine."""
    circle = Circle(database_url)
    yield circle
    circle.writer.close()


@pytest.fixture
def asker(circle: Circle) -> Member:
    """Return whoever asks."""
    return circle.sees("小满")


@pytest.fixture
def helper(circle: Circle) -> Member:
    """Return whoever answers."""
    return circle.sees("阿德")


@pytest.fixture
def question(circle: Circle, asker: Member) -> Question:
    """Return a question."""
    with circle.work() as uow:
        return questions.ask(uow, asker, "  怎样坚持每天读书？ ")


@pytest.fixture
def given(circle: Circle, helper: Member, question: Question) -> Answer:
    """Return an answer to it."""
    with circle.work() as uow:
        answer = questions.answer(uow, helper, question, "每天睡前读十页")
    assert answer is not None
    return answer


def _points(circle: Circle, member: Member) -> int:
    with circle.work() as uow:
        return points.balance(uow, member)


def test_questions_are_numbered_within_their_community(circle: Circle, asker: Member) -> None:
    with circle.work() as uow:
        numbers = [questions.ask(uow, asker, f"第{n}个问题是什么？").number for n in range(3)]
        assert numbers == [1, 2, 3]
        assert questions.by_number(uow, circle.community.id, 2).text == "第1个问题是什么？"


@pytest.mark.parametrize("text", ["", "？", "   啊   ", "长" * (LONGEST + 1)])
def test_a_question_too_short_or_too_long_is_refused(
    circle: Circle, asker: Member, text: str
) -> None:
    with circle.work() as uow, pytest.raises(Refusal):
        questions.ask(uow, asker, text)


def test_ones_own_addition_is_no_answer(
    circle: Circle, asker: Member, helper: Member, question: Question
) -> None:
    with circle.work() as uow:
        assert questions.answer(uow, asker, question, "补充一下，我只有早上有空") is None
        assert questions.answer(uow, helper, question, "  ") is None
        assert questions.by_id(uow, circle.community.id, question.id).answers == 0


def test_the_asker_alone_accepts_and_only_once(
    circle: Circle, asker: Member, helper: Member, question: Question, given: Answer
) -> None:
    with circle.work() as uow:
        with pytest.raises(Refusal, match="只有提问的人"):
            questions.accept(uow, helper, given.id)
        questions.accept(uow, asker, given.id)
        with pytest.raises(Refusal, match="已经采纳"):
            questions.accept(uow, asker, given.id)
        kept = questions.by_id(uow, circle.community.id, question.id)
        assert kept.accepted_answer_id == given.id


def test_an_accepted_answer_pays_whoever_gave_it(
    circle: Circle, asker: Member, helper: Member, given: Answer
) -> None:
    before = _points(circle, helper)
    with circle.work() as uow:
        questions.accept(uow, asker, given.id)
    assert _points(circle, helper) > before


def test_an_answer_is_found_helpful_once_by_each_and_never_by_its_giver(
    circle: Circle, asker: Member, helper: Member, given: Answer
) -> None:
    with circle.work() as uow:
        assert not questions.upvote(uow, helper, given)
        assert questions.upvote(uow, asker, given)
        assert not questions.upvote(uow, asker, given)
        assert questions.withdraw_upvote(uow, asker, given)
        assert not questions.withdraw_upvote(uow, asker, given)


def test_to_and_fro_earns_nothing(
    circle: Circle, asker: Member, helper: Member, given: Answer
) -> None:
    with circle.work() as uow:
        questions.upvote(uow, asker, given)
    once = _points(circle, helper)
    for _ in range(3):
        with circle.work() as uow:
            questions.withdraw_upvote(uow, asker, given)
            questions.upvote(uow, asker, given)
    assert _points(circle, helper) <= once


def test_what_waits_longest_is_listed_first_and_never_too_much(
    circle: Circle, asker: Member, given: Answer
) -> None:
    with circle.work() as uow:
        for n in range(SHOWN_UNANSWERED + 2):
            questions.ask(uow, asker, f"第{n}个问题是什么？")
        waiting = questions.unanswered(uow, circle.community.id)
    assert given.question_id not in {item.id for item in waiting}
    assert [item.number for item in waiting] == list(range(2, SHOWN_UNANSWERED + 2))


def test_a_message_is_known_by_what_it_shows(
    circle: Circle, question: Question, given: Answer
) -> None:
    home = circle.community.id
    with circle.work() as uow:
        outbox.remember(uow, home, HERE, "10", questions.question_subject(question.id))
        outbox.remember(uow, home, HERE, "11", questions.answer_subject(given.id))
        found = questions.question_at(uow, home, HERE, "10")
        assert found is not None
        assert found.id == question.id
        answer = questions.answer_at(uow, home, HERE, "11")
        assert answer is not None
        assert answer.id == given.id
        assert questions.question_at(uow, home, HERE, "11") is None
        assert questions.answer_at(uow, home, HERE, "10") is None
        assert questions.question_at(uow, home, HERE, "99") is None
        assert questions.home_of(uow, question) == HERE


def test_the_list_says_how_long_each_has_waited(
    circle: Circle, asker: Member, question: Question
) -> None:
    waited = []
    for hours in (0, 5, 48):
        circle.wait(hours=hours)
        now = circle.clock.now()
        waited.append(cards.unanswered([question], {asker.id: asker.name}, now).body)
    assert "刚刚" in waited[0]
    assert "5 小时前" in waited[1]
    assert "2 天前" in waited[2]
    with speaking("en"):
        assert "2 d ago" in cards.unanswered([question], {}, circle.clock.now()).body
