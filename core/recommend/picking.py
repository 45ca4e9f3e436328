"""Picking: a member's list from scores and rules, its last place now and then given to a try."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from core.recommend.explain import Reason, ReasonKind
from core.recommend.exploration import LastSlot
from core.recommend.serving import scores_of
from core.recommend.speaking import GENERAL, spoken
from core.recommend.suggestion import Suggestion

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.courses import Course
    from core.members import Member
    from core.recommend.blend import Blend
    from core.recommend.circumstances import Circumstances
    from core.recommend.dataset import FloatArray
    from core.recommend.rules import Choice
    from core.recommend.speaking import Spoken
    from core.recommend.suggestion import Recipe

NEW = timedelta(days=28)
"""A course is new for so long."""
SURE = LastSlot(None)


@dataclass(frozen=True, slots=True)
class Picker:
    """Chooses courses for members of whom the case and the blend know; the rest stay nobody."""

    case: Circumstances
    blend: Blend
    consenting: frozenset[int]
    recipe: Recipe
    now: datetime

    def pick(self, member: Member, tier: int, count: int) -> list[Suggestion]:
        """Return up to ``count`` suggestions, the best first."""
        consents = member.id in self.consenting
        rules = self.case.rules(member, tier, consents=consents)
        scores = self.scores(member)
        course_ids = self.blend.dataset_.course_ids
        candidates = rules.candidates(course_ids, scores)
        choices = rules.among(candidates, course_ids, count)
        slot = self._tried(member, candidates, scores, choices) if consents and choices else SURE
        if slot.place is not None:
            choices[-1] = next(choice for choice in candidates if choice.course == slot.place)
        told = self.spoken(member, [choice.course for choice in choices])
        suggested = []
        for choice, own in zip(choices, told, strict=True):
            last = choice is choices[-1]
            course = self.course_at(choice.course)
            explored = last and slot.explored
            suggested.append(
                Suggestion(
                    course,
                    self.reason_of(course, choice.towards, own.reason(), explored=explored),
                    choice.locked,
                    (slot.propensity if last else 1.0) if consents else None,
                    explored,
                )
            )
        return suggested

    def scores(self, member: Member) -> FloatArray:
        """Return a member's score of every course (C,), from 0 to 1."""
        somebody = self.blend.dataset_.index_of([member.id])
        scores: FloatArray = scores_of(self.blend, somebody, self.recipe)[0]
        return scores

    def spoken(self, member: Member, places: Sequence[int]) -> list[Spoken]:
        """Return what stands behind courses (by index) for a member, by the recipe's models."""
        return spoken(self.blend, self.place_of(member), places, self.recipe.models)

    def liking(self, member: Member) -> dict[int, float]:
        """Return a member's score of every course by its id."""
        ids = self.blend.dataset_.course_ids.tolist()
        return dict(zip(ids, self.scores(member).tolist(), strict=True))

    def place_of(self, member: Member) -> int:
        """Return a member's index in the data, `NOBODY` for who did not consent."""
        return int(self.blend.dataset_.index_of([member.id])[0])

    def course_at(self, place: int) -> Course:
        """Return a course by its index."""
        course_id = int(self.blend.dataset_.course_ids[place])
        return next(course for course in self.case.catalogue if course.id == course_id)

    def reason_of(self, course: Course, towards: int, own: Reason, *, explored: bool) -> Reason:
        """Return why a course stands in a list: to be tried, for another one, or for itself.

        That it leads to another one says more than what holds for everyone.
        """
        if explored:
            age = self.now - course.added_at
            fresh = age <= NEW
            return Reason(ReasonKind.NEW, (str(age.days),)) if fresh else Reason(ReasonKind.EXPLORE)
        if towards and own.kind in GENERAL:
            goal = next(one for one in self.case.catalogue if one.id == towards)
            return Reason(ReasonKind.PREPARES, (goal.title,))
        return own

    def _tried(
        self,
        member: Member,
        candidates: Sequence[Choice],
        scores: FloatArray,
        choices: Sequence[Choice],
    ) -> LastSlot:
        """Say what stands last in a list whose courses are chosen.

        As long as there are new courses to be tried, the others wait.
        """
        exploration = self.case.exploration
        if not exploration.affordable(len(choices)):
            return SURE
        ids = self.blend.dataset_.course_ids
        before = {choice.course for choice in choices[:-1]}
        rookies = [
            choice.course
            for choice in candidates
            if choice.course not in before
            and not choice.locked
            and exploration.rookie(int(ids[choice.course]))
        ]
        ages = self.blend.dataset_.course_ages
        new = [place for place in rookies if ages[place] <= NEW.days]
        last = choices[-1].course
        return exploration.last_slot(member.id, last, new or rookies, ids.tolist(), scores.tolist())
