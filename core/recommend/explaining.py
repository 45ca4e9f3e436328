"""Explaining: what stands behind a suggestion, at the length that a member asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.recommend.dataset import NOBODY
from core.recommend.explain import Reason, ReasonKind
from core.recommend.suggestion import Explanation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.courses import Standing
    from core.members import Member
    from core.recommend.blend import Blend
    from core.recommend.picking import Picker
    from core.recommend.ranking.explanation import Explanation as Told

FURTHER = 2
LEAST = 0.1
"""A course that gives less of a score is not named."""


def explained(
    picker: Picker,
    member: Member,
    tier: int,
    standings: Mapping[int, Standing],
    given: Mapping[int, tuple[str, bool]],
) -> list[Explanation]:
    """Return why the courses of ``standings`` stand where they do for a member.

    ``given`` says of each course, by id, the kind of reason it was last shown with, and whether
    it was there to be tried.
    """
    found = []
    rules = picker.case.rules(member, tier, consents=member.id in picker.consenting)
    towards = rules.towards(picker.blend.dataset_.course_ids, picker.scores(member))
    index = picker.place_of(member)
    places = picker.blend.dataset_.places_of(standings).tolist()
    evidence = zip(
        places,
        picker.blend.reasons(index, places),
        picker.blend.explain(index, places),
        standings.items(),
        strict=True,
    )
    for place, own, told, (course_id, standing) in evidence:
        course = picker.course_at(place)
        _kind, explored = given.get(course_id, ("", False))
        reason = picker.reason_of(course, towards.get(course_id, 0), own, explored=explored)
        found.append(
            Explanation(
                course,
                reason,
                _further(picker.blend, index, place, reason, told),
                _shares(picker.blend, told),
                standing.learners,
                standing.stars,
                course.id in rules.locked,
            )
        )
    return found


def _further(blend: Blend, member: int, place: int, but: Reason, told: Told) -> tuple[Reason, ...]:
    """Return what else the models see in a course, what adds most first, each kind once."""
    added = {
        addend.model: sum(one.amount for one in told.addends if one.model == addend.model)
        for addend in told.addends
    }
    kinds = {but.kind, ReasonKind.UNTAKEN}
    further: list[Reason] = []
    for model in sorted(blend.models, key=lambda model: -added.get(model.name(), 0.0)):
        reason = model.reason(member, place) if added.get(model.name(), 0.0) > 0 else None
        if reason is not None and reason.kind not in kinds:
            kinds.add(reason.kind)
            further.append(reason)
    return tuple(further[:FURTHER])


def _shares(blend: Blend, told: Told) -> tuple[tuple[str, int], ...]:
    """Return the member's own courses that give most to a score, with their parts in percent."""
    given: dict[int, float] = {}
    for addend in told.addends:
        given[addend.source] = given.get(addend.source, 0.0) + max(addend.amount, 0.0)
    whole = sum(given.values()) or 1.0
    own = [(source, part / whole) for source, part in given.items() if source != NOBODY]
    most = sorted((one for one in own if one[1] >= LEAST), key=lambda one: -one[1])[:FURTHER]
    titles = blend.dataset_.texts
    return tuple((titles[source].title, round(100 * part)) for source, part in most)
