"""What moderation remembers: sanctions, what was only observed, reports, appeals, the audit."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from core.moderation.ladder import Step

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from core.communities import Place

REASON_LIMIT = 200


class Act(StrEnum):
    """What the audit names beside the ladder's own steps."""

    DELETE = "delete"
    UNMUTE = "unmute"
    UNBAN = "unban"
    LIFT = "lift"
    TRUST = "trust"
    UNTRUST = "untrust"
    POLICY = "policy"
    FALSE = "false"
    REPORT = "report"
    SETTLE = "settle"
    DISMISS = "dismiss"
    APPEAL = "appeal"
    KEEP = "keep"


class Outcome(StrEnum):
    """How moderators settle a report."""

    WARN = "warn"
    MUTE = "mute"
    KICK = "kick"
    DISMISS = "dismiss"

    @property
    def step(self) -> Step:
        """The step that it takes; ValueError for a dismissal."""
        return Step(self.value)


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something is done, and where it happened; never what was written there."""

    rule: str = ""
    entry: str = ""
    reason: str = ""
    place: Place | None = None
    message_id: str | None = None


@dataclass(frozen=True, slots=True)
class Sanction:
    """A step that was taken; ``by_member_id`` is None when the ladder itself took it."""

    id: int
    community_id: int
    member_id: int
    step: Step
    rule: str
    entry: str
    weight: int
    chat_id: int | None
    message_id: str | None
    reason: str
    by_member_id: int | None
    at: datetime
    expires_at: datetime
    until: datetime | None
    replaced_at: datetime | None
    lifted_at: datetime | None
    lifted_by_member_id: int | None

    def counts(self, now: datetime) -> bool:
        """Say whether it still weighs on the ladder."""
        return self.lifted_at is None and self.expires_at > now

    def holds(self, now: datetime) -> bool:
        """Say whether it is a mute or ban that is still in force."""
        over = self.replaced_at is not None or (self.until is not None and self.until <= now)
        return self.step.lasts and self.lifted_at is None and not over


@dataclass(frozen=True, slots=True)
class Standing:
    """What weighs on a member: the sum of unexpired strikes, and when the last one came."""

    weight: int = 0
    last_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """Observations of one kind, counted; ``example_id`` is one of them."""

    rule: str
    entry: str
    times: int
    members: int
    example_id: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What a community's last days would have brought, or brought, by step."""

    days: int
    observed: Mapping[str, int]
    done: Mapping[str, int]
    false: int


@dataclass(frozen=True, slots=True)
class Report:
    """A case: whom it is about, where, how many spoke up, and what came of it."""

    id: int
    community_id: int
    member_id: int
    rule: str
    chat_id: int | None
    message_id: str | None
    at: datetime
    settled_at: datetime | None
    outcome: Outcome | None
    by_member_id: int | None
    voices: int
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Appeal:
    """A member's asking for another look at a sanction."""

    id: int
    community_id: int
    sanction_id: int
    member_id: int
    text: str
    at: datetime
    decided_at: datetime | None
    lifted: bool | None
    by_member_id: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the audit, and by whom and when it was undone, if it was."""

    id: int
    at: datetime
    act: str
    by_member_id: int | None
    member_id: int | None
    rule: str
    detail: str
    sanction_id: int | None
    until: datetime | None
    undone_by_member_id: int | None = None
    undone_at: datetime | None = None
