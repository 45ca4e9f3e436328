"""What can be done with courses: browse, take, finish, rate, say what interests one, import."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from core import members
from core.courses import repository
from core.courses.course import (
    PAGE_SIZE,
    STARS,
    Course,
    Draft,
    Enrolment,
    ImportReport,
    Interaction,
    Kind,
    Page,
    Standing,
    Tier,
)
from core.events import CourseCompleted, CourseEnrolled, CourseRated
from core.members import Purpose
from core.refusal import Refusal
from core.text.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from core.members import Member
    from core.uow import UnitOfWork

_OPPOSITE = {Kind.LIKE: Kind.DISMISS, Kind.DISMISS: Kind.LIKE}


def catalogue(uow: UnitOfWork, community_id: int, *, page: int = 1) -> Page:
    """Return a page of the published courses, newest first; the nearest when there is no such."""
    total = repository.count_published(uow, community_id)
    number, pages = _turned(page, total)
    found = repository.published(uow, community_id, PAGE_SIZE, (number - 1) * PAGE_SIZE)
    return Page(tuple(found), number, pages, total)


def search(uow: UnitOfWork, community_id: int, text: str, *, page: int = 1) -> Page:
    """Return a page of the published courses that have every word, in the title first."""
    wanted = normalise(text).split()
    ranked = [
        (rank, course)
        for course in repository.courses(uow, community_id)
        if course.published and (rank := _rank(course, wanted))
    ]
    ranked.sort(key=lambda entry: (-entry[0], entry[1].code))
    number, pages = _turned(page, len(ranked))
    shown = ranked[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return Page(tuple(course for _, course in shown), number, pages, len(ranked))


def get(uow: UnitOfWork, community_id: int, code: str) -> Course:
    """Return a course by its code, in upper or lower case; refuse when there is none."""
    course = repository.course_with_code(uow, community_id, code.strip())
    if course is None:
        raise Refusal("没有编号为「{code}」的课程，发送 /courses 看全部课程。", code=code[:32])
    return course


def by_id(uow: UnitOfWork, community_id: int, course_id: int) -> Course:
    """Return a course of a community by its id; refuse when there is none."""
    course = repository.course(uow, community_id, course_id)
    if course is None:
        raise Refusal("这门课程已经不在目录里了。")
    return course


def every(uow: UnitOfWork, community_id: int) -> list[Course]:
    """Return every course of a community by code, those not published too."""
    return repository.courses(uow, community_id)


def standings(uow: UnitOfWork, course_ids: Collection[int]) -> dict[int, Standing]:
    """Return how each of these courses stands."""
    known = repository.standings(uow, course_ids) if course_ids else {}
    return {course_id: known.get(course_id, Standing()) for course_id in course_ids}


def enrolments(uow: UnitOfWork, member: Member) -> list[Enrolment]:
    """Return what a member takes and took, the latest first."""
    return repository.enrolments(uow, member.id)


def interactions(uow: UnitOfWork, community_id: int) -> list[Interaction]:
    """Return what the members of a community did with its courses."""
    return repository.interactions(uow, community_id)


def interactions_of(uow: UnitOfWork, member_ids: Collection[int]) -> list[Interaction]:
    """Return what some members did with courses."""
    return repository.interactions_of(uow, member_ids) if member_ids else []


def view(uow: UnitOfWork, member: Member, course: Course) -> None:
    """Note that a member looked at a course, if they let their data serve suggestions."""
    if members.consents(uow, member.id, Purpose.RECOMMEND):
        _note(uow, member, course, Kind.VIEW, counted=True)


def enrol(uow: UnitOfWork, member: Member, course: Course, *, tier: int) -> None:
    """Let a member with a membership of this tier take up a course."""
    if not course.published:
        raise Refusal("《{title}》已经下架，暂时不能报名。", title=course.title)
    if course.tier > tier:
        raise _locked(course)
    values = {
        "community_id": course.community_id,
        "member_id": member.id,
        "course_id": course.id,
        "enrolled_at": uow.now,
    }
    if not repository.add_enrolment(uow, values):
        raise Refusal("你已经报名过《{title}》了。", title=course.title)
    _note(uow, member, course, Kind.ENROL)
    uow.record(
        CourseEnrolled(community_id=course.community_id, member_id=member.id, course_id=course.id)
    )


def complete(uow: UnitOfWork, member: Member, course: Course) -> None:
    """Note that a member finished a course that they take."""
    if _enrolment(uow, member, course).completed_at is not None:
        raise Refusal("《{title}》你之前就学完了。", title=course.title)
    repository.change_enrolment(uow, member.id, course.id, {"completed_at": uow.now})
    _note(uow, member, course, Kind.COMPLETE)
    uow.record(
        CourseCompleted(community_id=course.community_id, member_id=member.id, course_id=course.id)
    )


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


def dismiss(uow: UnitOfWork, member: Member, course: Course) -> None:
    """Note that a course does not interest a member, whatever they said before."""
    _note(uow, member, course, Kind.DISMISS)


def publish(uow: UnitOfWork, course: Course, *, is_so: bool) -> None:
    """Put a course into the catalogue or take it out; those who take it keep it."""
    repository.change_course(uow, course.id, {"published": is_so})


def import_courses(
    uow: UnitOfWork, community_id: int, drafts: Sequence[Draft], *, dry_run: bool = False
) -> ImportReport:
    """Add new courses and bring known ones (by code) up to date; a dry run changes nothing."""
    held = {course.code: course for course in repository.courses(uow, community_id)}
    new = [draft for draft in drafts if draft.code not in held]
    known = [draft for draft in drafts if draft.code in held]
    changed = [draft for draft in known if draft != _draft(held[draft.code])]
    if not dry_run:
        for draft in new:
            repository.add_course(uow, {"community_id": community_id, **_values(draft)})
        for draft in changed:
            repository.change_course(uow, held[draft.code].id, _values(draft))
    return ImportReport(
        new=tuple(draft.code for draft in new),
        changed=tuple(draft.code for draft in changed),
        same=tuple(draft.code for draft in known if draft not in changed),
    )


def _note(  # noqa: PLR0913 - an interaction is who, what, how and how much
    uow: UnitOfWork,
    member: Member,
    course: Course,
    kind: Kind,
    value: int = 1,
    *,
    counted: bool = False,
) -> None:
    if kind in _OPPOSITE:
        repository.forget(uow, course.community_id, _OPPOSITE[kind], member.id, course.id)
    done = Interaction(member.id, course.id, kind, value, uow.now)
    repository.note(uow, course.community_id, done, counted=counted)


def _enrolment(uow: UnitOfWork, member: Member, course: Course) -> Enrolment:
    enrolment = repository.enrolment(uow, member.id, course)
    if enrolment is None:
        raise Refusal("你还没有报名《{title}》，先报名吧。", title=course.title)
    return enrolment


def _locked(course: Course) -> Refusal:
    title = course.title
    return {
        Tier.BASIC: Refusal("《{title}》要普通会员才能学，发送 /plans 看怎么开通。", title=title),
        Tier.PREMIUM: Refusal("《{title}》要高级会员才能学，发送 /plans 看怎么升级。", title=title),
        Tier.VIP: Refusal("《{title}》要 VIP 会员才能学，发送 /plans 看怎么升级。", title=title),
    }[course.tier]


def _turned(page: int, total: int) -> tuple[int, int]:
    pages = max(1, -(-total // PAGE_SIZE))
    return min(max(page, 1), pages), pages


def _rank(course: Course, wanted: Sequence[str]) -> int:
    """Return how many words the title or a tag has, plus one; 0 when a word is nowhere."""
    front = normalise(" ".join((course.code, course.title, *course.tags)))
    whole = f"{front} {normalise(course.author)} {normalise(course.description)}"
    if not all(word in whole for word in wanted):
        return 0
    return 1 + sum(word in front for word in wanted)


def _draft(course: Course) -> Draft:
    return Draft(**{field.name: getattr(course, field.name) for field in fields(Draft)})


def _values(draft: Draft) -> dict[str, Any]:
    values = asdict(draft)
    return {**values, "tags": list(draft.tags), "level": draft.level.value, "tier": int(draft.tier)}
