"""The task at the door: which of four fruits is the one named; an entry always gets the same."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

FRUITS = ("🍎", "🍌", "🍇", "🍉", "🍓", "🍑", "🍍", "🥝", "🍋", "🍒")
OFFERED = 4


@dataclass(frozen=True, slots=True)
class Task:
    """The fruits offered, as places in `FRUITS`, and the one among them that is meant."""

    offered: tuple[int, ...]
    wanted: int


def task_of(entry_id: int, tries: int) -> Task:
    """Return an entry's task; after a wrong answer it is another one."""
    order = sorted(range(len(FRUITS)), key=lambda fruit: _draw(entry_id, tries, str(fruit)))
    offered = tuple(order[:OFFERED])
    return Task(offered, offered[_draw(entry_id, tries, "wanted")[0] % OFFERED])


def _draw(entry_id: int, tries: int, what: str) -> bytes:
    return sha256(f"{entry_id}:{tries}:{what}".encode()).digest()
