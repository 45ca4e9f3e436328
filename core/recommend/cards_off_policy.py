"""Words about what trying courses out was worth, for the operator's terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.i18n import t
from core.recommend.cards_exposure import percent, unsound

if TYPE_CHECKING:
    from core.recommend.evaluation.off_policy import Estimate
    from core.recommend.hindsight import Hindsight


def headings() -> tuple[str, ...]:
    """Return the heads of the columns of `rows`."""
    return (
        "",
        "IPS",
        t("95% 区间"),
        "SNIPS",
        t("截断 IPS"),
        t("有效份数"),
        t("平均权重"),
    )


def rows(back: Hindsight) -> list[tuple[str, ...]]:
    """Return both ways of choosing as rows of a table: their rates of clicks, and how sure."""
    return [_row(t("从不试推"), back.never), _row(t("每份都试推"), back.always)]


def verdict(back: Hindsight) -> str:
    """Say what was truly seen, and whether the estimates beside it are worth anything."""
    if not back.sound:
        return unsound(back)
    return t(
        "点开率按 {lists} 份有试推机会的推荐推算，只看其中最后一门；实际点开率是 {logged}。",
        lists=back.lists,
        logged=percent(back.logged),
    )


def _row(title: str, found: Estimate) -> tuple[str, ...]:
    return (
        title,
        f"{found.ips:.4f}",
        f"{found.low:.4f} – {found.high:.4f}",
        f"{found.self_normalised:.4f}",
        f"{found.clipped:.4f}",
        f"{found.effective:.0f}",
        f"{found.mean_weight:.2f}",
    )
