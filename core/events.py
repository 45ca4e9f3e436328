"""What has happened, told in the past tense: rooms of one floor meet only through these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened in a community; ids are those of our own rows."""

    community_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberWelcomed(Event):
    """A person is known to the community for the first time."""

    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersMerged(Event):
    """Two accounts turned out to be one person: ``source_id`` went up in ``target_id``."""

    target_id: int
    source_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberErased(Event):
    """A member asked to be forgotten; the row stays as a pseudonym."""

    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedIn(Event):
    """A member checked in on a local day."""

    member_id: int
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAsked(Event):
    """A member asked a question."""

    question_id: int
    asker_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerGiven(Event):
    """A member answered a question; ``first`` is false for their further answers to it."""

    question_id: int
    answer_id: int
    asker_id: int
    answerer_id: int
    first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerAccepted(Event):
    """The asker accepted an answer."""

    question_id: int
    answer_id: int
    asker_id: int
    answerer_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UpvoteEvent(Event):
    """Something that happened to a member's upvote of an answer."""

    question_id: int
    answer_id: int
    answerer_id: int
    voter_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerUpvoted(UpvoteEvent):
    """A member found an answer helpful."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpvoteWithdrawn(UpvoteEvent):
    """A member took the upvote back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionStarted(Event):
    """A membership began or was prolonged."""

    subscription_id: int
    member_id: int
    plan: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionExpired(Event):
    """A membership ended: its grace is over, or it was revoked."""

    subscription_id: int
    member_id: int
    plan: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseEvent(Event):
    """Something that happened between a member and a course."""

    member_id: int
    course_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseEnrolled(CourseEvent):
    """A member took up a course."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseCompleted(CourseEvent):
    """A member finished a course."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseRated(CourseEvent):
    """A member rated a course from 1 to 5."""

    stars: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseOpened(CourseEvent):
    """A member who lets their data serve suggestions looked at a course."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseLiked(CourseEvent):
    """A member said that a course interests them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseEvent(CourseEvent):
    """Something that happened to a purchase; ``amount`` is in minor units of ``currency``."""

    purchase_id: int
    amount: int
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursePurchased(PurchaseEvent):
    """A member bought a course."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursePurchaseUndone(PurchaseEvent):
    """A purchase turned out to be none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterSent(Event):
    """A letter arrived where it was sent; ``key`` is the one it was posted with."""

    key: str
