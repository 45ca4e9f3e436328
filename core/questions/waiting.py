"""What a member still waits for: their questions that nobody has answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.questions import repository

if TYPE_CHECKING:
    from core.questions.question import Question
    from core.uow import UnitOfWork


def waiting_of(uow: UnitOfWork, asker_id: int) -> list[Question]:
    """Return a member's questions that have no answer, the one that has waited longest first."""
    asked = repository.questions_of(uow, asker_id)
    return [question for question in asked if not question.answers and not question.erased]
