"""Letters: what is said to someone else, or later, posted in the deed's own transaction."""

from core.outbox.letter import Deed, Delivery, Ending, Letter, Parcel
from core.outbox.service import (
    cancel,
    claim,
    ended,
    erase,
    first_shown,
    forget_message,
    merge,
    next_due,
    post,
    postpone,
    prune,
    remember,
    subject_at,
    undelivered,
)

__all__ = [
    "Deed",
    "Delivery",
    "Ending",
    "Letter",
    "Parcel",
    "cancel",
    "claim",
    "ended",
    "erase",
    "first_shown",
    "forget_message",
    "merge",
    "next_due",
    "post",
    "postpone",
    "prune",
    "remember",
    "subject_at",
    "undelivered",
]
