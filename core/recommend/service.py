"""What can be done with suggestions: learn from a community, suggest, explain, see what comes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from core import courses, members
from core.members import Purpose
from core.recommend import gathering, repository
from core.recommend.blend import Blend
from core.recommend.circumstances import circumstances
from core.recommend.explaining import explained
from core.recommend.exposure import Exposure, exposed
from core.recommend.picking import NEW, Picker
from core.recommend.serving import blend_for
from core.recommend.state import pack
from core.recommend.suggestion import COMMAND, EVERYONE, Training
from core.recommend.tallying import count_clicked, count_shown, recount, trials

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.events import CourseEnrolled, CourseLiked, CourseOpened
    from core.members import Member
    from core.recommend.dataset import Dataset
    from core.recommend.suggestion import Explanation, Recipe, Suggestion
    from core.uow import UnitOfWork

KEPT = timedelta(days=180)
KEPT_MODELS = 3
CLICK_WITHIN = timedelta(days=7)
"""A suggestion that is followed within so long was clicked."""


def gather(uow: UnitOfWork, community_id: int) -> Dataset:
    """Return what a community's models may learn from: the rows of members who consented."""
    return gathering.community_data(uow, community_id, courses.every(uow, community_id))


def fit(dataset: Dataset) -> Blend:
    """Fit every model; takes seconds on large data, so do it outside a transaction."""
    return Blend().fit(dataset)


def keep(
    uow: UnitOfWork,
    community_id: int,
    blend: Blend,
    *,
    runs: bool = True,
    figures: Mapping[str, Any] | None = None,
) -> Training:
    """Store fitted models, to run from now on or else only to be looked at.

    What is older than half a year is forgotten, and whoever withdrew their consent leaves all
    estimates.
    """
    content, sha256 = pack(blend.state())
    values = {"community_id": community_id, "content": content, "sha256": sha256}
    repository.add_model(uow, {**values, "running": runs, "figures": dict(figures or {})})
    repository.delete_old_models(uow, community_id, KEPT_MODELS)
    repository.delete_shown_before(uow, community_id, uow.now - KEPT)
    recount(uow, community_id)
    data = blend.dataset_
    return Training(len(data.member_ids), len(data.course_ids), len(data.weights))


def train(uow: UnitOfWork, community_id: int) -> Training:
    """Gather, fit and keep in one transaction."""
    return keep(uow, community_id, fit(gather(uow, community_id)))


def suggest(  # noqa: PLR0913 - to whom, how many, where, and how an experiment varies it
    uow: UnitOfWork,
    member: Member,
    count: int = 3,
    *,
    tier: int,
    channel: str = COMMAND,
    recipe: Recipe = EVERYONE,
) -> list[Suggestion]:
    """Suggest up to ``count`` courses to a member of a tier, and note that they were shown."""
    receivers = [(member, tier)]
    (chosen,) = suggest_each(uow, member.community_id, receivers, count, recipe=recipe)
    note_shown(uow, member.community_id, chosen, channel, member.id)
    return chosen


def suggest_each(
    uow: UnitOfWork,
    community_id: int,
    receivers: Sequence[tuple[Member, int]],
    count: int = 3,
    *,
    recipe: Recipe = EVERYONE,
) -> list[list[Suggestion]]:
    """Return suggestions for each of some members with their tiers; nothing is noted yet.

    A member who did not consent is suggested what is popular or new; what they took or dismissed
    is left out all the same. No course that was shown comes again within seven days.
    """
    picker = _picker(uow, community_id, receivers, recipe)
    return [picker.pick(member, tier, count) for member, tier in receivers]


def explain(
    uow: UnitOfWork, member: Member, course_ids: Sequence[int], *, tier: int
) -> list[Explanation]:
    """Return at length why courses were suggested to a member, as far as the models know now."""
    picker = _picker(uow, member.community_id, [(member, tier)], EVERYONE)
    standings = courses.standings(uow, course_ids)
    given = repository.latest_shown(uow, member.id, course_ids)
    return explained(picker, member, tier, standings, given)


def liking(uow: UnitOfWork, member: Member, *, tier: int) -> dict[int, float]:
    """Return how well each course suits a member, from 0 to 1 by course id."""
    return _picker(uow, member.community_id, [(member, tier)], EVERYONE).liking(member)


def note_shown(
    uow: UnitOfWork,
    community_id: int,
    suggestions: Sequence[Suggestion],
    channel: str,
    member_id: int | None = None,
) -> None:
    """Note what was suggested to a member, or without one to a group."""
    rows = [
        {
            "community_id": community_id,
            "member_id": member_id,
            "course_id": suggestion.course.id,
            "at": uow.now,
            "channel": channel,
            "reason": suggestion.reason.kind.value,
            "position": position,
            "propensity": suggestion.propensity,
            "explored": suggestion.explored,
        }
        for position, suggestion in enumerate(suggestions, start=1)
    ]
    repository.add_shown(uow, rows)
    count_shown(uow, community_id, suggestions)
    if member_id is not None:
        courses.came_again(uow, member_id, {suggestion.course.id for suggestion in suggestions})


def react(uow: UnitOfWork, event: CourseOpened | CourseLiked | CourseEnrolled) -> None:
    """Note that a member followed what was suggested to them, if they consented."""
    if members.consents(uow, event.member_id, Purpose.RECOMMEND):
        since = uow.now - CLICK_WITHIN
        shown = repository.mark_clicked(uow, event.member_id, event.course_id, since)
        count_clicked(uow, event.community_id, event.course_id, shown)


def exposure(uow: UnitOfWork, community_id: int) -> Exposure:
    """Return how the suggestions of the last four weeks fell on courses and authors."""
    catalogue = courses.every(uow, community_id)
    return exposed(catalogue, trials(uow, community_id), now=uow.now, new=NEW)


def _picker(
    uow: UnitOfWork, community_id: int, receivers: Sequence[tuple[Member, int]], recipe: Recipe
) -> Picker:
    ids = [member.id for member, _ in receivers]
    done = courses.interactions_of(uow, ids)
    case = circumstances(uow, community_id, ids, done)
    data = gathering.members_data(uow, receivers, done, case.catalogue)
    blend = blend_for(uow, community_id, data, case.catalogue)
    return Picker(case, blend, frozenset(gathering.consenting(uow, ids)), recipe, uow.now)
