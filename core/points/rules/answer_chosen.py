"""Choosing the best answer pays the asker, so that questions do not stay open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.events import AnswerAccepted
from core.points.rule import Award, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=AnswerAccepted, points=2, title="采纳回答", capped=False)
def answer_chosen(event: AnswerAccepted) -> Iterator[Award]:
    """Pay the asker for accepting, unless the answer is their own."""
    if event.answerer_id != event.asker_id:
        yield Award(to=event.asker_id, key=f"question:{event.question_id}")
