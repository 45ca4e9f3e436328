"""What screening says and does, all of it as letters; those that wait are its clock."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core import communities, members, outbox
from core.addresses import Address
from core.i18n import speaking
from core.outbox import Deed, Delivery, Letter
from core.roles import Role
from core.screening import cards
from core.screening.task import task_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from core.cards import Card
    from core.communities import Community, Place
    from core.screening.entry import Entry, Rules
    from core.uow import UnitOfWork

# So that the reason arrives while one can still be written to.
FIRST_SAID = timedelta(seconds=10)
MUTE, UNMUTE, KICK = "mute", "unmute", "kick"
NOW, LATER = "now", "later"
TASK, TASK_PLACE = "task", 3


def needs_voice(place: Place) -> bool:
    """Say whether the muted can press no button there: spaces take that from them too."""
    return place.space is not None


def forget(uow: UnitOfWork, entry: Entry) -> None:
    """Take back all that waits to be done or said about an entry."""
    outbox.cancel(uow, entry.community_id, f"screening:{entry.id}:")


def forget_later(uow: UnitOfWork, entry: Entry) -> None:
    """Take back what waits for a later moment."""
    outbox.cancel(uow, entry.community_id, f"screening:{entry.id}:{LATER}:")


def do(uow: UnitOfWork, place: Place, entry: Entry, deed: str, due: datetime | None = None) -> None:
    """Mute, unmute or kick whoever came, now or when it is due."""
    letter = Letter(
        community_id=entry.community_id,
        key=_key(uow, entry, deed, due),
        to=place.address,
        deed=Deed(deed, entry.user_id),
        delivery=Delivery.AT_LEAST,
        due=due,
        member_id=entry.member_id,
    )
    outbox.post(uow, letter)


def ask(uow: UnitOfWork, place: Place, entry: Entry, rules: Rules, due: datetime) -> None:
    """Put the task into the chat, and have whoever does not solve it in time removed."""
    community = communities.get(uow, entry.community_id)
    name = members.by_id(uow, entry.member_id).name
    with speaking(community.language):
        card = cards.task(entry, task_of(entry.id, entry.tries), name, rules.minutes)
    letter = Letter(
        community_id=entry.community_id,
        key=_key(uow, entry, TASK, due),
        to=place.address,
        card=card,
        delivery=Delivery.AT_LEAST,
        due=due,
        member_id=entry.member_id,
    )
    outbox.post(uow, letter)
    ends_at = due + rules.patience
    tell(uow, place, entry, lambda: cards.late(community.name, rules.minutes), ends_at)
    do(uow, place, entry, KICK, ends_at + FIRST_SAID)


def tell(
    uow: UnitOfWork,
    place: Place,
    entry: Entry,
    card: Callable[[], Card],
    due: datetime | None = None,
) -> None:
    """Tell whoever came something in private, now or when it is due."""
    with speaking(members.by_id(uow, entry.member_id).language):
        letter = Letter(
            community_id=entry.community_id,
            key=_key(uow, entry, "said", due),
            to=Address(place.platform, entry.user_id, private=True),
            card=card(),
            delivery=Delivery.AT_LEAST,
            due=due,
            member_id=entry.member_id,
        )
    outbox.post(uow, letter)


def tell_staff(
    uow: UnitOfWork, community: Community, key: str, card: Callable[[str], Card]
) -> None:
    """Tell the moderators something in private once, in their own zone's time."""
    members.write_to_staff(uow, community.id, Role.MODERATOR, key, lambda reader: card(reader.zone))


def entry_of_task(key: str) -> int | None:
    """Return the entry whose task a letter of this key was, None for any other letter."""
    parts = key.split(":")
    is_task = len(parts) > TASK_PLACE and parts[0] == "screening" and parts[TASK_PLACE] == TASK
    return int(parts[1]) if is_task else None


def _key(uow: UnitOfWork, entry: Entry, what: str, due: datetime | None) -> str:
    when = NOW if due is None or due <= uow.now else LATER
    return f"screening:{entry.id}:{when}:{what}:{(due or uow.now).isoformat()}"
