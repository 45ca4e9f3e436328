"""Questions and their answers: asked, answered, accepted, found helpful."""

from core.questions.question import Answer, Question, answer_subject, question_subject
from core.questions.service import (
    PERSONAL,
    accept,
    answer,
    answer_at,
    ask,
    by_id,
    by_number,
    home_of,
    question_at,
    texts_answered,
    texts_asked,
    unanswered,
    upvote,
    withdraw_upvote,
)

__all__ = [
    "PERSONAL",
    "Answer",
    "Question",
    "accept",
    "answer",
    "answer_at",
    "answer_subject",
    "ask",
    "by_id",
    "by_number",
    "home_of",
    "question_at",
    "question_subject",
    "texts_answered",
    "texts_asked",
    "unanswered",
    "upvote",
    "withdraw_upvote",
]
