"""Where the rooms meet: the one visible list of who reacts to what, and what is done for all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core import (
    care,
    communities,
    courses,
    experiments,
    members,
    membership,
    moderation,
    points,
    questions,
    recommend,
    screening,
    sentiment,
    text,
)
from core import events as happened
from core.clock import SystemClock
from core.db import Database
from core.moderation.hits.screen import screen, screen_many
from core.moderation.hits.screen import warm_up as warm_up_screen
from core.roles import Role
from core.text.reading import Reading, read, read_many
from core.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from core.clock import Clock
    from core.communities import Community, Place
    from core.events import Event
    from core.members import Member, PersonalData, Visitor
    from core.outbox import Parcel
    from core.uow import Reaction, UnitOfWork


PERSONAL: tuple[PersonalData, ...] = (
    points.PERSONAL,
    questions.PERSONAL,
    membership.PERSONAL,
    courses.PERSONAL,
    recommend.PERSONAL,
    experiments.PERSONAL,
    sentiment.PERSONAL,
    moderation.PERSONAL,
    screening.PERSONAL,
    care.PERSONAL,
    members.PERSONAL,
)


def merge(uow: UnitOfWork, event: happened.MembersMerged) -> None:
    """Let every room move what it keeps from one member to the other."""
    for personal in PERSONAL:
        personal.merge(uow, event.target_id, event.source_id)


def erase(uow: UnitOfWork, event: happened.MemberErased) -> None:
    """Let every room forget a member."""
    for personal in PERSONAL:
        personal.erase(uow, event.member_id)


def export(uow: UnitOfWork, member: Member) -> dict[str, Any]:
    """Return everything that every room keeps about a member, as JSON values."""
    return {personal.room: personal.export(uow, member.id) for personal in PERSONAL}


REACTIONS: Mapping[type[Event], Sequence[Reaction]] = {
    happened.MembersMerged: (merge,),
    happened.MemberErased: (erase,),
    happened.CourseOpened: (recommend.react,),
    happened.CourseLiked: (recommend.react,),
    happened.CourseEnrolled: (recommend.react,),
    happened.LetterSent: (experiments.delivered,),
    **dict.fromkeys(points.events_heard(), (points.react,)),
}


def open_writer(url: str, clock: Clock | None = None) -> Writer:
    """Return a writer, not yet started, on the database at a URL."""
    return Writer(Database(url), clock or SystemClock(), REACTIONS)


class Reader:
    """Reads texts with one sentiment model: a single one, or many, which is quicker."""

    def __init__(self, model: sentiment.Model) -> None:
        """Feel what a model feels."""
        self._model = model

    def __call__(self, text: str) -> Reading:
        """Read one text."""
        return read(text, self._model.score, screen)

    def many(self, texts: Sequence[str]) -> list[Reading]:
        """Read texts, in order."""
        return read_many(texts, self._model.score_many, screen_many)


def reader(model: str = "default", folder: Path | None = None) -> Reader:
    """Return what reads texts, with a sentiment model by name.

    ``folder`` holds the operator's own calibration of it; one that cannot be trusted is refused.
    """
    return Reader(sentiment.model_named(model, folder))


def unreached(uow: UnitOfWork, parcel: Parcel) -> None:
    """Note that a letter reached nobody, and say elsewhere what must be known."""
    if parcel.to.private:
        members.reachable(uow, parcel.to.platform, parcel.to.chat_id, is_so=False)
    moderation.unreached(uow, parcel.community_id, parcel.key)
    screening.unreached(uow, parcel.community_id, parcel.key)


def warm_up() -> None:
    """Load the lists, models and dictionaries now, so that the first message need not wait."""
    text.warm_up()
    warm_up_screen()
    text.keywords("热身")


@dataclass(frozen=True, slots=True)
class Overheard:
    """An ordinary message in a group: where, who, and what was understood of it.

    ``role`` is what the platform's own list says of who wrote it, where it was asked.
    """

    place: Place
    visitor: Visitor
    reading: Reading
    at: datetime
    mark: str | None = None
    message_id: str = ""
    role: Role = Role.MEMBER


def sighting(community: Community, chat_id: int | None, visitor: Visitor) -> members.Sighting:
    """Return a visitor's being seen in a community."""
    return members.Sighting(community.id, visitor, chat_id, community.language, community.zone)


def overhear(uow: UnitOfWork, heard: Sequence[Overheard]) -> None:
    """Take in many ordinary messages: who was there, and the chat's mood."""
    if not heard:
        return
    ids = {item.place.community_id for item in heard}
    known = {community_id: communities.get(uow, community_id) for community_id in ids}
    seen = [
        sighting(known[item.place.community_id], item.place.chat_id, item.visitor) for item in heard
    ]
    note(uow, list(zip(heard, members.recognise(uow, seen), strict=True)), known)


def note(
    uow: UnitOfWork,
    heard: Sequence[tuple[Overheard, Member]],
    known: Mapping[int, Community],
) -> frozenset[str]:
    """Count messages in their chat's mood, keep how far each channel was heard, keep order.

    ``known`` are the communities in which they were heard, by their ids. Returns the ids of the
    messages that are taken away.
    """
    marks = {item.place.chat_id: item.mark for item, _member in heard if item.mark}
    if marks:
        communities.note_marks(uow, marks)
    sentiment.note(uow, [_felt(item, member) for item, member in heard], known)
    return moderation.enforce(uow, [_suspect(*one, known) for one in heard if one[0].reading.hits])


def _felt(item: Overheard, member: Member) -> sentiment.Heard:
    return sentiment.Heard(
        item.place.community_id,
        item.place.chat_id,
        member.id,
        item.at,
        item.reading.sentiment,
        item.reading.topics,
    )


def _suspect(item: Overheard, member: Member, known: Mapping[int, Community]) -> moderation.Suspect:
    return moderation.Suspect(
        community=known[item.place.community_id],
        place=item.place,
        member=member,
        user_id=item.visitor.external_id,
        message_id=item.message_id,
        at=item.at,
        hits=item.reading.hits,
        role=max(item.role, member.role),
    )
