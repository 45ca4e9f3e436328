"""What can be done with suggestions: gather what is known, suggest, explain, see what comes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core import courses, members
from core.members import Purpose
from core.recommend import gathering, repository
from core.recommend.circumstances import circumstances
from core.recommend.explaining import explained
from core.recommend.exposure import Exposure, exposed
from core.recommend.picking import NEW, Picker
from core.recommend.serving import blend_for
from core.recommend.suggestion import COMMAND, EVERYONE
from core.recommend.tallying import count_clicked, count_shown, trials

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.events import CourseEnrolled, CourseLiked, CourseOpened
    from core.members import Member
    from core.recommend.dataset import Dataset
    from core.recommend.suggestion import Explanation, Recipe, Suggestion
    from core.uow import UnitOfWork

CLICK_WITHIN = timedelta(days=7)
"""A suggestion that is followed within so long was clicked."""


def gather(uow: UnitOfWork, community_id: int) -> Dataset:
    """Return what a community's models may learn from: the rows of members who consented."""
    return gathering.community_data(uow, community_id, courses.every(uow, community_id))


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
    uow: UnitOfWork,
    member: Member,
    course_ids: Sequence[int],
    *,
    tier: int,
    recipes: Mapping[str, Recipe] | None = None,
) -> list[Explanation]:
    """Return at length why courses were suggested to a member, as far as the models know now.

    The models that speak are those of the channel through which the courses were shown last, by
    ``recipes``, or else all.
    """
    shown = repository.latest_shown(uow, member.id, course_ids)
    channel = next((channel for channel, _ in shown.values()), COMMAND)
    recipe = (recipes or {}).get(channel, EVERYONE)
    picker = _picker(uow, member.community_id, [(member, tier)], recipe)
    standings = courses.standings(uow, course_ids)
    tried = {course_id for course_id, (_, explored) in shown.items() if explored}
    return explained(picker, member, tier, standings, tried)


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
