"""Inspecting: what operators ask of the models: how good they are, and what a score is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from core import courses
from core.courses import Kind
from core.recommend import gathering
from core.recommend.blend import Blend
from core.recommend.dataset import NOBODY
from core.recommend.evaluation import evaluate, leave_last_out
from core.recommend.models import discovered
from core.recommend.serving import blend_for
from core.refusal import Refusal

if TYPE_CHECKING:
    from core.courses import Course
    from core.members import Member
    from core.recommend.dataset import Dataset
    from core.recommend.evaluation import Figures
    from core.uow import UnitOfWork

BLEND = "blend"
SAMPLE = 20_000
FEWEST = 3
"""A member with fewer courses is not asked about: one is held out, and two show a taste."""

TAKEN = {Kind.ENROL, Kind.PURCHASE}


class Apart(NamedTuple):
    """A score taken apart: (model, title of the history's course or empty, amount) sum up to it.

    ``ranker`` is what the order of the best candidates adds or takes away. A course that is
    ``taken`` is not suggested, whatever its score.
    """

    score: float
    addends: tuple[tuple[str, str, float], ...]
    ranker: float
    taken: bool


def compared(dataset: Dataset, *, seed: int = 42) -> dict[str, Figures]:
    """Hold the last course of every member out, and measure the blend and each of its models.

    Refuses data in which nobody has three courses.
    """
    held = leave_last_out(dataset, fewest=FEWEST, sample=SAMPLE, seed=seed).test
    if not len(held.members):
        raise Refusal("数据太少：至少要有一位成员学过 {count} 门课程才能评估。", count=FEWEST)
    found = {BLEND: evaluate(Blend(seed=seed).fit(held.training), held)}
    for kind in discovered():
        if kind.blended:
            found[kind.name()] = evaluate(kind().fit(held.training), held)
    return found


def taken_apart(uow: UnitOfWork, member: Member, course: Course, *, tier: int) -> Apart:
    """Return what a member's score of a course is made of.

    Of a member who did not consent nothing is known, so nothing in it is theirs.
    """
    catalogue = courses.every(uow, course.community_id)
    done = courses.interactions_of(uow, [member.id])
    data = gathering.members_data(uow, [(member, tier)], done, catalogue)
    blend = blend_for(uow, course.community_id, data, catalogue)
    (index,) = blend.dataset_.index_of([member.id]).tolist()
    (place,) = blend.dataset_.places_of([course.id]).tolist()
    (found,) = blend.explain(index, [place])
    texts = blend.dataset_.texts
    addends = (
        (one.model, "" if one.source == NOBODY else texts[one.source].title, one.amount)
        for one in found.addends
    )
    taken = any(one.course_id == course.id and one.kind in TAKEN for one in done)
    return Apart(found.score, tuple(addends), found.ranker, taken)
