"""What other rooms see of a suggestion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from core.courses import Course
    from core.recommend.explain import Reason

_BASE = 36
COMMAND = "command"
LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Recipe:
    """How an experiment varies suggestions; the empty one is what everyone gets.

    ``models`` names the models that score (all when empty), ``discount`` is how far popular
    courses are marked down (0 to 1), and ``copy`` names the variant of the words.
    """

    models: tuple[str, ...] = ()
    discount: float = 0.0
    copy: str = ""

    @classmethod
    def of(cls, wanted: Mapping[str, Any]) -> Recipe:
        """Return the recipe that plain values name; what they name besides is left to others."""
        models = tuple(wanted.get("models", ()))
        return cls(models, float(wanted.get("discount", 0.0)), str(wanted.get("copy", "")))


EVERYONE = Recipe()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A course with the reason why; ``locked`` when it asks for more than the member's tier.

    ``propensity`` is the probability with which it came to stand where it does (None where
    nothing may be measured), ``explored`` says that it is there to be tried out.
    """

    course: Course
    reason: Reason
    locked: bool
    propensity: float | None = None
    explored: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a course was suggested, at length: its reason, what else speaks for it, and of what.

    ``shares`` are the courses of the member's own that its score comes from, with their parts of
    it in percent; ``learners`` and ``stars`` are how it stands (0 stars: nobody rated it).
    """

    course: Course
    reason: Reason
    further: tuple[Reason, ...]
    shares: tuple[tuple[str, int], ...]
    learners: int
    stars: float
    locked: bool


@dataclass(frozen=True, slots=True)
class Training:
    """What a training had to learn from."""

    members: int
    courses: int
    interactions: int


def group_channel(chat_id: int) -> str:
    """Name the channel of a group."""
    return f"group:{chat_id}"


def listed(course_ids: Iterable[int]) -> str:
    """Write ids of courses as short as a button takes them: three of a billion in 20 bytes."""
    return ",".join(np.base_repr(course_id, _BASE).lower() for course_id in course_ids)


def unlisted(text: str) -> list[int]:
    """Read the ids that `listed` wrote."""
    return [int(one, _BASE) for one in text.split(",") if one]
