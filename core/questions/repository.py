"""Every query about questions, answers and upvotes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Row as SqlRow
from sqlalchemy import delete, func, insert, select, update

from core.questions.models import AnswerRow, QuestionRow, UpvoteRow
from core.questions.question import ERASED_TEXT, Answer, Question

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from core.uow import UnitOfWork

_QUESTION = select(
    QuestionRow.id,
    QuestionRow.community_id,
    QuestionRow.number,
    QuestionRow.asker_id,
    QuestionRow.text,
    QuestionRow.asked_at,
    QuestionRow.answers,
    QuestionRow.accepted_answer_id,
)
_UPVOTES = (
    select(func.count())
    .select_from(UpvoteRow)
    .where(UpvoteRow.answer_id == AnswerRow.id)
    .scalar_subquery()
)
_ANSWER = select(
    AnswerRow.id,
    AnswerRow.question_id,
    AnswerRow.answerer_id,
    AnswerRow.text,
    AnswerRow.given_at,
    _UPVOTES,
)


def next_number(uow: UnitOfWork, community_id: int) -> int:
    """Return the number that the community's next question gets."""
    newest = select(func.max(QuestionRow.number)).where(QuestionRow.community_id == community_id)
    return (uow.execute(newest).scalar() or 0) + 1


def add_question(uow: UnitOfWork, values: Mapping[str, Any]) -> int:
    """Insert a question and return its id."""
    statement = insert(QuestionRow).values(asked_at=uow.now, answers=0, **values)
    return int(uow.execute(statement.returning(QuestionRow.id)).scalar_one())


def question(uow: UnitOfWork, community_id: int, question_id: int) -> Question | None:
    """Return a question of a community by its id."""
    query = _QUESTION.where(QuestionRow.community_id == community_id, QuestionRow.id == question_id)
    row = uow.execute(query).first()
    return Question(*row) if row else None


def numbered(uow: UnitOfWork, community_id: int, number: int) -> Question | None:
    """Return a question of a community by its number."""
    query = _QUESTION.where(QuestionRow.community_id == community_id, QuestionRow.number == number)
    row = uow.execute(query).first()
    return Question(*row) if row else None


def unanswered(uow: UnitOfWork, community_id: int, limit: int) -> list[Question]:
    """Return questions with no answer, the one that has waited longest first."""
    query = _QUESTION.where(
        QuestionRow.community_id == community_id,
        QuestionRow.answers == 0,
        QuestionRow.text != ERASED_TEXT,
    )
    return [Question(*row) for row in uow.execute(query.order_by(QuestionRow.id).limit(limit))]


def add_answer(uow: UnitOfWork, values: Mapping[str, Any]) -> int:
    """Insert an answer, count it at its question, and return its id."""
    statement = insert(AnswerRow).values(given_at=uow.now, **values)
    answer_id = int(uow.execute(statement.returning(AnswerRow.id)).scalar_one())
    at = QuestionRow.id == values["question_id"]
    uow.execute(update(QuestionRow).where(at).values(answers=QuestionRow.answers + 1))
    return answer_id


def answer(uow: UnitOfWork, community_id: int, answer_id: int) -> Answer | None:
    """Return an answer of a community by its id."""
    query = _ANSWER.where(AnswerRow.community_id == community_id, AnswerRow.id == answer_id)
    row = uow.execute(query).first()
    return Answer(*row) if row else None


def has_answered(uow: UnitOfWork, question_id: int, member_id: int) -> bool:
    """Say whether a member has answered a question."""
    query = select(AnswerRow.id).where(
        AnswerRow.question_id == question_id, AnswerRow.answerer_id == member_id
    )
    return uow.execute(query.limit(1)).first() is not None


def accept(uow: UnitOfWork, question_id: int, answer_id: int) -> bool:
    """Accept an answer unless one is accepted; False when it came too late."""
    free = (QuestionRow.id == question_id, QuestionRow.accepted_answer_id.is_(None))
    values = {"accepted_answer_id": answer_id, "accepted_at": uow.now}
    return uow.execute(update(QuestionRow).where(*free).values(**values)).rowcount == 1


def add_upvote(uow: UnitOfWork, values: Mapping[str, Any]) -> bool:
    """Insert an upvote; False when the member had voted."""
    statement = uow.insert(UpvoteRow).values(at=uow.now, **values).on_conflict_do_nothing()
    return uow.execute(statement.returning(UpvoteRow.id)).scalar() is not None


def delete_upvote(uow: UnitOfWork, answer_id: int, voter_id: int) -> bool:
    """Delete an upvote; False when there was none."""
    here = (UpvoteRow.answer_id == answer_id, UpvoteRow.voter_id == voter_id)
    return uow.execute(delete(UpvoteRow).where(*here)).rowcount == 1


def texts_by_asker(
    uow: UnitOfWork, community_id: int, member_ids: Collection[int] | None, since: datetime
) -> Sequence[SqlRow[tuple[int, str]]]:
    """Return (asker, text) of questions since a moment, of all members or of some."""
    query = select(QuestionRow.asker_id, QuestionRow.text).where(
        QuestionRow.community_id == community_id, QuestionRow.asked_at > since
    )
    if member_ids is not None:
        query = query.where(QuestionRow.asker_id.in_(list(member_ids)))
    return uow.execute(query.order_by(QuestionRow.id)).all()


def texts_by_answerer(
    uow: UnitOfWork, community_id: int, member_ids: Collection[int] | None, since: datetime
) -> Sequence[SqlRow[tuple[int, str]]]:
    """Return (answerer, text of the question) of answers since a moment, of all or of some."""
    query = (
        select(AnswerRow.answerer_id, QuestionRow.text)
        .join(QuestionRow, QuestionRow.id == AnswerRow.question_id)
        .where(AnswerRow.community_id == community_id, AnswerRow.given_at > since)
    )
    if member_ids is not None:
        query = query.where(AnswerRow.answerer_id.in_(list(member_ids)))
    return uow.execute(query.order_by(AnswerRow.id)).all()


def questions_of(uow: UnitOfWork, member_id: int) -> Sequence[Question]:
    """Return what a member asked."""
    query = _QUESTION.where(QuestionRow.asker_id == member_id).order_by(QuestionRow.id)
    return [Question(*row) for row in uow.execute(query)]


def answers_of(uow: UnitOfWork, member_id: int) -> Sequence[Answer]:
    """Return what a member answered."""
    query = _ANSWER.where(AnswerRow.answerer_id == member_id).order_by(AnswerRow.id)
    return [Answer(*row) for row in uow.execute(query)]


def blank(uow: UnitOfWork, member_id: int, text: str) -> None:
    """Put another text in place of all that a member wrote, and delete their upvotes."""
    uow.execute(update(QuestionRow).where(QuestionRow.asker_id == member_id).values(text=text))
    uow.execute(update(AnswerRow).where(AnswerRow.answerer_id == member_id).values(text=text))
    uow.execute(delete(UpvoteRow).where(UpvoteRow.voter_id == member_id))


def move(uow: UnitOfWork, target_id: int, source_id: int) -> None:
    """Give what one member wrote to another, who keeps one upvote where both had voted."""
    for column in (QuestionRow.asker_id, AnswerRow.answerer_id):
        uow.execute(
            update(column.class_).where(column == source_id).values({column.key: target_id})
        )
    voted = select(UpvoteRow.answer_id).where(UpvoteRow.voter_id == target_id)
    theirs = UpvoteRow.voter_id == source_id
    uow.execute(delete(UpvoteRow).where(theirs, UpvoteRow.answer_id.in_(voted)))
    uow.execute(update(UpvoteRow).where(theirs).values(voter_id=target_id))
