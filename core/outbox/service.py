"""What can be done with letters: post, claim, end; and what a sent message is about."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core import cards
from core.events import LetterSent
from core.outbox import repository
from core.outbox.letter import Delivery, Ending
from core.uow import OUTBOX

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from core.addresses import Address
    from core.outbox.letter import Letter, Parcel
    from core.uow import UnitOfWork

LEASE = timedelta(minutes=2)
# A letter's key wards off its repeat, and no cause lies further back than this.
KEPT = timedelta(days=90)


def post(uow: UnitOfWork, letter: Letter) -> bool:
    """Post a letter in this transaction; False when its key was posted before."""
    values = {
        "community_id": letter.community_id,
        "key": letter.key,
        "member_id": letter.member_id,
        "platform": letter.to.platform,
        "chat_id": letter.to.chat_id,
        "private": letter.to.private,
        "thread": letter.to.thread,
        "card": cards.to_json(letter.card),
        "deed": letter.deed.to_json() if letter.deed else {},
        "subject": letter.subject,
        "delivery": (Delivery.AT_LEAST if letter.deed else letter.delivery).value,
        "due_at": letter.due or uow.now,
    }
    posted = repository.add(uow, values)
    uow.signals.add(OUTBOX)
    return posted


def claim(
    uow: UnitOfWork,
    platforms: Collection[str],
    *,
    limit: int = 50,
    skipped: Collection[tuple[str, str]] = (),
) -> list[Parcel]:
    """Take letters that are due for sending; nobody else gets them while the lease lasts.

    A letter whose lease ran out may have been sent: one that may arrive once at most is given up.
    """
    repository.end_doubtful(uow)
    parcels = repository.due(uow, platforms, limit, skipped)
    if parcels:
        repository.lease(uow, [parcel.id for parcel in parcels], uow.now + LEASE)
    return parcels


def ended(
    uow: UnitOfWork,
    parcel: Parcel,
    ending: Ending,
    *,
    message_id: str | None = None,
    trouble: str | None = None,
) -> None:
    """Write down what became of a letter, whose text is kept no longer, and what it was about."""
    values = {
        **repository.BLANK,
        "ending": ending.value,
        "ended_at": uow.now,
        "leased_until": None,
        "message_id": message_id,
        "trouble": trouble,
    }
    repository.change(uow, parcel.id, values)
    if ending is Ending.SENT:
        uow.record(LetterSent(community_id=parcel.community_id, key=parcel.key))
    if message_id and parcel.subject:
        remember(uow, parcel.community_id, parcel.to, message_id, parcel.subject)


def postpone(
    uow: UnitOfWork, parcel: Parcel, until: datetime, trouble: str, *, tried: bool
) -> None:
    """Give a letter back, to be taken up at a later moment; only a send counts as an attempt."""
    values = {
        "due_at": until,
        "leased_until": None,
        "attempts": parcel.attempts + tried,
        "trouble": trouble,
    }
    repository.change(uow, parcel.id, values)


def cancel(uow: UnitOfWork, community_id: int, key_prefix: str) -> int:
    """Cancel the waiting letters whose key begins so; return how many there were."""
    return repository.end_waiting(uow, community_id, key_prefix, Ending.CANCELLED)


def undelivered(uow: UnitOfWork, community_id: int) -> dict[str, int]:
    """Return how many letters wait or ended otherwise than sent, by ending."""
    counts = repository.endings(uow, community_id)
    return {ending or "waiting": n for ending, n in counts if ending != Ending.SENT.value}


def prune(uow: UnitOfWork, community_id: int) -> int:
    """Delete the letters that ended more than three months ago; return how many there were."""
    return repository.delete_ended(uow, community_id, uow.now - KEPT)


def erase(uow: UnitOfWork, member_id: int) -> None:
    """Delete every letter to a member."""
    repository.delete_of_member(uow, member_id)


def merge(uow: UnitOfWork, target_id: int, source_id: int) -> None:
    """Give one member's letters to another."""
    repository.move_letters(uow, target_id, source_id)


def next_due(uow: UnitOfWork) -> datetime | None:
    """Return when the next letter comes due after the present moment, None when none does."""
    return repository.next_due(uow)


def remember(
    uow: UnitOfWork, community_id: int, at: Address, message_id: str, subject: str
) -> None:
    """Remember what a message is about."""
    values = {
        "community_id": community_id,
        "platform": at.platform,
        "chat_id": at.chat_id,
        "message_id": message_id,
        "subject": subject,
    }
    repository.add_posting(uow, values)


def subject_at(uow: UnitOfWork, community_id: int, at: Address, message_id: str) -> str | None:
    """Return what a message is about, None when it is about nothing of ours."""
    return repository.posting(uow, community_id, at.platform, at.chat_id, message_id)


def first_shown(uow: UnitOfWork, community_id: int, subject: str) -> Address | None:
    """Return the chat whose message was the first about a subject."""
    return repository.first_posting(uow, community_id, subject)


def forget_message(uow: UnitOfWork, community_id: int, at: Address, message_id: str) -> None:
    """Forget a message that is gone."""
    repository.delete_posting(uow, community_id, at.platform, at.chat_id, message_id)
