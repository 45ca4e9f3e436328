"""What other rooms and the front see of a care message: who needs it, why, and its draft."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from core.members import Member
    from core.membership import Subscription
    from core.questions import Question

LONGEST = 100
"""A care message is this many characters at most."""


class State(StrEnum):
    """What became of a draft; one that is open waits for an administrator."""

    OPEN = "open"
    SENT = "sent"
    DROPPED = "dropped"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Need:
    """A member who may need a kind word: a question waits, or a membership ends soon, or both."""

    member: Member
    question: Question | None = None
    ending: Subscription | None = None

    @property
    def cause(self) -> str:
        """What the draft is about: each cause is drafted about once."""
        if self.question is not None:
            return f"question:{self.question.id}"
        if self.ending is not None:
            return f"subscription:{self.ending.id}:{self.ending.expires_at.date().isoformat()}"
        return ""

    @property
    def since(self) -> datetime:
        """What the most urgent need is found by: the earliest comes first."""
        if self.question is not None:
            return self.question.asked_at
        return self.ending.expires_at if self.ending else self.member.joined_at


@dataclass(frozen=True, slots=True)
class Draft:
    """A drafted message; ``revision`` tells the texts apart that it had."""

    id: int
    community_id: int
    number: int
    member_id: int
    cause: str
    question_id: int | None
    subscription_id: int | None
    text: str
    revision: int
    made_at: datetime
    lapses_at: datetime
    state: State
    decided_by_member_id: int | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """An open draft together with the need for it as it is now."""

    draft: Draft
    need: Need
