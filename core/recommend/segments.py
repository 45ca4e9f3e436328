"""Segments: the circles of taste that a community's members form, for its administrators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core import courses
from core.recommend import gathering
from core.recommend.models.clusters import FEWEST, Clusters
from core.recommend.serving import blend_for

if TYPE_CHECKING:
    from core.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class Circle:
    """Members of like tastes: what sets them apart, how many they are, and what most of them take.

    ``name`` is empty where nothing sets them apart.
    """

    name: str
    members: int
    titles: tuple[str, ...]


def segments(uow: UnitOfWork, community_id: int) -> list[Circle]:
    """Return the circles of those who consented, as of the last training, the largest first.

    A circle of fewer than three is left out, lest it point at somebody.
    """
    catalogue = courses.every(uow, community_id)
    nobody = gathering.nobodys_data(uow, catalogue)
    blend = blend_for(uow, community_id, nobody, catalogue)
    return [
        Circle(one.name, one.members, tuple(nobody.texts[place].title for place in one.courses))
        for model in blend.models
        if isinstance(model, Clusters)
        for one in model.segments()
        if one.members >= FEWEST
    ]
