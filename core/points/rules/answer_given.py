"""Answering pays, once for each question however many answers a member writes to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.events import AnswerGiven
from core.points.rule import Award, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=AnswerGiven, points=5, title="回答问题")
def answer_given(event: AnswerGiven) -> Iterator[Award]:
    """Pay the answerer for the first answer, unless the question is their own."""
    if event.first and event.answerer_id != event.asker_id:
        key = f"question:{event.question_id}:answerer:{event.answerer_id}"
        yield Award(to=event.answerer_id, key=key)
