"""Words about scheduled jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.cards import Card
from core.i18n import t
from core.runs.run import INTERRUPTED, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.runs.run import Plan, Run


def board(plans: Sequence[Plan], zone: str) -> Card:
    """List the jobs: when each will run next, and how its last run went."""
    if not plans:
        return Card(t("还没有安排任何定时任务，可能是调度器还没有启动。"))
    lines = [
        t(
            "{title}：下次 {next}，{last}",
            title=t(plan.title),
            next=_moment(plan.next_slot),
            last=last_run(plan.last),
        )
        for plan in plans
    ]
    note = t("以上是社群所在时区（{zone}）的时间。", zone=zone)
    return Card(title=t("⏰ 定时任务"), body="\n".join([*lines, "", note]))


def last_run(run: Run | None) -> str:
    """Say how a job's last run went."""
    if run is None:
        return t("还没有运行过")
    slot = _moment(run.slot)
    if run.outcome is Outcome.RUNNING:
        return t("{slot} 那次正在运行", slot=slot)
    if run.outcome is Outcome.DONE:
        return t("上次 {slot} 已完成", slot=slot)
    if run.trouble == INTERRUPTED:
        return t("上次 {slot} 中途中断", slot=slot)
    return t("上次 {slot} 失败（{trouble}）", slot=slot, trouble=run.trouble)


def _moment(local: datetime) -> str:
    return f"{local:%m-%d %H:%M}"
