"""Rows of questions, answers and upvotes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Row


class QuestionRow(Row):
    """A question that a member handed to the bot."""

    __tablename__ = "questions"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        Index(None, "community_id", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    number: Mapped[int]
    asker_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    answers: Mapped[int]
    accepted_answer_id: Mapped[int | None]
    accepted_at: Mapped[datetime | None]


class AnswerRow(Row):
    """An answer that a member gave by replying to a question."""

    __tablename__ = "answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), index=True)
    answerer_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    given_at: Mapped[datetime]


class UpvoteRow(Row):
    """A member's finding an answer helpful."""

    __tablename__ = "upvotes"
    __table_args__ = (UniqueConstraint("community_id", "answer_id", "voter_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"))
    voter_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    at: Mapped[datetime]
