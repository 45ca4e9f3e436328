"""The made-up school's people, courses and talk, as its data files tell them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from core.courses import Draft, Level, Tier

DATA = Path(__file__).parent / "data"
NAME = "晓码学堂"
GROUP = "g1"
# The school's members live on the console's two platforms, as they would on the real ones.
PLATFORMS = {"telegram": "console", "discord": "console2"}


@dataclass(frozen=True, slots=True)
class Pupil:
    """A member of the school as the data tells of them."""

    handle: str
    name: str
    platform: str
    language: str
    zone: str
    interests: tuple[str, ...]
    persona: str
    plan: str
    joined_days_ago: int


@dataclass(frozen=True, slots=True)
class Thread:
    """A question with its answers; ``accepted`` is the index of the best one."""

    text: str
    tags: tuple[str, ...]
    answers: tuple[str, ...]
    accepted: int | None


@cache
def pupils() -> tuple[Pupil, ...]:
    """Return every member."""
    return tuple(
        Pupil(
            handle=row["handle"],
            name=row["name"],
            platform=PLATFORMS[row["platform"]],
            language=row["language"],
            zone=row["zone"],
            interests=tuple(row["interests"]),
            persona=row["persona"],
            plan=row["plan"],
            joined_days_ago=row["joined_days_ago"],
        )
        for row in _read("members")
    )


@cache
def threads() -> tuple[Thread, ...]:
    """Return every question."""
    return tuple(
        Thread(row["text"], tuple(row["tags"]), tuple(row["answers"]), row["accepted"])
        for row in _read("questions")
    )


@cache
def chatter() -> tuple[str, ...]:
    """Return ordinary messages."""
    return tuple(row["text"] for row in _read("chatter"))


@cache
def courses_by_age() -> tuple[tuple[int, Draft], ...]:
    """Return (days since it was added, course), oldest first."""
    rows = sorted(_read("courses"), key=lambda row: -row["added_days_ago"])
    return tuple((row["added_days_ago"], _draft(row)) for row in rows)


def story() -> list[dict[str, Any]]:
    """Return the beats of the evening."""
    return _read("story")


def _draft(row: dict[str, Any]) -> Draft:
    return Draft(
        code=row["code"],
        title=row["title"],
        description=row["description"],
        tags=tuple(row["tags"]),
        author=row["author"],
        level=list(Level)[row["level"] - 1],
        tier=Tier(row["tier"]),
        price=row["price_minor"],
        requires=tuple(row["prerequisites"]),
    )


def _read(name: str) -> list[dict[str, Any]]:
    return json.loads((DATA / f"{name}.json").read_text("utf-8"))  # type: ignore[no-any-return]
