"""What other rooms and the front see of questions and answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

ERASED_TEXT = "（作者已注销，内容已删除）"


@dataclass(frozen=True, slots=True)
class Question:
    """A question; ``number`` counts within the community and is what members are shown."""

    id: int
    community_id: int
    number: int
    asker_id: int
    text: str
    asked_at: datetime
    answers: int
    accepted_answer_id: int | None

    @property
    def erased(self) -> bool:
        """Whether its asker was forgotten, so that nobody waits for an answer."""
        return self.text == ERASED_TEXT


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a question."""

    id: int
    question_id: int
    answerer_id: int
    text: str
    given_at: datetime
    upvotes: int


def question_subject(question_id: int) -> str:
    """Return what a message that shows a question is about."""
    return f"question:{question_id}"


def answer_subject(answer_id: int) -> str:
    """Return what a message that shows an answer is about."""
    return f"answer:{answer_id}"
