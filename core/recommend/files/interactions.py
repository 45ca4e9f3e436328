"""The file of interactions: who did what with which course, and when."""

from __future__ import annotations

import math
import re
from array import array
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np

from core.courses import FINISHED, STARS, Kind
from core.recommend.files.table import Table
from core.recommend.signals import GOOD, KINDS
from core.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from core.recommend.files.faults import Faults
    from core.recommend.files.names import Names

COLUMNS = ("member", "course", "at")
OPTIONAL = ("kind", "value")
STARRED = (0.5, float(STARS[-1]))
"""The least and the most that a rating may be; some count in half stars."""
_CODES = {kind.value: code for code, kind in enumerate(KINDS)}
_ENROL, _RATE, _PROGRESS = (KINDS.index(kind) for kind in (Kind.ENROL, Kind.RATE, Kind.PROGRESS))
_CODES[""] = _ENROL
_ORDER = re.compile(r"-?[0-9]+(\.0+)?")
_EIGHT_DIGITS = re.compile(r"(19|20)[0-9]{6}")
_SLASHED = re.compile(
    r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?", re.ASCII
)
# Larger integers would not stand apart as the floating-point numbers in which they are kept.
_ORDER_LIMIT = 2**53


@dataclass(frozen=True, slots=True, eq=False)
class Signals:
    """N interactions in the order of the file, as parallel arrays.

    ``members`` and ``courses`` are numbers of names, ``kinds`` are places in `KINDS`, ``values``
    are NaN where none was given. ``at`` is seconds since 1970 where ``clocked``, else an order.
    ``starred`` were read as ratings though no kind says so; ``unused`` have a value that says
    nothing of their kind.
    """

    members: NDArray[np.int32]
    courses: NDArray[np.int32]
    kinds: NDArray[np.uint8]
    values: NDArray[np.float32]
    at: NDArray[np.float64]
    clocked: bool
    starred: int = 0
    unused: int = 0


def read_interactions(path: Path, members: Names, courses: Names, faults: Faults) -> Signals:
    """Read a file whose columns are member, course, at and, optional, kind and value.

    An empty kind is an enrolment, or a rating where such rows have values that are stars. Times
    are ISO 8601, in UTC where they name no zone; integers in their place are an order and say
    nothing of days, save dates of eight digits. Faults are noted, their rows left out.
    """
    table = Table(path, faults, needed=COLUMNS, optional=OPTIONAL)
    rows = _Rows(table, members, courses)
    for line, cells in table.rows():
        rows.add(line, cells)
    return rows.signals()


class _Rows:
    """The columns, as far as they have been read."""

    def __init__(self, table: Table, members: Names, courses: Names) -> None:
        self._table = table
        self._members = members
        self._courses = courses
        self._when: Callable[[str], float] | None = None
        self._columns = (array("i"), array("i"), array("B"), array("f"), array("d"))
        self._unnamed = array("q")
        self._unused = 0

    def add(self, line: int, cells: tuple[str, ...]) -> None:
        member, course, at, kind, value = cells
        if self._when is None:
            self._when = _order if _is_order(at) and not _is_date(at) else _moment
        try:
            who, which = _name(member), _name(course)
            did, amount, when = _kind(kind), _value(value, kind), self._when(at)
        except Refusal:
            self._explain(line, cells)
            return
        members, courses, kinds, values, times = self._columns
        if amount > 0 and did not in {_RATE, _PROGRESS}:
            self._unused += 1
            if not kind.strip():
                self._unnamed.append(len(kinds))
        members.append(self._members[who])
        courses.append(self._courses[which])
        kinds.append(did)
        values.append(amount)
        times.append(when)

    def signals(self) -> Signals:
        members, courses, kinds, values, at = self._columns
        coded = np.array(kinds, dtype=np.uint8)
        amounts = np.frombuffer(values, dtype=np.float32)
        unnamed = np.frombuffer(self._unnamed, dtype=np.int64)
        starred = _are_stars(amounts[unnamed])
        if starred:
            coded[unnamed] = _RATE
        return Signals(
            np.frombuffer(members, dtype=np.int32),
            np.frombuffer(courses, dtype=np.int32),
            coded,
            amounts,
            np.frombuffer(at, dtype=np.float64),
            clocked=self._when is _moment,
            starred=len(unnamed) if starred else 0,
            unused=self._unused - (len(unnamed) if starred else 0),
        )

    def _explain(self, line: int, cells: tuple[str, ...]) -> None:
        """Read a row's cells one by one again, to name every fault in it."""
        member, course, at, kind, value = cells
        when = self._when or _moment
        for column, read in (
            ("member", lambda: _name(member)),
            ("course", lambda: _name(course)),
            ("at", lambda: when(at)),
            ("kind", lambda: _kind(kind)),
            ("value", lambda: _value(value, kind)),
        ):
            try:
                read()
            except Refusal as refusal:
                self._table.fault(line, column, refusal)


def _name(text: str) -> str:
    name = text.strip()
    if not name:
        raise Refusal("不能空着。")
    return name


def _kind(text: str) -> int:
    code = _CODES.get(text)
    if code is None:
        code = _CODES.get(text.strip().lower())
    if code is None:
        raise Refusal(
            "没有「{kind}」这种行为，可以写：{kinds}。", kind=text, kinds="、".join(KINDS)
        )
    return code


def _value(text: str, kind: str) -> float:
    if not text and not kind:
        return math.nan
    code = _CODES.get(kind.strip().lower())
    if not text.strip():
        if code == _RATE:
            raise Refusal("评分要写 0.5 到 5。")
        return math.nan
    value = _number(text)
    if code == _RATE and not STARRED[0] <= value <= STARRED[1]:
        raise Refusal("评分要写 0.5 到 5。")
    if code == _PROGRESS and value > FINISHED:
        raise Refusal("进度要写 0 到 100。")
    return value


def _are_stars(values: NDArray[np.float32]) -> bool:
    """Tell whether values whose rows name no kind are ratings, and no counts or amounts.

    Counts go on beyond 5, or else most of them are 1.
    """
    found, often = np.unique(values, return_counts=True)
    if not len(found) or found[0] < STARRED[0] or not GOOD <= found[-1] <= STARRED[1]:
        return False
    return len(found) > 1 and bool(found[np.argmax(often)] > 1)


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    # Infinities and what no 32-bit number holds are refused with the rest.
    if not 0 <= value < float(np.finfo(np.float32).max):
        raise Refusal("要写不小于 0 的数字。")
    return value


def _is_order(text: str) -> bool:
    return _ORDER.fullmatch(text.strip()) is not None


def _is_date(text: str) -> bool:
    """Tell whether an integer is a date such as 20260301."""
    try:
        return bool(_EIGHT_DIGITS.fullmatch(text.strip()) and datetime.fromisoformat(text.strip()))
    except ValueError:
        return False


def _order(text: str) -> float:
    if not _is_order(text):
        raise Refusal("前面写的是序号，这里也要写整数。")
    order = float(text)
    if abs(order) >= _ORDER_LIMIT:
        raise Refusal("序号太大了。")
    return order


def _moment(text: str) -> float:
    try:
        moment = _read_moment(text.strip())
    except ValueError:
        raise Refusal("要写时间，例如 2026-03-01T20:15:00+08:00，或者全写整数序号。") from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.timestamp()


def _read_moment(text: str) -> datetime:
    """Read a time as ISO 8601 writes it, or as spreadsheets do: 2026/3/1 8:05."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        parts = _SLASHED.fullmatch(text)
        if parts is None:
            raise
        year, month, day, hour, minute, second = (int(part or 0) for part in parts.groups())
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
