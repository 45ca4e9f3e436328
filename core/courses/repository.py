"""Every query about courses, enrolments and interactions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row as SqlRow
from sqlalchemy import delete, func, insert, select, update

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
    from collections.abc import Collection, Mapping

    from core.uow import UnitOfWork

_COURSE = (
    CourseRow.id,
    CourseRow.community_id,
    CourseRow.code,
    CourseRow.title,
    CourseRow.description,
    CourseRow.tags,
    CourseRow.author,
    CourseRow.level,
    CourseRow.tier,
    CourseRow.price,
    CourseRow.currency,
    CourseRow.url,
    CourseRow.published,
    CourseRow.added_at,
    CourseRow.requires,
)
_ENROLMENT = (
    EnrolmentRow.enrolled_at,
    EnrolmentRow.completed_at,
    EnrolmentRow.rating,
    EnrolmentRow.progress,
)
_INTERACTION = (
    InteractionRow.member_id,
    InteractionRow.course_id,
    InteractionRow.kind,
    InteractionRow.value,
    InteractionRow.at,
)
_PURCHASE = (
    PurchaseRow.id,
    PurchaseRow.community_id,
    PurchaseRow.member_id,
    PurchaseRow.course_id,
    PurchaseRow.amount,
    PurchaseRow.currency,
    PurchaseRow.at,
    PurchaseRow.enrolled,
)
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
    """Return a course by its code, in upper or lower case."""
    here = CourseRow.community_id == community_id
    query = select(*_COURSE).where(here, func.lower(CourseRow.code) == code.lower())
    row = uow.execute(query.order_by(CourseRow.code.desc())).first()
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


def note(uow: UnitOfWork, community_id: int, done: Interaction, *, counted: bool = False) -> None:
    """Insert an interaction or bring it up to date; ``counted`` adds to the value it had."""
    statement = uow.insert(InteractionRow).values(**_values(community_id, done))
    value = InteractionRow.value + done.value if counted else done.value
    uow.execute(
        statement.on_conflict_do_update(
            index_elements=["community_id", "key"], set_={"value": value, "at": done.at}
        )
    )


def forget(uow: UnitOfWork, community_id: int, kind: Kind, member_id: int, course_id: int) -> None:
    """Delete an interaction."""
    key = _key(kind, member_id, course_id)
    of = (InteractionRow.community_id == community_id, InteractionRow.key == key)
    uow.execute(delete(InteractionRow).where(*of))


def interactions(uow: UnitOfWork, community_id: int) -> list[Interaction]:
    """Return every interaction of a community."""
    query = select(*_INTERACTION).where(InteractionRow.community_id == community_id)
    return [_interaction(row) for row in uow.execute(query.order_by(InteractionRow.id))]


def interactions_of(uow: UnitOfWork, member_ids: Collection[int]) -> list[Interaction]:
    """Return every interaction of some members."""
    query = select(*_INTERACTION).where(InteractionRow.member_id.in_(list(member_ids)))
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


def purchases_of(uow: UnitOfWork, member_ids: Collection[int]) -> list[Purchase]:
    """Return the purchases of some members that stand, oldest first."""
    query = select(*_PURCHASE).where(PurchaseRow.member_id.in_(list(member_ids)), _STANDS)
    return [Purchase(*row) for row in uow.execute(query.order_by(PurchaseRow.id))]


def undo_purchase(uow: UnitOfWork, purchase_id: int, by_member_id: int) -> None:
    """Write down that a purchase is none."""
    values = {"undone_at": uow.now, "undone_by_member_id": by_member_id}
    uow.execute(update(PurchaseRow).where(PurchaseRow.id == purchase_id).values(**values))


def delete_traces(uow: UnitOfWork, member_id: int) -> None:
    """Delete everything a member did with courses, but what was sold."""
    for row in (EnrolmentRow, InteractionRow):
        uow.execute(delete(row).where(row.member_id == member_id))


def move_traces(uow: UnitOfWork, community_id: int, target_id: int, source_id: int) -> None:
    """Give what a member did to another one, who keeps their own where both have some."""
    taken = select(EnrolmentRow.course_id).where(EnrolmentRow.member_id == target_id)
    of_source = EnrolmentRow.member_id == source_id
    uow.execute(delete(EnrolmentRow).where(of_source, EnrolmentRow.course_id.in_(taken)))
    uow.execute(update(EnrolmentRow).where(of_source).values(member_id=target_id))
    moved = [replace(done, member_id=target_id) for done in interactions_of(uow, [source_id])]
    uow.execute(delete(InteractionRow).where(InteractionRow.member_id == source_id))
    for column in ("member_id", "by_member_id", "undone_by_member_id"):
        named = getattr(PurchaseRow, column) == source_id
        uow.execute(update(PurchaseRow).where(named).values({column: target_id}))
    if moved:
        rows = [_values(community_id, done) for done in moved]
        uow.execute(uow.insert(InteractionRow).values(rows).on_conflict_do_nothing())


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
