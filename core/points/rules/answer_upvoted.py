"""A 👍 pays the answerer until it is withdrawn; friends cannot lift one another without end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.events import AnswerUpvoted, UpvoteWithdrawn
from core.points.rule import Award, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    on=AnswerUpvoted,
    withdrawn_by=UpvoteWithdrawn,
    points=10,
    title="回答获赞",
    per_pair=5,
)
def answer_upvoted(event: AnswerUpvoted | UpvoteWithdrawn) -> Iterator[Award]:
    """Pay the answerer for another member's vote."""
    if event.voter_id != event.answerer_id:
        key = f"question:{event.question_id}:answer:{event.answer_id}"
        yield Award(to=event.answerer_id, key=key, by=event.voter_id)
