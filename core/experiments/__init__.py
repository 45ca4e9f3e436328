"""Experiments: which of two ways of suggesting serves members better, found out honestly."""

from core.experiments.decision import Act, Decision
from core.experiments.experiment import (
    BUCKETS,
    Design,
    Experiment,
    Exposure,
    Metric,
    Rule,
    State,
    Surface,
    Variant,
)
from core.experiments.outcomes import results
from core.experiments.personal import PERSONAL
from core.experiments.planning import Forecast, History, forecast, lifts
from core.experiments.promoting import promote, undo
from core.experiments.report import Report, Verdict
from core.experiments.service import (
    Outline,
    answered,
    by_id,
    by_number,
    create,
    decisions,
    discard,
    every,
    prune,
    redesign,
    start,
    stop,
    told,
)
from core.experiments.serving import Assigned, Traffic, delivered, expose, recipe, traffic

__all__ = [
    "BUCKETS",
    "PERSONAL",
    "Act",
    "Assigned",
    "Decision",
    "Design",
    "Experiment",
    "Exposure",
    "Forecast",
    "History",
    "Metric",
    "Outline",
    "Report",
    "Rule",
    "State",
    "Surface",
    "Traffic",
    "Variant",
    "Verdict",
    "answered",
    "by_id",
    "by_number",
    "create",
    "decisions",
    "delivered",
    "discard",
    "every",
    "expose",
    "forecast",
    "lifts",
    "promote",
    "prune",
    "recipe",
    "redesign",
    "results",
    "start",
    "stop",
    "told",
    "traffic",
    "undo",
]
