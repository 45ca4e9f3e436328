"""Screening: whoever comes new is asked a small task, and nobody new is let in during a raid."""

from core.screening.entry import Arrival, Entry, Raid, Record, Rules, State, Step
from core.screening.gate import answer, arrive, guards, knock, leave, unreached
from core.screening.personal import PERSONAL
from core.screening.raids import begin_raid, end_raid, raid_now
from core.screening.service import change, recent, rules, tidy
from core.screening.task import FRUITS, Task, task_of

__all__ = [
    "FRUITS",
    "PERSONAL",
    "Arrival",
    "Entry",
    "Raid",
    "Record",
    "Rules",
    "State",
    "Step",
    "Task",
    "answer",
    "arrive",
    "begin_raid",
    "change",
    "end_raid",
    "guards",
    "knock",
    "leave",
    "raid_now",
    "recent",
    "rules",
    "task_of",
    "tidy",
    "unreached",
]
