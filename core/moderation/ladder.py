"""The ladder: which step follows a hit, from how grave it is and from what is not yet expired."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from core.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

STRIKE_DAYS = 30
LONGEST_LADDER = 12
LONGEST = timedelta(days=365)
# Telegram takes a shorter restriction for one without an end.
SHORTEST = timedelta(minutes=1)
DEFAULT_MUTE = timedelta(hours=1)
# What Discord calls a time-out can be no longer.
LONGEST_MUTE = timedelta(days=28)


class Step(StrEnum):
    """What is done to a member, the mildest first."""

    HINT = "hint"
    WARN = "warn"
    MUTE = "mute"
    KICK = "kick"
    BAN = "ban"

    @property
    def height(self) -> int:
        """How far up it stands, from 0."""
        return _HEIGHTS[self]

    @property
    def lasts(self) -> bool:
        """Whether it is a state that goes on until it ends or is lifted."""
        return self in (Step.MUTE, Step.BAN)


_HEIGHTS = {step: height for height, step in enumerate(Step)}


class Gravity(StrEnum):
    """How much a rule weighs."""

    MILD = "mild"
    MEDIUM = "medium"
    STRONG = "strong"

    @property
    def weight(self) -> int:
        """How many rungs a strike climbs."""
        return 2 if self is Gravity.STRONG else 1

    @property
    def rest(self) -> timedelta:
        """How long after a strike the next one waits, so that the first can be read."""
        return timedelta(minutes=1) if self is Gravity.MILD else timedelta()


# What is not named here is a list's or a pattern's, and medium.
_GRAVITIES = {
    "spam": Gravity.STRONG,
    "contact": Gravity.STRONG,
    "ad": Gravity.STRONG,
    "split": Gravity.STRONG,
    "forward": Gravity.STRONG,
    "file": Gravity.STRONG,
    "flood": Gravity.MILD,
    "duplicate": Gravity.MILD,
    "mentions": Gravity.MILD,
}


def gravity(rule: str) -> Gravity:
    """Return how grave a rule is."""
    return _GRAVITIES.get(rule, Gravity.MEDIUM)


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung: a step and, for a mute or a ban, how long; a ban without a length has no end."""

    step: Step
    length: timedelta | None = None

    @property
    def _rank(self) -> tuple[int, timedelta]:
        return self.step.height, self.length or timedelta.max

    def below(self, other: Rung) -> bool:
        """Say whether another rung is higher."""
        return self._rank < other._rank


DEFAULT_LADDER = (
    Rung(Step.HINT),
    Rung(Step.WARN),
    Rung(Step.MUTE, timedelta(minutes=10)),
    Rung(Step.MUTE, timedelta(hours=1)),
    Rung(Step.MUTE, timedelta(days=1)),
    Rung(Step.KICK),
    Rung(Step.BAN, timedelta(days=30)),
)


def climb(ladder: Sequence[Rung], weight_before: int, grave: Gravity) -> Rung:
    """Return the rung that one more strike leads to.

    ``weight_before`` is the sum of the weights of all strikes that still count. What is mild
    never leads beyond the last mute.
    """
    reach = [rung for rung in ladder if grave is not Gravity.MILD or _is_mild(rung)]
    rungs = reach or [Rung(Step.HINT)]
    return rungs[min(weight_before + grave.weight, len(rungs)) - 1]


def deletes(rung: Rung | None, grave: Gravity) -> bool:
    """Say whether the message itself goes: what is strong at once, what is medium after a hint."""
    if grave is Gravity.STRONG:
        return True
    return grave is Gravity.MEDIUM and rung is not None and rung.step is not Step.HINT


def _is_mild(rung: Rung) -> bool:
    return rung.step.height <= Step.MUTE.height


_LENGTH = re.compile(
    r"([0-9]{1,4})\s*(分钟|分|min|m|个?小时|钟头|hours?|h|天|日|days?|d|周|星期|weeks?|w)",
    re.IGNORECASE,
)
_UNITS = {
    "分": timedelta(minutes=1),
    "m": timedelta(minutes=1),
    "个": timedelta(hours=1),
    "小": timedelta(hours=1),
    "钟": timedelta(hours=1),
    "h": timedelta(hours=1),
    "天": timedelta(days=1),
    "日": timedelta(days=1),
    "d": timedelta(days=1),
    "周": timedelta(weeks=1),
    "星": timedelta(weeks=1),
    "w": timedelta(weeks=1),
}


def looks_like_length(text: str) -> bool:
    """Say whether a word was meant to be a length: it begins with a digit."""
    return unicodedata.normalize("NFKC", text)[:1].isdecimal()


def read_length(text: str) -> timedelta:
    """Read 10m, 2h, 3d, 1w or 10分钟, 2小时, 3天, 1周; refuse anything else."""
    written = _LENGTH.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if written is None:
        raise Refusal("时长请写成 10m、2h、3d，或者 10分钟、2小时、3天。")
    length = int(written[1]) * _UNITS[written[2][0].lower()]
    if not SHORTEST <= length <= LONGEST:
        raise Refusal("时长最短 1 分钟，最长 365 天。")
    return length


def rung_of(step: Step, length: timedelta | None) -> Rung:
    """Return a rung; a mute needs a length and has a limit, a ban without one has no end."""
    if step is not Step.MUTE:
        return Rung(step, length)
    if length is not None and length > LONGEST_MUTE:
        raise Refusal("禁言最长 {days} 天，更久请用封禁。", days=LONGEST_MUTE.days)
    return Rung(step, length or DEFAULT_MUTE)


_STEPS = {
    "提示": Step.HINT,
    "提醒": Step.HINT,
    "警告": Step.WARN,
    "禁言": Step.MUTE,
    "移出": Step.KICK,
    "踢出": Step.KICK,
    "封禁": Step.BAN,
    **{step.value: step for step in Step},
}
_RUNG = re.compile(rf"({'|'.join(_STEPS)})[:：=]?(.*)", re.IGNORECASE)


def read_ladder(text: str) -> tuple[Rung, ...]:
    """Read a ladder such as 提示 警告 禁言10分钟 移出 封禁30天; refuse one that goes down."""
    words = re.split(r"[\s,，、>→]+", unicodedata.normalize("NFKC", text).strip())
    rungs = tuple(_rung(word) for word in words if word)
    if not 0 < len(rungs) <= LONGEST_LADDER:
        raise Refusal("阶梯要有 1 到 {most} 级。", most=LONGEST_LADDER)
    for lower, higher in pairwise(rungs):
        if not lower.below(higher):
            raise Refusal("阶梯要一级比一级重，时长也要一级比一级长。")
    return rungs


def _rung(word: str) -> Rung:
    written = _RUNG.fullmatch(word)
    if written is None:
        raise Refusal(
            "不认识「{word}」这一级，请写成「提示 警告 禁言10分钟 禁言1天 移出 封禁30天」这样。",
            word=word[:40],
        )
    step, length = _STEPS[written[1].lower()], written[2].strip()
    if not step.lasts:
        if length:
            raise Refusal("只有禁言和封禁可以写时长。")
        return Rung(step)
    return rung_of(step, read_length(length) if length else None)


def written(ladder: Sequence[Rung]) -> str:
    """Return a ladder as `read_ladder` reads it."""
    return " ".join(
        f"{rung.step.value}:{_written_length(rung.length)}" if rung.length else rung.step.value
        for rung in ladder
    )


def _written_length(length: timedelta) -> str:
    for unit in ("d", "h"):
        if length % _UNITS[unit] == timedelta():
            return f"{length // _UNITS[unit]}{unit}"
    return f"{length // _UNITS['m']}m"
