"""Every Friday noon each group is told what the community studies and what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import communities, experiments, outbox, recommend
from core.experiments import Surface
from core.i18n import speaking
from core.recommend import Recipe, cards
from scheduler.job import job

if TYPE_CHECKING:
    from core.communities import Place
    from core.experiments import Assigned
    from core.uow import UnitOfWork
    from scheduler.job import Begin, Slot


@job(cron="0 12 * * fri", title="每周群内推荐课程", catch_up="latest")
def suggest_groups(begin: Begin, slot: Slot) -> None:
    """Post suggestions into a community's groups, unless there is nothing to suggest."""
    here = slot.community.id
    with begin() as uow:
        traffic = experiments.traffic(uow, here, Surface.GROUP)
        for place in communities.one_of_each_space(uow, here):
            _write_to(uow, slot, place, traffic.of_chat(place.chat_id))


def _write_to(uow: UnitOfWork, slot: Slot, place: Place, assigned: Assigned) -> None:
    community, recipe = slot.community, Recipe.of(assigned.recipe)
    suggestions = recommend.suggest_for_group(uow, community.id, place.chat_id, recipe=recipe)
    if not suggestions:
        return
    with speaking(community.language):
        card = cards.group_letter(suggestions, copy=recipe.copy)
    letter = outbox.Letter(
        community_id=community.id,
        key=f"suggestions:group:{place.chat_id}:{slot.local:%Y-%m-%d}",
        to=place.address,
        card=card,
        due=community.loud_from(uow.now),
    )
    if outbox.post(uow, letter):
        channel = recommend.group_channel(place.chat_id)
        recommend.note_shown(uow, community.id, suggestions, channel)
        shown = [suggestion.course.id for suggestion in suggestions]
        chat_id = place.chat_id
        experiments.expose(uow, community.id, assigned, shown, chat_id=chat_id, letter=letter.key)
