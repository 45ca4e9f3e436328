"""Suggestions: which course a member may like next, and why."""

from core.recommend.circumstances import COOL_DOWN, FATIGUE
from core.recommend.explain import Reason, ReasonKind
from core.recommend.exposure import Exposure
from core.recommend.grouping import suggest_for_group
from core.recommend.hindsight import Hindsight, hindsight
from core.recommend.inspecting import Apart, compared, taken_apart
from core.recommend.personal import PERSONAL
from core.recommend.segments import segments
from core.recommend.service import (
    explain,
    exposure,
    gather,
    liking,
    note_shown,
    react,
    suggest,
    suggest_each,
)
from core.recommend.serving import running_state
from core.recommend.showings import shown_in, shown_to
from core.recommend.spent import Spent, spent
from core.recommend.suggestion import (
    COMMAND,
    EVERYONE,
    LETTER,
    Explanation,
    Recipe,
    Suggestion,
    Training,
    group_channel,
    unlisted,
)
from core.recommend.training import Learned, fit, forget, keep, learn, train

__all__ = [
    "COMMAND",
    "COOL_DOWN",
    "EVERYONE",
    "FATIGUE",
    "LETTER",
    "PERSONAL",
    "Apart",
    "Explanation",
    "Exposure",
    "Hindsight",
    "Learned",
    "Reason",
    "ReasonKind",
    "Recipe",
    "Spent",
    "Suggestion",
    "Training",
    "compared",
    "explain",
    "exposure",
    "fit",
    "forget",
    "gather",
    "group_channel",
    "hindsight",
    "keep",
    "learn",
    "liking",
    "note_shown",
    "react",
    "running_state",
    "segments",
    "shown_in",
    "shown_to",
    "spent",
    "suggest",
    "suggest_each",
    "suggest_for_group",
    "taken_apart",
    "train",
    "unlisted",
]
