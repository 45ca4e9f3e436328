"""What other rooms see of courses, and of what members do with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

PAGE_SIZE = 8
CODE_LIMIT = 20
STARS = range(1, 6)
FINISHED = 100
"""The progress of a finished course, in percent."""


class Tier(IntEnum):
    """The membership that a course asks for."""

    FREE = 0
    BASIC = 1
    PREMIUM = 2
    VIP = 3


class Level(StrEnum):
    """How much a course expects one to know."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class Kind(StrEnum):
    """What a member did with a course, and in brackets what `Interaction.value` holds."""

    VIEW = "view"
    """Looked at it (times counted)."""
    LIKE = "like"
    DISMISS = "dismiss"
    """Wants to see no more of it (how often it was suggested again all the same)."""
    ENROL = "enrol"
    PROGRESS = "progress"
    """Is part of the way through (percent)."""
    COMPLETE = "complete"
    RATE = "rate"
    """Gave stars (1 to 5)."""
    SHARE = "share"
    """Passed it on (times counted)."""
    PURCHASE = "purchase"


OPPOSITE = {Kind.LIKE: Kind.DISMISS, Kind.DISMISS: Kind.LIKE}
"""Of these the last word counts."""


@dataclass(frozen=True, slots=True)
class Course:
    """A course; ``price`` is in minor units of ``currency``, ``code`` unique in its community.

    ``requires`` are the codes of the courses to be taken before it.
    """

    id: int
    community_id: int
    code: str
    title: str
    description: str
    tags: tuple[str, ...]
    author: str
    level: Level
    tier: Tier
    price: int
    currency: str
    url: str
    published: bool
    added_at: datetime
    requires: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """How a course stands: people who took it, who rated it, and their mean of stars (or 0)."""

    learners: int = 0
    ratings: int = 0
    stars: float = 0.0


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list of courses; pages count from 1 and there is always one."""

    courses: tuple[Course, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Enrolment:
    """That a member takes a course, or took it when ``completed_at`` is set.

    ``progress`` is in percent.
    """

    course: Course
    enrolled_at: datetime
    completed_at: datetime | None
    rating: int | None
    progress: int = 0


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is shown a course: a member of a tier, who may manage it or not.

    ``shared`` says that others read and press the same card; ``taken`` is what the only reader
    takes or took of it.
    """

    tier: int
    manages: bool = False
    shared: bool = True
    taken: Enrolment | None = None


@dataclass(frozen=True, slots=True)
class Interaction:
    """The latest of a kind that a member did with a course."""

    member_id: int
    course_id: int
    kind: Kind
    value: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Purchase:
    """That a member bought a course; ``amount`` is in minor units of ``currency``.

    ``enrolled`` says that the purchase itself enrolled them.
    """

    id: int
    community_id: int
    member_id: int
    course_id: int
    amount: int
    currency: str
    at: datetime
    enrolled: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """A course as a file describes it, every field checked; ``row`` is where it stands there."""

    code: str
    title: str
    description: str = ""
    tags: tuple[str, ...] = ()
    author: str = ""
    level: Level = Level.BEGINNER
    tier: Tier = Tier.FREE
    price: int = 0
    currency: str = "CNY"
    url: str = ""
    requires: tuple[str, ...] = ()
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import changes: codes of courses that are new, changed, and the same as before."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]
