"""Memberships: plans, who is on which and until when, and the machine that moves them."""

from core.membership.expiry import due_reminders, ending, sweep
from core.membership.machine import State
from core.membership.personal import PERSONAL
from core.membership.plan import Plan
from core.membership.service import (
    grant,
    may_try,
    plans,
    revoke,
    start_trial,
    status,
    tier_of,
    tiers,
)
from core.membership.subscription import Change, Notice, Occasion, Source, Status, Subscription
from core.membership.terms import Length, read_length

__all__ = [
    "PERSONAL",
    "Change",
    "Length",
    "Notice",
    "Occasion",
    "Plan",
    "Source",
    "State",
    "Status",
    "Subscription",
    "due_reminders",
    "ending",
    "grant",
    "may_try",
    "plans",
    "read_length",
    "revoke",
    "start_trial",
    "status",
    "sweep",
    "tier_of",
    "tiers",
]
