"""What can be done with questions: ask, answer, accept, find helpful."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core import outbox
from core.events import (
    AnswerAccepted,
    AnswerGiven,
    AnswerUpvoted,
    QuestionAsked,
    UpvoteWithdrawn,
)
from core.members import PersonalData
from core.questions import repository
from core.questions.models import AnswerRow, QuestionRow, UpvoteRow
from core.questions.question import ERASED_TEXT, question_subject
from core.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from core.addresses import Address
    from core.events import UpvoteEvent
    from core.members import Member
    from core.questions.question import Answer, Question
    from core.uow import UnitOfWork

SHORTEST = 4
LONGEST = 3000
SHOWN_UNANSWERED = 10


def ask(uow: UnitOfWork, asker: Member, text: str) -> Question:
    """Put a question."""
    written = text.strip()
    if len(written) < SHORTEST:
        raise Refusal("请把问题写具体一点，至少 {least} 个字。", least=SHORTEST)
    if len(written) > LONGEST:
        raise Refusal("问题太长了，最多 {most} 个字，请精简一下。", most=LONGEST)
    values = {
        "community_id": asker.community_id,
        "number": repository.next_number(uow, asker.community_id),
        "asker_id": asker.id,
        "text": written,
    }
    question_id = repository.add_question(uow, values)
    uow.record(
        QuestionAsked(community_id=asker.community_id, question_id=question_id, asker_id=asker.id)
    )
    return by_id(uow, asker.community_id, question_id)


def answer(uow: UnitOfWork, answerer: Member, question: Question, text: str) -> Answer | None:
    """Answer a question; None when the asker only adds to their own."""
    if answerer.id == question.asker_id or not text.strip():
        return None
    first = not repository.has_answered(uow, question.id, answerer.id)
    values = {
        "community_id": question.community_id,
        "question_id": question.id,
        "answerer_id": answerer.id,
        "text": text.strip()[:LONGEST],
    }
    answer_id = repository.add_answer(uow, values)
    uow.record(
        AnswerGiven(
            community_id=question.community_id,
            question_id=question.id,
            answer_id=answer_id,
            asker_id=question.asker_id,
            answerer_id=answerer.id,
            first=first,
        )
    )
    return _answer(uow, question.community_id, answer_id)


def accept(uow: UnitOfWork, member: Member, answer_id: int) -> tuple[Question, Answer]:
    """Accept an answer to one's own question, once."""
    given = _answer(uow, member.community_id, answer_id)
    question = by_id(uow, member.community_id, given.question_id)
    if question.asker_id != member.id:
        raise Refusal("只有提问的人可以采纳回答。")
    if given.answerer_id == member.id:
        raise Refusal("不能采纳自己的回答。")
    if not repository.accept(uow, question.id, given.id):
        raise Refusal("#{number} 已经采纳过回答了。", number=question.number)
    uow.record(
        AnswerAccepted(
            community_id=question.community_id,
            question_id=question.id,
            answer_id=given.id,
            asker_id=question.asker_id,
            answerer_id=given.answerer_id,
        )
    )
    return question, given


def upvote(uow: UnitOfWork, voter: Member, given: Answer) -> bool:
    """Find an answer helpful; False for one's own and for the second time."""
    if voter.id == given.answerer_id:
        return False
    values = {"community_id": voter.community_id, "answer_id": given.id, "voter_id": voter.id}
    if not repository.add_upvote(uow, values):
        return False
    uow.record(_of_upvote(AnswerUpvoted, voter, given))
    return True


def withdraw_upvote(uow: UnitOfWork, voter: Member, given: Answer) -> bool:
    """Take an upvote back; False when there was none."""
    if not repository.delete_upvote(uow, given.id, voter.id):
        return False
    uow.record(_of_upvote(UpvoteWithdrawn, voter, given))
    return True


def by_id(uow: UnitOfWork, community_id: int, question_id: int) -> Question:
    """Return a question of a community; refuse when there is none."""
    question = repository.question(uow, community_id, question_id)
    if question is None:
        raise Refusal("没有找到这个问题，可能已经删除了。")
    return question


def by_number(uow: UnitOfWork, community_id: int, number: int) -> Question:
    """Return a question by the number that members are shown; refuse when there is none."""
    question = repository.numbered(uow, community_id, number)
    if question is None or question.erased:
        raise Refusal("没有 #{number} 这个问题。", number=number)
    return question


def home_of(uow: UnitOfWork, question: Question) -> Address | None:
    """Return the chat in which a question was asked, None when nothing shows it any more."""
    subject = question_subject(question.id)
    return outbox.first_shown(uow, question.community_id, subject)


def unanswered(uow: UnitOfWork, community_id: int) -> list[Question]:
    """Return up to ten questions with no answer, the one that has waited longest first."""
    return repository.unanswered(uow, community_id, SHOWN_UNANSWERED)


def texts_asked(
    uow: UnitOfWork, community_id: int, since: datetime, member_ids: Collection[int] | None = None
) -> Sequence[tuple[int, str]]:
    """Return (asker's id, text) of a community's questions since a moment, oldest first."""
    return [tuple(row) for row in repository.texts_by_asker(uow, community_id, member_ids, since)]


def texts_answered(
    uow: UnitOfWork, community_id: int, since: datetime, member_ids: Collection[int] | None = None
) -> Sequence[tuple[int, str]]:
    """Return (answerer's id, text of the question) of its answers since a moment."""
    found = repository.texts_by_answerer(uow, community_id, member_ids, since)
    return [tuple(row) for row in found]


def question_at(
    uow: UnitOfWork, community_id: int, at: Address, message_id: str
) -> Question | None:
    """Return the question that a message shows, None when its asker was forgotten."""
    subject = outbox.subject_at(uow, community_id, at, message_id) or ""
    kind, _, number = subject.partition(":")
    if kind != "question":
        return None
    question = repository.question(uow, community_id, int(number))
    return None if question is None or question.erased else question


def answer_at(uow: UnitOfWork, community_id: int, at: Address, message_id: str) -> Answer | None:
    """Return the answer that a message shows."""
    subject = outbox.subject_at(uow, community_id, at, message_id) or ""
    kind, _, number = subject.partition(":")
    return repository.answer(uow, community_id, int(number)) if kind == "answer" else None


def _answer(uow: UnitOfWork, community_id: int, answer_id: int) -> Answer:
    given = repository.answer(uow, community_id, answer_id)
    if given is None:
        raise Refusal("没有找到这个回答，可能已经删除了。")
    return given


def _export(uow: UnitOfWork, member_id: int) -> dict[str, Any]:
    return {
        "asked": [
            {"number": item.number, "text": item.text, "at": item.asked_at.isoformat()}
            for item in repository.questions_of(uow, member_id)
        ],
        "answered": [
            {"question": item.question_id, "text": item.text, "at": item.given_at.isoformat()}
            for item in repository.answers_of(uow, member_id)
        ],
    }


def _erase(uow: UnitOfWork, member_id: int) -> None:
    repository.blank(uow, member_id, ERASED_TEXT)


PERSONAL = PersonalData(
    room="questions",
    tables=(QuestionRow, AnswerRow, UpvoteRow),
    export=_export,
    erase=_erase,
    merge=repository.move,
)


def _of_upvote(what: type[UpvoteEvent], voter: Member, given: Answer) -> UpvoteEvent:
    """Return what happened to an upvote, as the other rooms hear of it."""
    return what(
        community_id=voter.community_id,
        question_id=given.question_id,
        answer_id=given.id,
        answerer_id=given.answerer_id,
        voter_id=voter.id,
    )
