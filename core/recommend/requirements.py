"""Requirements: what waits until other courses are taken, and which of these comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.courses import Level

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from core.courses import Course

_LEVELS = tuple(Level)


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


def first_steps(
    catalogue: Sequence[Course], missing: Mapping[int, Sequence[int]], shut: AbstractSet[int]
) -> dict[int, int]:
    """Return by course what to take first of all that it still requires, the easiest of several.

    ``missing`` is what `unmet` returned. A course to which a ``shut`` one leads (locked, say, or
    dismissed) is left out.
    """
    ease = {course.id: (_LEVELS.index(course.level), course.code) for course in catalogue}
    found: dict[int, int] = {}
    for goal, needed in missing.items():
        way = _way(needed, missing)
        if not way & shut:
            found[goal] = min(way - missing.keys(), key=ease.__getitem__)
    return found


def _way(needed: Sequence[int], missing: Mapping[int, Sequence[int]]) -> set[int]:
    """Return the ids of some courses and of all that they still require."""
    way: set[int] = set()
    waiting = list(needed)
    while waiting:
        course_id = waiting.pop()
        if course_id not in way:
            way.add(course_id)
            waiting.extend(missing.get(course_id, ()))
    return way


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
