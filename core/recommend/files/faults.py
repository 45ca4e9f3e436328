"""What is wrong in the files of a batch: each fault with its file, line and column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.refusal import Refusal

FAULT_LIMIT = 50


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a cell; ``line`` counts as an editor does, from 1.

    ``line`` is 0 when it is the whole file, ``column`` empty when it is the whole row.
    """

    file: str
    line: int
    column: str
    refusal: Refusal


class BadFiles(Exception):  # noqa: N818 - a state of the files
    """Files that cannot be used, with the first fifty faults of them."""

    def __init__(self, faults: tuple[Fault, ...], total: int) -> None:
        """Keep the faults, in the order of the files."""
        super().__init__(f"{total} faults")
        self.faults = faults
        self.total = total


class Faults:
    """Gathers faults while files are read, and keeps no more of them than will be shown."""

    def __init__(self) -> None:
        """Begin without any."""
        self._kept: list[Fault] = []
        self._total = 0

    def add(self, file: str, line: int, column: str, refusal: Refusal) -> None:
        """Note a fault."""
        self._total += 1
        if len(self._kept) < FAULT_LIMIT:
            self._kept.append(Fault(file, line, column, refusal))

    def check(self) -> None:
        """Raise `BadFiles` if anything was noted."""
        if self._total:
            raise BadFiles(tuple(self._kept), self._total)
