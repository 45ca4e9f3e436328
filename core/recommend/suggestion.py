"""What other rooms see of a suggestion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.courses import Course
    from core.recommend.explain import Reason

COMMAND = "command"
LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A course with the reason why; ``locked`` when it asks for more than the member's tier."""

    course: Course
    reason: Reason
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
