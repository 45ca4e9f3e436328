"""Words about the models themselves, for the operator's terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.i18n import t
from core.recommend.cards import reason
from core.recommend.promotion import Grounds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from core.recommend.evaluation import Figures
    from core.recommend.inspecting import Apart
    from core.recommend.promotion import Verdict
    from core.recommend.suggestion import Suggestion
    from core.recommend.training import Learned

METRICS = ("ndcg@10", "recall@10", "recall@20", "mrr@20", "map@10", "coverage@10")
_LEAST = 5e-5


def trained(learned: Learned | None) -> str:
    """Say what was learned from, and whether it runs now."""
    if learned is None:
        return t("还没有课程，没有可以训练的。")
    counts = t(
        "学习了 {members} 位成员、{courses} 门课程、{interactions} 条互动。",
        members=learned.training.members,
        courses=learned.training.courses,
        interactions=learned.training.interactions,
    )
    lines = [counts, *_figures(learned.verdict), _verdict(learned.verdict)]
    if learned.forgot:
        lines.append(t("有成员撤回了同意或注销了账号，在那之前训练的模型都已删除。"))
    return "\n".join(lines)


def suggested(suggestions: Sequence[Suggestion]) -> str:
    """List suggestions with their reasons."""
    if not suggestions:
        return t("现在没有可以推荐的课程。")
    return "\n".join(
        f"{rank}. {one.course.code} 《{one.course.title}》 {reason(one.reason)}"
        for rank, one in enumerate(suggestions, start=1)
    )


def taken_apart(apart: Apart) -> str:
    """List what a score is the sum of, the largest part first."""
    lines = [t("这门课已经学过或买过，不会再推荐。")] if apart.taken else []
    lines.append(t("得分 {score}，等于下面各项之和：", score=f"{apart.score:.4f}"))
    addends = sorted(apart.addends, key=lambda addend: -abs(addend[2]))
    shown = [addend for addend in addends if abs(addend[2]) >= _LEAST]
    lines += [f"{amount:+.4f}  {model}  {_title(title)}" for model, title, amount in shown]
    rest = sum(amount for _, _, amount in addends) - sum(amount for _, _, amount in shown)
    if abs(rest) >= _LEAST:
        lines.append(t("{amount}  其余很小的各项", amount=f"{rest:+.4f}"))
    lines.append(t("{amount}  最前几十门重新排序的调整", amount=f"{apart.ranker:+.4f}"))
    return "\n".join(lines)


def rows(figures: Mapping[str, Figures]) -> list[tuple[str, ...]]:
    """Return the models' figures as rows of a table, the best first."""
    best = sorted(figures, key=lambda name: -figures[name][METRICS[0]])
    return [(name, *(f"{figures[name][metric]:.4f}" for metric in METRICS)) for name in best]


def measured(figures: Mapping[str, Figures]) -> str:
    """Say how many members were asked, and how far chance reaches."""
    first = next(iter(figures.values()))
    error = max(figures[name].estimates[METRICS[0]].error or 0.0 for name in figures)
    return t(
        "藏起每位成员最后学的一门课让模型找；{count} 位成员，NDCG@10 的标准误差不超过 {error}。",
        count=first.members,
        error=f"{error:.4f}",
    )


def _figures(verdict: Verdict) -> Iterator[str]:
    if verdict.new is None:
        return
    parts = [t("新模型 {figure}", figure=f"{verdict.new:.4f}")]
    if verdict.running is not None:
        parts.append(t("在用的 {figure}", figure=f"{verdict.running:.4f}"))
    if verdict.popularity is not None:
        parts.append(t("热门榜 {figure}", figure=f"{verdict.popularity:.4f}"))
    yield t(
        "用最近 {days} 天里 {members} 位成员的选择检验（NDCG@10）：{figures}。",
        days=f"{round(verdict.days, 1):g}",
        members=verdict.members,
        figures=t("，").join(parts),
    )


def _verdict(verdict: Verdict) -> str:
    return {
        Grounds.UNTESTED: t("还没有可以检验的数据，先用新模型。"),
        Grounds.AHEAD: t("新模型比热门榜和在用的都好，已经启用。"),
        Grounds.AHEAD_OF_POPULARITY: t("新模型比热门榜好，已经启用；这次没有可以比较的在用模型。"),
        Grounds.NOT_BEHIND: t("人数还少，但新模型没有明显变差，已经启用。"),
        Grounds.BEHIND_POPULARITY: t("新模型不如热门榜，没有启用，留着备查。"),
        Grounds.BEHIND_RUNNING: t("新模型不如在用的，没有启用，留着备查。"),
    }[verdict.grounds]


def _title(title: str) -> str:
    return t("来自《{title}》", title=title) if title else t("不来自哪门课")
