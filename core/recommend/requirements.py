"""Requirements: what waits until another course is taken, and what only one is missing for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from core.courses import Course


def unmet(catalogue: Sequence[Course], taken: AbstractSet[int]) -> dict[int, list[int]]:
    """Return the ids of what each course still requires, for courses that require anything.

    A requirement is met when it was taken up, finished or not, or when something that builds on
    it was; one that is out of the catalogue stands in nobody's way.
    """
    by_code = {course.code: course for course in catalogue}
    known = _behind([course for course in catalogue if course.id in taken], by_code)
    needed = {
        course.id: [
            by_code[code].id
            for code in course.requires
            if code in by_code and by_code[code].published and code not in known
        ]
        for course in catalogue
    }
    return {course_id: missing for course_id, missing in needed.items() if missing}


def one_step_off(missing: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """Return by course the only one it still requires, where that one requires nothing more."""
    return {
        course_id: needed[0]
        for course_id, needed in missing.items()
        if len(needed) == 1 and needed[0] not in missing
    }


def _behind(taken: Sequence[Course], by_code: Mapping[str, Course]) -> set[str]:
    """Return the codes of some courses and of all that they build on."""
    known: set[str] = set()
    waiting = [course.code for course in taken]
    while waiting:
        code = waiting.pop()
        if code in by_code and code not in known:
            known.add(code)
            waiting.extend(by_code[code].requires)
    return known
