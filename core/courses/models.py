"""Rows of courses, of who takes them, and of what members did with them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Row


class CourseRow(Row):
    """A course of a community's catalogue."""

    __tablename__ = "courses"
    __table_args__ = (UniqueConstraint("community_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    code: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(100))
    description: Mapped[str] = mapped_column(String(2000))
    tags: Mapped[list[str]]
    author: Mapped[str] = mapped_column(String(50))
    level: Mapped[str] = mapped_column(String(16))
    tier: Mapped[int]
    price: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    url: Mapped[str] = mapped_column(String(500))
    published: Mapped[bool]
    added_at: Mapped[datetime]
    requires: Mapped[list[str]]


class EnrolmentRow(Row):
    """A member's taking of a course."""

    __tablename__ = "enrolments"
    __table_args__ = (
        UniqueConstraint("community_id", "member_id", "course_id"),
        Index(None, "course_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    enrolled_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]
    rating: Mapped[int | None]
    progress: Mapped[int]


class InteractionRow(Row):
    """The latest of a kind that a member did with a course; the key says who, what and which."""

    __tablename__ = "interactions"
    __table_args__ = (UniqueConstraint("community_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    kind: Mapped[str] = mapped_column(String(16))
    value: Mapped[int]
    at: Mapped[datetime]
    key: Mapped[str] = mapped_column(String(64))


class PurchaseRow(Row):
    """A sale of a course to a member, and who wrote it down; one that was undone says so."""

    __tablename__ = "purchases"
    __table_args__ = (Index(None, "community_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    amount: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    at: Mapped[datetime]
    enrolled: Mapped[bool]
    by_member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    undone_at: Mapped[datetime | None]
    undone_by_member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
