"""An accepted answer pays best, beyond the daily cap: it solved somebody's problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.events import AnswerAccepted
from core.points.rule import Award, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=AnswerAccepted, points=15, title="回答被采纳", capped=False)
def answer_accepted(event: AnswerAccepted) -> Iterator[Award]:
    """Pay the answerer, unless they answered themselves."""
    if event.answerer_id != event.asker_id:
        yield Award(to=event.answerer_id, key=f"question:{event.question_id}")
