"""The mood of a community: read from every message, kept as numbers, shown as shares."""

from core.sentiment.alerts import Drop
from core.sentiment.error import MeasuredError, measured_error
from core.sentiment.model import ALARM
from core.sentiment.mood import FEWEST_MEMBERS, Heard, Mood
from core.sentiment.named import MODEL_NAMES, WEIGHTS, Model, model_named
from core.sentiment.personal import PERSONAL
from core.sentiment.series import Grain, Span, Trend, read_span
from core.sentiment.service import KEPT_DAYS, aggregate, note, topics_in, trend
from core.sentiment.watching import Alert, watch
from core.sentiment.weekly import Waiting, Weekly, weekly

__all__ = [
    "ALARM",
    "FEWEST_MEMBERS",
    "KEPT_DAYS",
    "MODEL_NAMES",
    "PERSONAL",
    "WEIGHTS",
    "Alert",
    "Drop",
    "Grain",
    "Heard",
    "MeasuredError",
    "Model",
    "Mood",
    "Span",
    "Trend",
    "Waiting",
    "Weekly",
    "aggregate",
    "measured_error",
    "model_named",
    "note",
    "read_span",
    "topics_in",
    "trend",
    "watch",
    "weekly",
]
