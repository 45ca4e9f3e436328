"""Explaining: what stands behind a suggestion, at the length that a member asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.recommend.explain import ReasonKind
from core.recommend.speaking import named
from core.recommend.suggestion import Explanation

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from core.courses import Standing
    from core.members import Member
    from core.recommend.explain import Reason
    from core.recommend.picking import Picker
    from core.recommend.speaking import Spoken

FURTHER = 2


def explained(
    picker: Picker,
    member: Member,
    tier: int,
    standings: Mapping[int, Standing],
    tried: Collection[int],
) -> list[Explanation]:
    """Return why the courses of ``standings`` stand where they do for a member.

    Those of ``tried``, by id, were last shown to be tried.
    """
    found = []
    rules = picker.case.rules(member, tier, consents=member.id in picker.consenting)
    data = picker.blend.dataset_
    towards = rules.towards(data.course_ids, picker.scores(member))
    places = data.places_of(standings).tolist()
    told = picker.spoken(member, places)
    for place, own, (course_id, standing) in zip(places, told, standings.items(), strict=True):
        course, explored = picker.course_at(place), course_id in tried
        says = own.reason()
        reason = picker.reason_of(course, towards.get(course_id, 0), says, explored=explored)
        shares = own.shares(reason)
        found.append(
            Explanation(
                course,
                reason,
                further(own, reason),
                tuple((title, max(1, round(100 * part))) for title, part in shares),
                standing.learners,
                standing.stars,
                course_id in rules.locked,
            )
        )
    return found


def further(told: Spoken, but: Reason) -> tuple[Reason, ...]:
    """Return what else the models see in a course, each kind and each course of theirs once."""
    kinds, titles = {but.kind, ReasonKind.UNTAKEN}, set(named(but))
    found: list[Reason] = []
    for reason in told.reasons():
        if reason.kind not in kinds and not titles & set(named(reason)):
            kinds.add(reason.kind)
            titles.update(named(reason))
            found.append(reason)
    return tuple(found[:FURTHER])
