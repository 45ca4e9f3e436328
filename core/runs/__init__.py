"""Runs of scheduled jobs: each slot of a job runs once in a community, whoever runs it."""

from core.runs.run import INTERRUPTED, Outcome, Plan, Run
from core.runs.service import baseline, claim, finish, get, last, plan, plans, prune, retire, stale

__all__ = [
    "INTERRUPTED",
    "Outcome",
    "Plan",
    "Run",
    "baseline",
    "claim",
    "finish",
    "get",
    "last",
    "plan",
    "plans",
    "prune",
    "retire",
    "stale",
]
