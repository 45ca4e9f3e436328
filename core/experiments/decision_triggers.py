"""The triggers by which the database itself keeps every decision as it was taken."""

from __future__ import annotations

from core.append_only import AppendOnly

REFUSAL = "decisions about experiments are append-only"

# Erasing and merging members still change who is named.
_FIXED = "community_id, experiment_id, act, at"
_SQLITE = {
    "experiment_decisions_refuse_update": (
        f"BEFORE UPDATE OF id, {_FIXED}, detail ON experiment_decisions"
    ),
    "experiment_decisions_refuse_delete": "BEFORE DELETE ON experiment_decisions",
    "experiment_decisions_refuse_replace": (
        "BEFORE INSERT ON experiment_decisions"
        " WHEN EXISTS (SELECT 1 FROM experiment_decisions AS kept WHERE kept.id = NEW.id)"
    ),
}
_POSTGRESQL = {
    "experiment_decisions_refuse_change": (
        f"BEFORE UPDATE OF id, {_FIXED}, detail OR DELETE ON experiment_decisions FOR EACH ROW"
    ),
    "experiment_decisions_refuse_truncate": (
        "BEFORE TRUNCATE ON experiment_decisions FOR EACH STATEMENT"
    ),
}

TRIGGERS = AppendOnly("experiment_decisions", REFUSAL, _SQLITE, _POSTGRESQL)
