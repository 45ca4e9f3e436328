"""Deeds of the outbox: what is done on a platform rather than said, and never to its staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import cards
from bot.posts import Action
from core import communities, members
from core.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.posts import Platform
    from core.addresses import Address
    from core.cards import Card
    from core.outbox import Deed, Parcel
    from core.uow import UnitOfWork

AGAINST_SOMEBODY = frozenset({"kick", "ban", "mute", "delete"})


async def carry_out(platform: Platform, to: Address, deed: Deed) -> bool:
    """Do it; false where it would hit who keeps order in that chat by the platform's own list.

    Raises a `SendError` when the platform refuses.
    """
    against = deed.kind in AGAINST_SOMEBODY
    if against and await platform.rank(to.chat_id, deed.user_id) >= Role.MODERATOR:
        return False
    await platform.act(Action(deed.kind, to, deed.user_id, deed.until, deed.role, deed.message_id))
    return True


def tell_spared(uow: UnitOfWork, parcel: Parcel, deed: Deed) -> None:
    """Tell the moderators that the platform's own staff was spared."""
    if deed.kind != "delete":
        _tell(uow, parcel, lambda chat: cards.spared(deed.kind, chat))


def tell_undone(uow: UnitOfWork, parcel: Parcel, deed: Deed) -> None:
    """Tell the moderators that a deed was not done: nobody would notice otherwise."""
    _tell(uow, parcel, lambda chat: cards.undone(deed.kind, chat))


def _tell(uow: UnitOfWork, parcel: Parcel, card_about: Callable[[str], Card]) -> None:
    place = communities.place_of(uow, parcel.to.platform, parcel.to.chat_id)
    title = (place.title if place else "") or parcel.to.chat_id
    members.write_to_staff(
        uow,
        parcel.community_id,
        Role.MODERATOR,
        f"undone:{parcel.id}",
        lambda _reader: card_about(title),
    )
