"""The mood of a community: read from every message, kept as numbers, shown as shares."""

from core.sentiment.error import MeasuredError, measured_error
from core.sentiment.mood import FEWEST_MEMBERS, Heard, Mood
from core.sentiment.named import MODEL_NAMES, WEIGHTS, Model, model_named
from core.sentiment.personal import PERSONAL
from core.sentiment.service import LONGEST_DAYS, aggregate, mood, note

__all__ = [
    "FEWEST_MEMBERS",
    "LONGEST_DAYS",
    "MODEL_NAMES",
    "PERSONAL",
    "WEIGHTS",
    "Heard",
    "MeasuredError",
    "Model",
    "Mood",
    "aggregate",
    "measured_error",
    "model_named",
    "mood",
    "note",
]
