"""Suggestions: which course a member may like next, and why."""

from core.recommend.explain import Reason, ReasonKind
from core.recommend.personal import PERSONAL
from core.recommend.service import (
    FATIGUE,
    fit,
    gather,
    keep,
    note_shown,
    suggest,
    suggest_each,
    suggest_for_group,
    train,
)
from core.recommend.suggestion import COMMAND, LETTER, Suggestion, Training, group_channel

__all__ = [
    "COMMAND",
    "FATIGUE",
    "LETTER",
    "PERSONAL",
    "Reason",
    "ReasonKind",
    "Suggestion",
    "Training",
    "fit",
    "gather",
    "group_channel",
    "keep",
    "note_shown",
    "suggest",
    "suggest_each",
    "suggest_for_group",
    "train",
]
