"""Care: who may need a kind word, a draft of it, and what an administrator makes of that."""

from core.care.draft import LONGEST, Draft, Need, Proposal, State
from core.care.needs import needs
from core.care.personal import PERSONAL
from core.care.service import (
    by_id,
    by_number,
    change,
    draft,
    drop,
    lapse,
    letters_about,
    proposals,
    sent,
)

__all__ = [
    "LONGEST",
    "PERSONAL",
    "Draft",
    "Need",
    "Proposal",
    "State",
    "by_id",
    "by_number",
    "change",
    "draft",
    "drop",
    "lapse",
    "letters_about",
    "needs",
    "proposals",
    "sent",
]
