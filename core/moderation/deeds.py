"""The platform's part of a sanction: deeds that are posted with it, and those that undo them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core import communities, members, outbox
from core.moderation.ladder import Step
from core.outbox import Deed, Delivery, Letter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from core.communities import Place
    from core.members import Member
    from core.moderation.records import Sanction
    from core.uow import UnitOfWork

REASON_FIRST = timedelta(seconds=10)
_UNDOING = {Step.MUTE: "unmute", Step.BAN: "unban"}
_DOING = {Step.MUTE: "mute", Step.KICK: "kick", Step.BAN: "ban"}


def carry_out(uow: UnitOfWork, given: Sanction, place: Place | None) -> None:
    """Post what a sanction does: in every chat a ban, elsewhere where the member is now."""
    kind = _DOING.get(given.step)
    if kind is None:
        return
    everywhere = given.step is Step.BAN
    for door, user_id in _doors(uow, given.member_id, place, everywhere=everywhere):
        _post(uow, given, door, Deed(kind, user_id, until=given.until), due=_due(uow, given, door))
        if everywhere and given.until is not None:
            _post(uow, given, door, Deed("unban", user_id), due=given.until)


def _due(uow: UnitOfWork, given: Sanction, door: Place) -> datetime | None:
    """Let the reason arrive first where nobody can be written to once they share no space."""
    return uow.now + REASON_FIRST if door.space and given.step is not Step.MUTE else None


def undo(uow: UnitOfWork, found: Sanction) -> None:
    """Call off what of a mute or ban still waits, and post what ends it."""
    forget(uow, found)
    place = _place(communities.places_in(uow, found.community_id), found.chat_id)
    everywhere = found.step is Step.BAN
    for door, user_id in _doors(uow, found.member_id, place, everywhere=everywhere):
        deed = Deed(_UNDOING[found.step], user_id)
        _write(uow, f"{_key(found)}-lifted", found.member_id, door, deed)


def forget(uow: UnitOfWork, found: Sanction) -> None:
    """Call off what of a sanction still waits, its end above all."""
    outbox.cancel(uow, found.community_id, f"{_key(found)}:")


def release(uow: UnitOfWork, who: Member, step: Step) -> None:
    """Post the end of a mute or ban that somebody set without us."""
    for door, user_id in _doors(uow, who.id, None, everywhere=True):
        key = f"released:{who.id}:{int(uow.now.timestamp())}"
        _write(uow, key, who.id, door, Deed(_UNDOING[step], user_id))


def delete_message(
    uow: UnitOfWork, place: Place, who: Member, user_id: str, message_id: str
) -> None:
    """Post the deletion of a message."""
    deed = Deed("delete", user_id, message_id=message_id)
    _write(uow, f"deleted:{message_id}", who.id, place, deed)


def _doors(
    uow: UnitOfWork, member_id: int, first: Place | None, *, everywhere: bool
) -> Iterator[tuple[Place, str]]:
    """Yield (place, user id) once for each chat, or space of chats, and account there."""
    member = members.by_id(uow, member_id)
    places = communities.places_in(uow, member.community_id)
    inside = members.is_in(uow, member_id, [place.chat_id for place in places])
    accounts = members.account_keys(uow, member_id)
    for door, spanned in _spaces(places, first).values():
        if everywhere or door == first or inside & spanned:
            yield from ((door, account) for at, account in accounts if at == door.platform)


def _spaces(
    places: Iterable[Place], first: Place | None
) -> dict[tuple[str, str], tuple[Place, set[int]]]:
    """Return for each space (or chat of its own) a place to act from, and the chats it spans."""
    found: dict[tuple[str, str], tuple[Place, set[int]]] = {}
    ordered = [*filter(None, [first]), *places]
    for place in ordered:
        key = (place.platform, place.space or place.external_id)
        door, spanned = found.setdefault(key, (place, set()))
        if door.external_id == door.space:
            found[key] = (place, spanned)
        spanned.add(place.chat_id)
    return found


def _place(places: Sequence[Place], chat_id: int | None) -> Place | None:
    return next((place for place in places if place.chat_id == chat_id), None)


def _key(found: Sanction) -> str:
    return f"sanction:{found.id}"


def _post(
    uow: UnitOfWork, given: Sanction, door: Place, deed: Deed, *, due: datetime | None = None
) -> None:
    _write(uow, f"{_key(given)}:{deed.kind}", given.member_id, door, deed, due=due)


def _write(  # noqa: PLR0913 - a deed's letter is what, to whom, where, when, and why
    uow: UnitOfWork,
    cause: str,
    member_id: int,
    door: Place,
    deed: Deed,
    *,
    due: datetime | None = None,
) -> None:
    letter = Letter(
        community_id=door.community_id,
        key=f"{cause}:{door.chat_id}:{deed.user_id}"[:200],
        to=door.address,
        deed=deed,
        delivery=Delivery.AT_LEAST,
        due=due,
        member_id=member_id,
    )
    outbox.post(uow, letter)
