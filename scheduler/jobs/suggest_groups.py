"""Every Friday noon each group is told of courses that may suit its members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import communities, experiments, outbox, recommend
from core.experiments import Surface
from core.i18n import speaking
from core.recommend import Recipe, cards
from scheduler.job import job

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.communities import Place
    from core.experiments import Assigned
    from core.recommend import Suggestion
    from core.uow import UnitOfWork
    from scheduler.job import Begin, Slot


@job(cron="0 12 * * fri", title="每周群内推荐课程", catch_up="latest")
def suggest_groups(begin: Begin, slot: Slot) -> None:
    """Post suggestions into a community's groups, one in each transaction.

    Finding them takes a second in a large group, and holds up nobody who writes.
    """
    here = slot.community.id
    with begin(writes=False) as uow:
        traffic = experiments.traffic(uow, here, Surface.GROUP)
        places = communities.one_of_each_space(uow, here)
    for place in places:
        assigned = traffic.of_chat(place.chat_id)
        recipe = Recipe.of(assigned.recipe)
        with begin(writes=False) as uow:
            found = recommend.suggest_for_group(uow, here, place.chat_id, recipe=recipe)
        if found:
            with begin() as uow:
                _post(uow, slot, place, assigned, found)


def _post(
    uow: UnitOfWork, slot: Slot, place: Place, assigned: Assigned, found: Sequence[Suggestion]
) -> None:
    community = slot.community
    with speaking(community.language):
        card = cards.group_letter(found, copy=Recipe.of(assigned.recipe).copy)
    letter = outbox.Letter(
        community_id=community.id,
        key=f"suggestions:group:{place.chat_id}:{slot.local:%Y-%m-%d}",
        to=place.address,
        card=card,
        due=community.loud_from(uow.now),
    )
    if outbox.post(uow, letter):
        chat_id, shown = place.chat_id, [suggestion.course.id for suggestion in found]
        recommend.note_shown(uow, community.id, found, recommend.group_channel(chat_id))
        experiments.expose(uow, community.id, assigned, shown, chat_id=chat_id, letter=letter.key)
