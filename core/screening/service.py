"""What administrators do with screening: see and change the rules, look up what happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from core.refusal import Refusal
from core.screening import gate, letters, raids, repository
from core.screening.entry import Record, Rules, State, Step
from core.screening.journal import record, settle

if TYPE_CHECKING:
    from core.members import Member
    from core.uow import UnitOfWork

KEPT = timedelta(days=180)
SHOWN = 5
ON = frozenset({"on", "开", "开启", "打开"})
OFF = frozenset({"off", "关", "关闭"})
BOUNDS = {
    "minutes": (1, 60),
    "age_days": (0, 365),
    "raid_joins": (0, 1000),
    "raid_minutes": (1, raids.LONGEST_MINUTES),
}


def rules(uow: UnitOfWork, community_id: int) -> Rules:
    """Return how a community screens newcomers."""
    return repository.rules(uow, community_id)


def change(uow: UnitOfWork, community_id: int, setting: str, value: str, by: Member) -> Rules:
    """Change one rule by its name; a value that does not fit is refused."""
    settle(uow, community_id)
    old = rules(uow, community_id)
    new = replace(old, **_checked(setting, value.strip().lower()))
    repository.set_rules(uow, community_id, new)
    record(uow, community_id, Step.RULES, by=by, detail=f"{setting}:{getattr(new, setting)}")
    if (new.captcha, new.minutes) != (old.captcha, old.minutes):
        _follow(uow, community_id, new)
    return new


def recent(uow: UnitOfWork, community_id: int) -> list[Record]:
    """Return the last steps of screening, newest first."""
    settle(uow, community_id)
    return repository.records(uow, community_id, SHOWN)


def tidy(uow: UnitOfWork, community_id: int) -> None:
    """Note what has ended, and forget what is long over."""
    settle(uow, community_id)
    repository.delete_before(uow, community_id, uow.now - KEPT)


def _checked(setting: str, value: str) -> dict[str, Any]:
    if setting == "captcha":
        if value not in ON | OFF:
            raise Refusal("请写「开」或「关」。")
        return {setting: value in ON}
    least, most = BOUNDS[setting]
    number = int(value) if value.isascii() and value.isdigit() and len(value) <= 5 else -1  # noqa: PLR2004
    if not least <= number <= most:
        raise Refusal("请填 {least} 到 {most} 之间的整数。", least=least, most=most)
    return {setting: number}


def _follow(uow: UnitOfWork, community_id: int, new: Rules) -> None:
    """Let in whoever is being asked when nobody is asked any more, and the held in the new way."""
    for entry in repository.open_entries(uow, community_id):
        if entry.state is State.HELD and entry.ends_at is not None:
            letters.forget_later(uow, entry)
            raids.release(uow, entry, entry.ends_at)
        elif not new.captcha:
            gate.let_in(uow, entry)
