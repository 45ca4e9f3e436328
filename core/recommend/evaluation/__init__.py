"""How good suggestions are: splits that do not look ahead, exact metrics, and their errors."""

from core.recommend.evaluation.evaluate import Estimate, Figures, Scorer, evaluate, figures_of
from core.recommend.evaluation.split import HeldOut, Split, by_days, leave_last_out

__all__ = [
    "Estimate",
    "Figures",
    "HeldOut",
    "Scorer",
    "Split",
    "by_days",
    "evaluate",
    "figures_of",
    "leave_last_out",
]
