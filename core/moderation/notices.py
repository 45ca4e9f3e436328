"""Letters of moderation: to the member concerned, and to those who keep order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import communities, members, outbox
from core.i18n import speaking
from core.moderation import cards, cards_cases, repository
from core.outbox import Delivery, Letter
from core.roles import Role

if TYPE_CHECKING:
    from core.communities import Community, Place
    from core.members import Member
    from core.moderation.records import Appeal, Report, Sanction
    from core.uow import UnitOfWork

# How the key of a letter begins that tells a member what was done.
TOLD = "sanction-told"


def tell(
    uow: UnitOfWork, community: Community, who: Member, given: Sanction, *, deleted: bool = False
) -> bool:
    """Tell a member in private what was done; False when they cannot be written to."""
    key = f"{TOLD}:{given.id}"
    return members.write_to(
        uow, who, key, lambda: cards.notice(given, who, community, deleted=deleted)
    )


def tell_in_chat(uow: UnitOfWork, who: Member, given: Sanction, place: Place) -> None:
    """Tell a member in the chat, in one line."""
    with speaking(who.language):
        card = cards.line(given, who.name)
    letter = Letter(
        community_id=who.community_id,
        key=f"sanction-said:{given.id}",
        to=place.address,
        card=card,
        delivery=Delivery.AT_LEAST,
        member_id=who.id,
    )
    outbox.post(uow, letter)


def unreached(uow: UnitOfWork, community_id: int, key: str) -> bool:
    """Say in the chat what a letter of ours, which reached nobody, was to tell in private."""
    prefix, _, number = key.partition(":")
    given = None
    if prefix == TOLD and number.isdecimal():
        given = repository.sanction(uow, community_id, int(number))
    place = _place(uow, community_id, given.chat_id) if given else None
    if given is None or place is None:
        return False
    tell_in_chat(uow, members.by_id(uow, given.member_id), given, place)
    return True


def tell_pardoned(uow: UnitOfWork, community: Community, who: Member, found: Sanction) -> bool:
    """Tell a member that a sanction was undone."""
    key = f"sanction-undone:{found.id}"
    return members.write_to(uow, who, key, lambda: cards.pardoned(found, community))


def tell_kept(uow: UnitOfWork, who: Member, appeal: Appeal) -> bool:
    """Tell a member that their appeal changed nothing."""
    return members.write_to(uow, who, f"appeal-decided:{appeal.id}", cards_cases.kept)


def staff_of_deed(uow: UnitOfWork, community: Community, who: Member, given: Sanction) -> None:
    """Tell the moderators what the ladder did by itself."""
    where = place_name(uow, community.id, given.chat_id)
    members.write_to_staff(
        uow,
        community.id,
        Role.MODERATOR,
        f"ladder:{given.id}",
        lambda _reader: cards.done_by_ladder(given, who, where),
    )


def staff_of_many(uow: UnitOfWork, community: Community, given: Sanction) -> None:
    """Tell the moderators once that the ladder removes many."""
    members.write_to_staff(
        uow,
        community.id,
        Role.MODERATOR,
        f"ladder-many:{given.id}",
        lambda _reader: cards.many_removed(),
    )


def staff_of_report(uow: UnitOfWork, report: Report) -> None:
    """Bring a report to the moderators, and to none whom it is about."""
    who = members.by_id(uow, report.member_id)
    where = place_name(uow, report.community_id, report.chat_id)
    members.write_to_staff(
        uow,
        report.community_id,
        Role.MODERATOR,
        f"report:{report.id}:{report.voices}",
        lambda reader: cards_cases.report(report, who, where, reader.zone),
        but={report.member_id},
    )


def staff_of_appeal(uow: UnitOfWork, appeal: Appeal, found: Sanction) -> None:
    """Bring an appeal to the moderators."""
    who = members.by_id(uow, appeal.member_id)
    members.write_to_staff(
        uow,
        appeal.community_id,
        Role.MODERATOR,
        f"appeal:{appeal.id}",
        lambda reader: cards_cases.appeal(appeal, found, who, reader.zone),
        but={appeal.member_id},
    )


def place_name(uow: UnitOfWork, community_id: int, chat_id: int | None) -> str:
    """Return a chat's title, nothing when it is not known."""
    place = _place(uow, community_id, chat_id)
    return (place.title or place.external_id) if place else ""


def _place(uow: UnitOfWork, community_id: int, chat_id: int | None) -> Place | None:
    places = communities.places_in(uow, community_id)
    return next((place for place in places if place.chat_id == chat_id), None)
