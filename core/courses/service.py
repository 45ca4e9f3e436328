"""What can be done with the catalogue: browse, search, publish, import."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from core.courses import repository, requirements, searching
from core.courses.course import (
    PAGE_SIZE,
    Course,
    Draft,
    Enrolment,
    ImportReport,
    Interaction,
    Page,
    Standing,
)
from core.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from core.members import Member
    from core.uow import UnitOfWork

NAMED = 5
"""So many courses are named where words fit several."""
_FIELDS = tuple(field.name for field in fields(Draft) if field.compare)


def catalogue(uow: UnitOfWork, community_id: int, *, page: int = 1) -> Page:
    """Return a page of the published courses, newest first; the nearest when there is no such."""
    total = repository.count_published(uow, community_id)
    number, pages = _turned(page, total)
    found = repository.published(uow, community_id, PAGE_SIZE, (number - 1) * PAGE_SIZE)
    return Page(tuple(found), number, pages, total)


def search(uow: UnitOfWork, community_id: int, text: str, *, page: int = 1) -> Page:
    """Return a page of the published courses that have every word, in the title first."""
    found = searching.with_words(_published(uow, community_id), text)
    number, pages = _turned(page, len(found))
    shown = found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return Page(tuple(shown), number, pages, len(found))


def get(uow: UnitOfWork, community_id: int, code: str) -> Course:
    """Return a course by its code, in upper or lower case; refuse when there is none."""
    course = _with_code(uow, community_id, code.strip())
    if course is None:
        raise Refusal("没有编号为「{code}」的课程，发送 /courses 看全部课程。", code=code[:32])
    return course


def find(uow: UnitOfWork, community_id: int, text: str) -> Course:
    """Return a course by its code or its title, or by words that one title alone has.

    Refuse when there is none; when there are several, name them.
    """
    wanted = text.strip().strip("《》").strip()
    course = _with_code(uow, community_id, wanted)
    if course is not None:
        return course
    found = searching.titled(_published(uow, community_id), wanted) if wanted else []
    if not found:
        raise Refusal(
            "没有编号或标题是「{words}」的课程，发送 /courses 看全部课程。", words=wanted[:32]
        )
    if len(found) > 1:
        raise _several(wanted[:32], found)
    return found[0]


def by_id(uow: UnitOfWork, community_id: int, course_id: int) -> Course:
    """Return a course of a community by its id; refuse when there is none."""
    course = repository.course(uow, community_id, course_id)
    if course is None:
        raise Refusal("这门课程已经不在目录里了。")
    return course


def required(uow: UnitOfWork, course: Course) -> list[Course]:
    """Return the courses to be taken before one, those out of the catalogue left out."""
    found = (repository.course_with_code(uow, course.community_id, one) for one in course.requires)
    return [one for one in found if one is not None and one.published]


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


def interactions_of(
    uow: UnitOfWork, member_ids: Collection[int], since: datetime | None = None
) -> list[Interaction]:
    """Return what some members did with courses, all of it or since a moment."""
    return repository.interactions_of(uow, member_ids, since) if member_ids else []


def publish(uow: UnitOfWork, course: Course, *, is_so: bool) -> None:
    """Put a course into the catalogue or take it out; those who take it keep it."""
    repository.change_course(uow, course.id, {"published": is_so})


def import_courses(
    uow: UnitOfWork, community_id: int, drafts: Sequence[Draft], *, dry_run: bool = False
) -> ImportReport:
    """Add new courses and bring known ones up to date; a dry run changes nothing.

    Courses are known by their codes in upper or lower case, and keep the spelling they have.

    Raise `BadFile` when a course requires one that does not exist, or itself in the end.
    """
    held = {course.code: course for course in repository.courses(uow, community_id)}
    spelt = requirements.speller(held)
    drafts = requirements.checked(
        [replace(draft, code=spelt(draft.code)) for draft in drafts],
        {code: course.requires for code, course in held.items()},
    )
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


def _turned(page: int, total: int) -> tuple[int, int]:
    pages = max(1, -(-total // PAGE_SIZE))
    return min(max(page, 1), pages), pages


def _with_code(uow: UnitOfWork, community_id: int, code: str) -> Course | None:
    course = repository.course_with_code(uow, community_id, code)
    if course is not None or code.isascii():
        return course
    # A database may know no letters but those of ASCII in upper and lower case.
    every = repository.courses(uow, community_id)
    return next((one for one in every if one.code.lower() == code.lower()), None)


def _published(uow: UnitOfWork, community_id: int) -> list[Course]:
    return [course for course in repository.courses(uow, community_id) if course.published]


def _several(words: str, found: Sequence[Course]) -> Refusal:
    named = "、".join(f"《{one.title}》（{one.code}）" for one in found[:NAMED])
    if len(found) > NAMED:
        return Refusal(
            "标题里有「{words}」的课程有 {count} 门：{courses}等。请写编号。",
            words=words,
            count=len(found),
            courses=named,
        )
    return Refusal(
        "标题里有「{words}」的课程不止一门：{courses}。请写编号。", words=words, courses=named
    )


def _draft(course: Course) -> Draft:
    return Draft(**{name: getattr(course, name) for name in _FIELDS})


def _values(draft: Draft) -> dict[str, Any]:
    return {
        **{name: getattr(draft, name) for name in _FIELDS},
        "tags": list(draft.tags),
        "requires": list(draft.requires),
        "level": draft.level.value,
        "tier": int(draft.tier),
    }
