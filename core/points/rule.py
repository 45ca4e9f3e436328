"""Declaring a point rule: which event pays whom how much, and what it was paid for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.i18n import t

if TYPE_CHECKING:
    from core.events import Event


@dataclass(frozen=True, slots=True)
class Award:
    """Points for a member.

    ``key`` names what is paid for and begins with its cause (``question:42:answer:7``); together
    with the rule and ``by``, the member whose deed earned it for another, it is paid once.
    ``points`` stands in for the rule's own.
    """

    to: int
    key: str
    by: int | None = None
    points: int | None = None


Awards = Callable[[Any], Iterable[Award]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as declared.

    ``withdrawn_by`` is the event that takes back what the same awards paid. ``capped`` awards
    count towards the daily cap; ``per_pair`` limits the awards of a day from one member to another.
    """

    name: str
    title: str
    on: type[Event]
    points: int
    awards: Awards
    withdrawn_by: type[Event] | None = None
    version: int = 1
    capped: bool = True
    per_pair: int | None = None

    @property
    def shown(self) -> str:
        """The title as members read it."""
        return t(self.title)

    def key(self, award: Award, times_paid: int) -> str:
        """Return the transfer's key; ``times_paid`` were paid before, and taken back."""
        key = f"{self.name.replace('_', '-')}:{award.key}"
        giver = "" if award.by is None else f":by:{award.by}"
        again = f":{times_paid + 1}" if times_paid else ""
        return f"{key}{giver}{again}"


def rule(  # noqa: PLR0913 - a declaration has as many keywords as there is to declare
    *,
    on: type[Event],
    points: int,
    title: str,
    withdrawn_by: type[Event] | None = None,
    version: int = 1,
    capped: bool = True,
    per_pair: int | None = None,
) -> Callable[[Awards], Rule]:
    """Declare the function below, which yields an event's awards, as a rule named after it."""

    def declare(awards: Awards) -> Rule:
        name = getattr(awards, "__name__", title)
        return Rule(name, title, on, points, awards, withdrawn_by, version, capped, per_pair)

    return declare
