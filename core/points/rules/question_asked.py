"""Asking pays a little: a question that is asked helps those who have it too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.events import QuestionAsked
from core.points.rule import Award, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=QuestionAsked, points=2, title="提出问题")
def question_asked(event: QuestionAsked) -> Iterator[Award]:
    """Pay the asker."""
    yield Award(to=event.asker_id, key=f"question:{event.question_id}")
