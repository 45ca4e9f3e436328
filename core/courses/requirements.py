"""What courses require before them: only courses that exist, and never round in a circle."""

from __future__ import annotations

from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from core.courses.files import BadFile, Problem
from core.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from core.courses.course import Draft

COLUMN = "requires"


def checked(drafts: Sequence[Draft], held: Mapping[str, tuple[str, ...]]) -> list[Draft]:
    """Return the drafts with required codes spelt as their courses spell them.

    ``held`` are the codes that the catalogue's courses require, by their own. Raise `BadFile` for
    codes that are neither held nor in the drafts, and for circles.
    """
    codes = [*held, *(draft.code for draft in drafts)]
    spelt = speller(codes)
    known = [replace(draft, requires=tuple(map(spelt, draft.requires))) for draft in drafts]
    problems = [problem for draft in known for problem in _unknown(draft, set(codes))]
    problems += _circles(known, {**held, **{draft.code: draft.requires for draft in known}})
    if problems:
        raise BadFile(sorted(problems, key=lambda problem: problem.row))
    return known


def speller(codes: Collection[str]) -> Callable[[str], str]:
    """Return what writes a code as the one of ``codes`` that differs from it by case alone."""
    lower = {code.lower(): code for code in codes}
    exact = set(codes)
    return lambda code: code if code in exact else lower.get(code.lower(), code)


def _unknown(draft: Draft, codes: AbstractSet[str]) -> Iterator[Problem]:
    for code in draft.requires:
        if code not in codes:
            refusal = Refusal("先修课「{code}」不在文件里，也不在目录里。", code=code)
            yield Problem(draft.row, COLUMN, refusal)


def _circles(drafts: Sequence[Draft], graph: dict[str, tuple[str, ...]]) -> Iterator[Problem]:
    """Yield one problem for each circle, at the first draft in it."""
    while circle := _circle(graph):
        first = next(draft for draft in drafts if draft.code in circle)
        start = circle.index(first.code)
        turned = [*circle[start:], *circle[:start], first.code]
        refusal = Refusal("先修课绕成了一圈：{circle}。", circle=" → ".join(turned))
        yield Problem(first.row, COLUMN, refusal)
        graph[first.code] = ()


def _circle(graph: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return the codes of a circle, each required by the one before it; none when there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        found: list[str] = error.args[1][1:]
        return found[::-1]
    return []
