"""Circumstances: what stands for and against courses for each member, read all at once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from core import courses
from core.courses import Kind
from core.recommend import repository
from core.recommend.exploration import Exploration
from core.recommend.fitting import Standing
from core.recommend.requirements import first_steps, unmet
from core.recommend.rules import Rules
from core.recommend.tallying import trials

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.courses import Course
    from core.courses import Interaction as Done
    from core.members import Member
    from core.uow import UnitOfWork

FATIGUE = timedelta(days=7)
"""A course that was shown does not come again for so long."""
COOL_DOWN = timedelta(days=90)
"""A dismissed course may come again after so long, once."""
REMEMBERED = timedelta(days=90)
"""How long it counts that a course was shown and passed over."""
PATIENCE = 2
"""How often a course may be passed over before it sinks, by half each time."""
CAP, CAP_TIMES, CAP_FROM = 0.1, 3, 100
"""A course with more than this share of at least so many suggestions sinks the more it is over.

On a small catalogue the cap is three times a course's even share.
"""
TAKEN = {Kind.ENROL, Kind.PURCHASE}


@dataclass(frozen=True, slots=True)
class Shown:
    """How a member was shown a course: not long ago, how often, and how often in vain."""

    lately: bool
    times: int
    in_vain: int


@dataclass(frozen=True, slots=True)
class Circumstances:
    """The catalogue, what members did, were shown and paid, and how courses fare with everyone."""

    catalogue: Sequence[Course]
    done: Mapping[int, Sequence[Done]]
    shown: Mapping[int, Mapping[int, Shown]]
    paid: Mapping[int, Sequence[tuple[str, int]]]
    exploration: Exploration
    cooled: frozenset[tuple[int, int]]

    def rules(self, member: Member, tier: int, *, consents: bool) -> Rules:
        """Return what stands against courses for a member; only with consent how they suit."""
        shown = self.shown.get(member.id, {})
        taken = self.courses_of(member.id, TAKEN)
        missing = unmet(self.catalogue, taken)
        dismissed = self.dismissed(member.id)
        locked = {course.id for course in self.catalogue if course.tier > tier}
        return Rules(
            taken=taken,
            dismissed=dismissed,
            unpublished=self.unpublished,
            tired={course_id for course_id, how in shown.items() if how.lately},
            locked=locked,
            waiting=missing.keys(),
            first=first_steps(self.catalogue, missing, dismissed | locked),
            factors=self._factors(member.id, tier, consents=consents),
            tags={course.id: frozenset(course.tags) for course in self.catalogue},
            seen={course_id: how.times for course_id, how in shown.items()},
        )

    @property
    def unpublished(self) -> frozenset[int]:
        """The courses that are out of the catalogue."""
        return frozenset(course.id for course in self.catalogue if not course.published)

    def courses_of(self, member_id: int, kinds: set[Kind]) -> frozenset[int]:
        """Return the courses with which a member did such things."""
        own = self.done.get(member_id, ())
        return frozenset(row.course_id for row in own if row.kind in kinds)

    def dismissed(self, member_id: int) -> frozenset[int]:
        """Return what a member dismissed and may not be shown (yet, or ever) again."""
        own = self.done.get(member_id, ())
        return frozenset(
            row.course_id
            for row in own
            if row.kind is Kind.DISMISS
            and (row.value or (member_id, row.course_id) not in self.cooled)
        )

    def _factors(self, member_id: int, tier: int, *, consents: bool) -> dict[int, float]:
        factors = self._capped()
        for course_id, how in self.shown.get(member_id, {}).items():
            sunk = 0.5 ** max(0, how.in_vain - PATIENCE)
            factors[course_id] = factors.get(course_id, 1.0) * sunk
        if consents:
            standing = self._standing(member_id, tier)
            for course in self.catalogue:
                factors[course.id] = factors.get(course.id, 1.0) * standing.fit(course)
        return factors

    def _standing(self, member_id: int, tier: int) -> Standing:
        finished = self.courses_of(member_id, {Kind.COMPLETE})
        return Standing.of(
            [course for course in self.catalogue if course.id in finished],
            self.paid.get(member_id, ()),
            tier,
        )

    def _capped(self) -> dict[int, float]:
        trials = self.exploration.trials
        total = sum(trial.shown for trial in trials.values())
        if total < CAP_FROM:
            return {}
        published = len(self.catalogue) - len(self.unpublished)
        most = total * max(CAP, CAP_TIMES / max(published, 1))
        over = {one: trial.shown for one, trial in trials.items() if trial.shown > most}
        return {one: (most / shown) ** 2 for one, shown in over.items()}


def circumstances(
    uow: UnitOfWork, community_id: int, ids: Sequence[int], done: Sequence[Done]
) -> Circumstances:
    """Read what concerns some members, with what they did, in a handful of queries."""
    return Circumstances(
        catalogue=courses.every(uow, community_id),
        done=_by_member(done),
        shown=_shown(uow, ids),
        paid=_paid(uow, ids),
        exploration=Exploration(trials(uow, community_id), uow.now.date()),
        cooled=frozenset(
            (row.member_id, row.course_id)
            for row in done
            if row.kind is Kind.DISMISS and row.at <= uow.now - COOL_DOWN
        ),
    )


def _by_member(done: Sequence[Done]) -> dict[int, list[Done]]:
    by_member: dict[int, list[Done]] = defaultdict(list)
    for row in done:
        by_member[row.member_id].append(row)
    return by_member


def _shown(uow: UnitOfWork, ids: Sequence[int]) -> dict[int, dict[int, Shown]]:
    shown: dict[int, dict[int, Shown]] = defaultdict(dict)
    lately = uow.now - FATIGUE
    for row in repository.shown_to_members(uow, ids, uow.now - REMEMBERED):
        in_vain = 0 if row.clicks else row.times
        shown[row.member_id][row.course_id] = Shown(row.last > lately, row.times, in_vain)
    return shown


def _paid(uow: UnitOfWork, ids: Sequence[int]) -> dict[int, list[tuple[str, int]]]:
    paid: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for purchase in courses.purchases_of(uow, ids):
        paid[purchase.member_id].append((purchase.currency, purchase.amount))
    return paid
