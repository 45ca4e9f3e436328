"""What other rooms see of courses, and of what members do with them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

PAGE_SIZE = 8
CODE_LIMIT = 20
STARS = range(1, 6)


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
    """What a member did with a course; `Interaction.value` holds views counted, or stars."""

    VIEW = "view"
    LIKE = "like"
    DISMISS = "dismiss"
    ENROL = "enrol"
    COMPLETE = "complete"
    RATE = "rate"


@dataclass(frozen=True, slots=True)
class Course:
    """A course; ``price`` is in minor units of ``currency``, ``code`` unique in its community."""

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
    """That a member takes a course, or took it when ``completed_at`` is set."""

    course: Course
    enrolled_at: datetime
    completed_at: datetime | None
    rating: int | None


@dataclass(frozen=True, slots=True)
class Interaction:
    """The latest of a kind that a member did with a course."""

    member_id: int
    course_id: int
    kind: Kind
    value: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """A course as a file describes it, every field checked."""

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


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import changes: codes of courses that are new, changed, and the same as before."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]
