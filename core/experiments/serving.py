"""Serving: which variants somebody sees, and writing down that they saw them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from core import communities, members
from core.experiments import exposure_repository, repository
from core.experiments.bucketing import assigned, chat_unit, member_unit
from core.experiments.experiment import State
from core.members import Purpose

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.events import LetterSent
    from core.experiments.experiment import Experiment, Surface
    from core.members import Member
    from core.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class Assigned:
    """What somebody is to see: a recipe, and the variants by experiment that it comes of.

    The recipe is what was promoted, with the variants' changes; empty where there is neither.
    """

    recipe: Mapping[str, Any] = field(default_factory=dict)
    variants: Mapping[int, str] = field(default_factory=dict)

    @property
    def hour(self) -> int | None:
        """The hour at which a letter is to be sent, None where nothing says so."""
        return self.recipe.get("hour")


@dataclass(frozen=True, slots=True)
class Traffic:
    """The running experiments of a surface and what was promoted there, to assign many by."""

    promoted: Mapping[str, Any]
    running: tuple[Experiment, ...] = ()

    def of_member(self, member_id: int) -> Assigned:
        """Return what a member is to see, who must have consented."""
        return self._of(member_unit(member_id))

    def of_chat(self, chat_id: int) -> Assigned:
        """Return what a chat is to see."""
        return self._of(chat_unit(chat_id))

    def of_nobody(self) -> Assigned:
        """Return what whoever takes part in no experiment is to see."""
        return Assigned(self.promoted)

    def _of(self, unit: str) -> Assigned:
        recipe, variants = dict(self.promoted), {}
        for experiment in self.running:
            variant = assigned(experiment, unit)
            if variant is not None:
                recipe |= variant.recipe
                variants[experiment.id] = variant.name
        return Assigned(recipe, variants)


def traffic(uow: UnitOfWork, community_id: int, surface: Surface) -> Traffic:
    """Return what is going on where suggestions are read."""
    running = repository.every(uow, community_id, State.RUNNING)
    here = sorted((one for one in running if one.surface is surface), key=lambda one: one.id)
    return Traffic(repository.promoted(uow, community_id, surface), tuple(here))


def recipe(uow: UnitOfWork, member: Member, surface: Surface) -> Assigned:
    """Return what a member is to see; without consent they take part in no experiment."""
    going_on = traffic(uow, member.community_id, surface)
    if not going_on.running or not members.consents(uow, member.id, Purpose.RECOMMEND):
        return going_on.of_nobody()
    return going_on.of_member(member.id)


def expose(  # noqa: PLR0913 - an exposure is where, what, to whom and by what
    uow: UnitOfWork,
    community_id: int,
    seen: Assigned,
    courses: Sequence[int],
    *,
    member_id: int | None = None,
    chat_id: int | None = None,
    letter: str = "",
) -> None:
    """Write down that a member, or a chat, is shown courses under its variants.

    It counts at once, or with the key of a ``letter`` when that arrives; once per day and
    experiment.
    """
    if not seen.variants or not courses:
        return
    zone = communities.get(uow, community_id).zoneinfo
    day = uow.now.astimezone(zone).date().isoformat()
    unit = member_unit(member_id) if member_id is not None else chat_unit(chat_id or 0)
    for experiment_id, variant in seen.variants.items():
        values = {
            "community_id": community_id,
            "experiment_id": experiment_id,
            "variant": variant,
            "member_id": member_id,
            "chat_id": chat_id,
            "at": None if letter else uow.now,
            "letter": letter,
            "key": f"{experiment_id}:{unit}:{day}",
        }
        exposure_repository.add(uow, values, courses)


def delivered(uow: UnitOfWork, event: LetterSent) -> None:
    """Count what a letter carried from when it arrived."""
    exposure_repository.delivered(uow, event.community_id, event.key)
