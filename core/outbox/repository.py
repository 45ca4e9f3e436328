"""Every query about letters and postings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, or_, select, update

from core import cards
from core.addresses import Address
from core.outbox.letter import Deed, Delivery, Ending, Parcel
from core.outbox.models import LetterRow, PostingRow

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from core.uow import UnitOfWork

# What a letter that has ended still holds: what was said is kept no longer than needed.
BLANK = {"card": cards.to_json(cards.Card("")), "deed": {}}
_PARCEL = (
    LetterRow.id,
    LetterRow.community_id,
    LetterRow.key,
    LetterRow.platform,
    LetterRow.chat_id,
    LetterRow.private,
    LetterRow.thread,
    LetterRow.card,
    LetterRow.deed,
    LetterRow.delivery,
    LetterRow.attempts,
    LetterRow.member_id,
    LetterRow.subject,
)


def add(uow: UnitOfWork, values: Mapping[str, Any]) -> bool:
    """Insert a letter; False when its key has been posted before."""
    statement = uow.insert(LetterRow).values(attempts=0, **values).on_conflict_do_nothing()
    return uow.execute(statement.returning(LetterRow.id)).scalar() is not None


def due(
    uow: UnitOfWork, platforms: Collection[str], limit: int, skipped: Collection[tuple[str, str]]
) -> list[Parcel]:
    """Return letters that are due and leased to nobody, oldest first, but none to chats skipped."""
    free = or_(LetterRow.leased_until.is_(None), LetterRow.leased_until <= uow.now)
    query = (
        select(*_PARCEL)
        .where(LetterRow.ending.is_(None), LetterRow.due_at <= uow.now, free)
        .where(LetterRow.platform.in_(list(platforms)))
        .order_by(LetterRow.due_at, LetterRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    for platform, chat_id in skipped:
        query = query.where(or_(LetterRow.platform != platform, LetterRow.chat_id != chat_id))
    return [_parcel(row) for row in uow.execute(query)]


def lease(uow: UnitOfWork, ids: Collection[int], until: datetime) -> None:
    """Give letters to a sender until a moment."""
    letters = update(LetterRow).where(LetterRow.id.in_(list(ids)))
    uow.execute(letters.values(leased_until=until, attempts=LetterRow.attempts + 1))


def change(uow: UnitOfWork, letter_id: int, values: Mapping[str, Any]) -> None:
    """Change one letter."""
    uow.execute(update(LetterRow).where(LetterRow.id == letter_id).values(**values))


def end_waiting(uow: UnitOfWork, community_id: int, prefix: str, ending: Ending) -> int:
    """End every waiting letter whose key begins with a prefix; return how many."""
    waiting = (
        LetterRow.community_id == community_id,
        LetterRow.key.startswith(prefix, autoescape=True),
        LetterRow.ending.is_(None),
    )
    return _end(uow, waiting, ending)


def end_doubtful(uow: UnitOfWork) -> int:
    """End every letter that may arrive once at most and whose sender never came back."""
    lost = (
        LetterRow.delivery == Delivery.AT_MOST.value,
        LetterRow.leased_until <= uow.now,
        LetterRow.ending.is_(None),
    )
    return _end(uow, lost, Ending.UNKNOWN)


def endings(uow: UnitOfWork, community_id: int) -> Sequence[tuple[str | None, int]]:
    """Return how many letters ended in each way; None stands for those that wait."""
    query = (
        select(LetterRow.ending, func.count())
        .where(LetterRow.community_id == community_id)
        .group_by(LetterRow.ending)
    )
    return [(row[0], row[1]) for row in uow.execute(query)]


def delete_ended(uow: UnitOfWork, community_id: int, before: datetime) -> int:
    """Delete a community's letters that ended before a moment; return how many there were."""
    old = (LetterRow.community_id == community_id, LetterRow.ended_at < before)
    return uow.execute(delete(LetterRow).where(*old)).rowcount


def delete_of_member(uow: UnitOfWork, member_id: int) -> None:
    """Delete every letter to a member."""
    uow.execute(delete(LetterRow).where(LetterRow.member_id == member_id))


def move_letters(uow: UnitOfWork, target_id: int, source_id: int) -> None:
    """Give one member's letters to another."""
    theirs = LetterRow.member_id == source_id
    uow.execute(update(LetterRow).where(theirs).values(member_id=target_id))


def next_due(uow: UnitOfWork) -> datetime | None:
    """Return the earliest moment after the present one at which a waiting letter is due."""
    waiting = (LetterRow.ending.is_(None), LetterRow.due_at > uow.now)
    return uow.execute(select(func.min(LetterRow.due_at)).where(*waiting)).scalar()


def add_posting(uow: UnitOfWork, values: Mapping[str, Any]) -> None:
    """Insert what a message is about, unless it is known."""
    uow.execute(uow.insert(PostingRow).values(at=uow.now, **values).on_conflict_do_nothing())


def posting(
    uow: UnitOfWork, community_id: int, platform: str, chat_id: str, message_id: str
) -> str | None:
    """Return what a message is about."""
    query = select(PostingRow.subject).where(
        PostingRow.community_id == community_id,
        PostingRow.platform == platform,
        PostingRow.chat_id == chat_id,
        PostingRow.message_id == message_id,
    )
    return uow.execute(query).scalar()


def first_posting(uow: UnitOfWork, community_id: int, subject: str) -> Address | None:
    """Return where the first message about a subject stands."""
    about = (PostingRow.community_id == community_id, PostingRow.subject == subject)
    query = select(PostingRow.platform, PostingRow.chat_id).where(*about)
    row = uow.execute(query.order_by(PostingRow.id).limit(1)).first()
    return Address(row.platform, row.chat_id) if row else None


def delete_posting(
    uow: UnitOfWork, community_id: int, platform: str, chat_id: str, message_id: str
) -> None:
    """Delete what is known of a message."""
    uow.execute(
        delete(PostingRow).where(
            PostingRow.community_id == community_id,
            PostingRow.platform == platform,
            PostingRow.chat_id == chat_id,
            PostingRow.message_id == message_id,
        )
    )


def _end(uow: UnitOfWork, which: Sequence[ColumnElement[bool]], ending: Ending) -> int:
    values = {**BLANK, "ending": ending.value, "ended_at": uow.now, "leased_until": None}
    return uow.execute(update(LetterRow).where(*which).values(**values)).rowcount


def _parcel(row: Any) -> Parcel:  # noqa: ANN401 - a row of _PARCEL's columns
    return Parcel(
        id=row.id,
        community_id=row.community_id,
        to=Address(row.platform, row.chat_id, row.private, row.thread),
        card=cards.from_json(row.card),
        delivery=Delivery(row.delivery),
        attempts=row.attempts,
        member_id=row.member_id,
        subject=row.subject,
        key=row.key,
        deed=Deed.from_json(row.deed) if row.deed else None,
    )
