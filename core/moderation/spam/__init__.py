"""The model of spam and the hint at abuse: what it saw, how it was trained, what it answers."""

from core.moderation.spam.model import (
    ABUSE_HINT,
    SPAM_ALARM,
    Scores,
    abuse_score,
    scores,
    scores_many,
    spam_score,
)

__all__ = [
    "ABUSE_HINT",
    "SPAM_ALARM",
    "Scores",
    "abuse_score",
    "scores",
    "scores_many",
    "spam_score",
]
