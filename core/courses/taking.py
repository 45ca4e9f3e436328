"""What a member does with a course: look, take, go on, finish, rate, like, dismiss, pass on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import members
from core.courses import repository
from core.courses.course import (
    FINISHED,
    OPPOSITE,
    STARS,
    Course,
    Enrolment,
    Interaction,
    Kind,
    Tier,
)
from core.courses.service import required
from core.events import CourseCompleted, CourseEnrolled, CourseLiked, CourseOpened, CourseRated
from core.members import Purpose
from core.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Collection

    from core.events import CourseEvent
    from core.members import Member
    from core.uow import UnitOfWork


def view(uow: UnitOfWork, member: Member, course: Course) -> None:
    """Note that a member looked at a course, if they let their data serve suggestions."""
    if not members.consents(uow, member.id, Purpose.RECOMMEND):
        return
    _note(uow, member, course, Kind.VIEW, counted=True)
    uow.record(_told(CourseOpened, member, course))


def enrol(uow: UnitOfWork, member: Member, course: Course, *, tier: int) -> None:
    """Let a member with a membership of this tier take up a course."""
    if not course.published:
        raise Refusal("《{title}》已经下架，暂时不能报名。", title=course.title)
    if course.tier > tier:
        raise _locked(course)
    if not take(uow, member, course):
        raise Refusal("你已经报名过《{title}》了。", title=course.title)


def enrolment(uow: UnitOfWork, member: Member, course: Course) -> Enrolment | None:
    """Return what a member takes or took of a course, None when they never did."""
    return repository.enrolment(uow, member.id, course)


def lacking(uow: UnitOfWork, member: Member, course: Course) -> list[Course]:
    """Return the courses that a member should have finished before this one, and has not."""
    needed = required(uow, course)
    finished = {
        done.course_id
        for done in (repository.interactions_of(uow, [member.id]) if needed else ())
        if done.kind is Kind.COMPLETE
    }
    return [one for one in needed if one.id not in finished]


def take(uow: UnitOfWork, member: Member, course: Course) -> bool:
    """Have a member take up a course, whatever it asks for; False when they have it."""
    values = {
        "community_id": course.community_id,
        "member_id": member.id,
        "course_id": course.id,
        "enrolled_at": uow.now,
        "progress": 0,
    }
    if not repository.add_enrolment(uow, values):
        return False
    _note(uow, member, course, Kind.ENROL)
    uow.record(_told(CourseEnrolled, member, course))
    return True


def progress(uow: UnitOfWork, member: Member, course: Course, percent: int) -> None:
    """Note how far a member is in a course that they take; the whole of it finishes it."""
    if not 0 <= percent <= FINISHED:
        raise Refusal("进度请写 0 到 100 之间的数字。")
    if percent == FINISHED:
        complete(uow, member, course)
        return
    _unfinished(uow, member, course)
    repository.change_enrolment(uow, member.id, course.id, {"progress": percent})
    _note(uow, member, course, Kind.PROGRESS, percent)


def complete(uow: UnitOfWork, member: Member, course: Course) -> None:
    """Note that a member finished a course that they take."""
    _unfinished(uow, member, course)
    values = {"completed_at": uow.now, "progress": FINISHED}
    repository.change_enrolment(uow, member.id, course.id, values)
    _note(uow, member, course, Kind.COMPLETE)
    uow.record(_told(CourseCompleted, member, course))


def rate(uow: UnitOfWork, member: Member, course: Course, stars: int) -> None:
    """Write down a member's 1 to 5 stars for a course that they take; the last word counts."""
    if stars not in STARS:
        raise Refusal("评分请给 1 到 5 分。")
    _enrolment(uow, member, course)
    repository.change_enrolment(uow, member.id, course.id, {"rating": stars})
    _note(uow, member, course, Kind.RATE, stars)
    uow.record(
        CourseRated(
            community_id=course.community_id,
            member_id=member.id,
            course_id=course.id,
            stars=stars,
        )
    )


def like(uow: UnitOfWork, member: Member, course: Course) -> None:
    """Note that a course interests a member, whatever they said before."""
    _note(uow, member, course, Kind.LIKE)
    uow.record(_told(CourseLiked, member, course))


def dismiss(uow: UnitOfWork, member: Member, course: Course) -> bool:
    """Note that a course does not interest a member, whatever they said before.

    Return whether it may be suggested once more, in a while.
    """
    return _note(uow, member, course, Kind.DISMISS, 0, counted=True) == 0


def share(uow: UnitOfWork, member: Member, course: Course) -> None:
    """Note that a member passed a course on, if they let their data serve suggestions."""
    if members.consents(uow, member.id, Purpose.RECOMMEND):
        _note(uow, member, course, Kind.SHARE, counted=True)


def came_again(uow: UnitOfWork, member_id: int, course_ids: Collection[int]) -> None:
    """Count that courses which a member had dismissed were suggested to them all the same."""
    for done in repository.interactions_of(uow, [member_id]):
        if done.kind is Kind.DISMISS and done.course_id in course_ids:
            community_id = members.by_id(uow, member_id).community_id
            again = Interaction(member_id, done.course_id, done.kind, 1, done.at)
            repository.note(uow, community_id, again, counted=True)


def purchased(uow: UnitOfWork, member: Member, course: Course) -> None:
    """Note that a member bought a course."""
    _note(uow, member, course, Kind.PURCHASE)


def unpurchased(uow: UnitOfWork, member: Member, course: Course, *, leave: bool) -> None:
    """Forget that a member bought a course, and to ``leave`` also that they take it."""
    repository.forget(uow, course.community_id, Kind.PURCHASE, member.id, course.id)
    taken = repository.enrolment(uow, member.id, course)
    if leave and taken is not None and taken.completed_at is None:
        for kind in (Kind.ENROL, Kind.PROGRESS):
            repository.forget(uow, course.community_id, kind, member.id, course.id)
        repository.delete_enrolment(uow, member.id, course.id)


def _told(what: type[CourseEvent], member: Member, course: Course) -> CourseEvent:
    """Return what a member did with a course, as the other rooms hear of it."""
    return what(community_id=course.community_id, member_id=member.id, course_id=course.id)


def _note(  # noqa: PLR0913 - an interaction is who, what, how and how much
    uow: UnitOfWork,
    member: Member,
    course: Course,
    kind: Kind,
    value: int = 1,
    *,
    counted: bool = False,
) -> int:
    """Return the value that stands now."""
    if kind in OPPOSITE:
        repository.forget(uow, course.community_id, OPPOSITE[kind], member.id, course.id)
    done = Interaction(member.id, course.id, kind, value, uow.now)
    return repository.note(uow, course.community_id, done, counted=counted)


def _enrolment(uow: UnitOfWork, member: Member, course: Course) -> Enrolment:
    taken = enrolment(uow, member, course)
    if taken is None:
        raise Refusal("你还没有报名《{title}》，先报名吧。", title=course.title)
    return taken


def _unfinished(uow: UnitOfWork, member: Member, course: Course) -> None:
    if _enrolment(uow, member, course).completed_at is not None:
        raise Refusal("《{title}》你之前就学完了。", title=course.title)


def _locked(course: Course) -> Refusal:
    title = course.title
    return {
        Tier.BASIC: Refusal("《{title}》要普通会员才能学，发送 /plans 看怎么开通。", title=title),
        Tier.PREMIUM: Refusal("《{title}》要高级会员才能学，发送 /plans 看怎么升级。", title=title),
        Tier.VIP: Refusal("《{title}》要 VIP 会员才能学，发送 /plans 看怎么升级。", title=title),
    }[course.tier]
