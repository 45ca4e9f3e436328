"""Every query about courses, enrolments and interactions."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row as SqlRow
from sqlalchemy import delete, func, insert, or_, select, update

from core.courses.course import (
    Course,
    Enrolment,
    Interaction,
    Kind,
    Level,
    Purchase,
    Standing,
    Tier,
)
from core.courses.models import CourseRow, EnrolmentRow, InteractionRow, PurchaseRow

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from core.db import Row
    from core.uow import UnitOfWork


def _columns(row: type[Row], of: type) -> tuple[Any, ...]:
    """Return the columns of a row that fill the fields of what other rooms see."""
    return tuple(getattr(row, field.name) for field in fields(of))


_COURSE = _columns(CourseRow, Course)
_ENROLMENT = (
    EnrolmentRow.enrolled_at,
    EnrolmentRow.completed_at,
    EnrolmentRow.rating,
    EnrolmentRow.progress,
)
_INTERACTION = _columns(InteractionRow, Interaction)
_PURCHASE = _columns(PurchaseRow, Purchase)
_STANDS = PurchaseRow.undone_at.is_(None)


def courses(uow: UnitOfWork, community_id: int) -> list[Course]:
    """Return every course of a community by code, those not published too."""
    query = select(*_COURSE).where(CourseRow.community_id == community_id)
    return [_course(row) for row in uow.execute(query.order_by(CourseRow.code))]


def published(uow: UnitOfWork, community_id: int, limit: int, offset: int) -> list[Course]:
    """Return some of the published courses, newest first."""
    query = (
        select(*_COURSE)
        .where(CourseRow.community_id == community_id, CourseRow.published)
        .order_by(CourseRow.added_at.desc(), CourseRow.code)
        .limit(limit)
        .offset(offset)
    )
    return [_course(row) for row in uow.execute(query)]


def count_published(uow: UnitOfWork, community_id: int) -> int:
    """Return how many courses are published."""
    query = select(func.count()).where(CourseRow.community_id == community_id, CourseRow.published)
    return int(uow.execute(query).scalar_one())


def course_with_code(uow: UnitOfWork, community_id: int, code: str) -> Course | None:
    """Return a course by its code, in upper or lower case; the one so spelt if there are two."""
    here = CourseRow.community_id == community_id
    spelt = or_(CourseRow.code == code, func.lower(CourseRow.code) == code.lower())
    nearest = (CourseRow.code != code, CourseRow.code.desc())
    row = uow.execute(select(*_COURSE).where(here, spelt).order_by(*nearest)).first()
    return _course(row) if row else None


def course(uow: UnitOfWork, community_id: int, course_id: int) -> Course | None:
    """Return a course by its id."""
    here = CourseRow.community_id == community_id
    row = uow.execute(select(*_COURSE).where(here, CourseRow.id == course_id)).first()
    return _course(row) if row else None


def add_course(uow: UnitOfWork, values: Mapping[str, Any]) -> None:
    """Insert a course."""
    uow.execute(insert(CourseRow).values(published=True, added_at=uow.now, **values))


def change_course(uow: UnitOfWork, course_id: int, values: Mapping[str, Any]) -> None:
    """Change a course."""
    uow.execute(update(CourseRow).where(CourseRow.id == course_id).values(**values))


def standings(uow: UnitOfWork, course_ids: Collection[int]) -> dict[int, Standing]:
    """Return how courses stand, by id; those that nobody took are left out."""
    query = (
        select(
            EnrolmentRow.course_id,
            func.count(),
            func.count(EnrolmentRow.rating),
            func.coalesce(func.sum(EnrolmentRow.rating), 0),
        )
        .where(EnrolmentRow.course_id.in_(list(course_ids)))
        .group_by(EnrolmentRow.course_id)
    )
    return {
        course_id: Standing(learners, ratings, int(total) / max(ratings, 1))
        for course_id, learners, ratings, total in uow.execute(query)
    }


def enrolment(uow: UnitOfWork, member_id: int, course: Course) -> Enrolment | None:
    """Return a member's taking of a course."""
    of = (EnrolmentRow.member_id == member_id, EnrolmentRow.course_id == course.id)
    row = uow.execute(select(*_ENROLMENT).where(*of)).first()
    return Enrolment(course, *row) if row else None


def enrolments(uow: UnitOfWork, member_id: int) -> list[Enrolment]:
    """Return what a member takes and took, the latest first."""
    query = (
        select(*_COURSE, *_ENROLMENT)
        .join(CourseRow, CourseRow.id == EnrolmentRow.course_id)
        .where(EnrolmentRow.member_id == member_id)
        .order_by(EnrolmentRow.enrolled_at.desc(), EnrolmentRow.id.desc())
    )
    return [
        Enrolment(_course(row), row.enrolled_at, row.completed_at, row.rating, row.progress)
        for row in uow.execute(query)
    ]


def add_enrolment(uow: UnitOfWork, values: Mapping[str, Any]) -> bool:
    """Insert a member's taking of a course; False when it is there."""
    statement = uow.insert(EnrolmentRow).values(**values).on_conflict_do_nothing()
    return uow.execute(statement.returning(EnrolmentRow.id)).scalar() is not None


def change_enrolment(
    uow: UnitOfWork, member_id: int, course_id: int, values: Mapping[str, Any]
) -> None:
    """Change a member's taking of a course."""
    of = (EnrolmentRow.member_id == member_id, EnrolmentRow.course_id == course_id)
    uow.execute(update(EnrolmentRow).where(*of).values(**values))


def delete_enrolment(uow: UnitOfWork, member_id: int, course_id: int) -> None:
    """Delete a member's taking of a course."""
    of = (EnrolmentRow.member_id == member_id, EnrolmentRow.course_id == course_id)
    uow.execute(delete(EnrolmentRow).where(*of))


def note(uow: UnitOfWork, community_id: int, done: Interaction, *, counted: bool = False) -> int:
    """Insert an interaction or bring it up to date; ``counted`` adds to the value it had.

    Return the value it has now.
    """
    statement = uow.insert(InteractionRow).values(**_values(community_id, done))
    value = InteractionRow.value + done.value if counted else done.value
    noted = statement.on_conflict_do_update(
        index_elements=["community_id", "key"], set_={"value": value, "at": done.at}
    )
    return int(uow.execute(noted.returning(InteractionRow.value)).scalar_one())


def forget(uow: UnitOfWork, community_id: int, kind: Kind, member_id: int, course_id: int) -> None:
    """Delete an interaction."""
    key = _key(kind, member_id, course_id)
    of = (InteractionRow.community_id == community_id, InteractionRow.key == key)
    uow.execute(delete(InteractionRow).where(*of))


def interactions(uow: UnitOfWork, community_id: int) -> list[Interaction]:
    """Return every interaction of a community."""
    query = select(*_INTERACTION).where(InteractionRow.community_id == community_id)
    return [_interaction(row) for row in uow.execute(query.order_by(InteractionRow.id))]


def interactions_of(
    uow: UnitOfWork, member_ids: Collection[int], since: datetime | None = None
) -> list[Interaction]:
    """Return every interaction of some members, or those since a moment."""
    query = select(*_INTERACTION).where(InteractionRow.member_id.in_(list(member_ids)))
    if since is not None:
        query = query.where(InteractionRow.at >= since)
    return [_interaction(row) for row in uow.execute(query.order_by(InteractionRow.id))]


def add_purchase(uow: UnitOfWork, values: Mapping[str, Any]) -> int:
    """Insert a purchase and return its id."""
    statement = insert(PurchaseRow).values(at=uow.now, **values)
    return int(uow.execute(statement.returning(PurchaseRow.id)).scalar_one())


def purchase(uow: UnitOfWork, community_id: int, purchase_id: int) -> Purchase | None:
    """Return a purchase that stands."""
    here = (PurchaseRow.community_id == community_id, PurchaseRow.id == purchase_id, _STANDS)
    row = uow.execute(select(*_PURCHASE).where(*here)).first()
    return Purchase(*row) if row else None


def purchases_of(
    uow: UnitOfWork, member_ids: Collection[int], since: datetime | None = None
) -> list[Purchase]:
    """Return the purchases of some members that stand, or those since a moment, oldest first."""
    query = select(*_PURCHASE).where(PurchaseRow.member_id.in_(list(member_ids)), _STANDS)
    if since is not None:
        query = query.where(PurchaseRow.at >= since)
    return [Purchase(*row) for row in uow.execute(query.order_by(PurchaseRow.id))]


def undo_purchase(uow: UnitOfWork, purchase_id: int, by_member_id: int) -> None:
    """Write down that a purchase is none."""
    values = {"undone_at": uow.now, "undone_by_member_id": by_member_id}
    uow.execute(update(PurchaseRow).where(PurchaseRow.id == purchase_id).values(**values))


def delete_traces(uow: UnitOfWork, member_id: int) -> None:
    """Delete everything a member did with courses, but what was sold."""
    for row in (EnrolmentRow, InteractionRow):
        uow.execute(delete(row).where(row.member_id == member_id))


def add_traces(
    uow: UnitOfWork,
    community_id: int,
    member_id: int,
    taken: Sequence[Enrolment],
    done: Sequence[Interaction],
) -> None:
    """Insert what a member did with courses, of whom there is nothing yet."""
    who = {"community_id": community_id, "member_id": member_id}
    rows = [
        {
            **who,
            "course_id": one.course.id,
            **{column.key: getattr(one, column.key) for column in _ENROLMENT},
        }
        for one in taken
    ]
    if rows:
        uow.execute(insert(EnrolmentRow).values(rows))
    if done:
        uow.execute(insert(InteractionRow).values([_values(community_id, one) for one in done]))


def move_purchases(uow: UnitOfWork, target_id: int, source_id: int) -> None:
    """Give what a member bought, or wrote down as sold, to another one."""
    for column in ("member_id", "by_member_id", "undone_by_member_id"):
        named = getattr(PurchaseRow, column) == source_id
        uow.execute(update(PurchaseRow).where(named).values({column: target_id}))


def _course(row: SqlRow[Any]) -> Course:
    return Course(
        id=row.id,
        community_id=row.community_id,
        code=row.code,
        title=row.title,
        description=row.description,
        tags=tuple(row.tags),
        author=row.author,
        level=Level(row.level),
        tier=Tier(row.tier),
        price=row.price,
        currency=row.currency,
        url=row.url,
        published=row.published,
        added_at=row.added_at,
        requires=tuple(row.requires),
    )


def _interaction(row: SqlRow[Any]) -> Interaction:
    return Interaction(row.member_id, row.course_id, Kind(row.kind), row.value, row.at)


def _values(community_id: int, done: Interaction) -> dict[str, Any]:
    return {
        "community_id": community_id,
        "member_id": done.member_id,
        "course_id": done.course_id,
        "kind": done.kind.value,
        "value": done.value,
        "at": done.at,
        "key": _key(done.kind, done.member_id, done.course_id),
    }


def _key(kind: Kind, member_id: int, course_id: int) -> str:
    return f"{kind.value}:{member_id}:{course_id}"
