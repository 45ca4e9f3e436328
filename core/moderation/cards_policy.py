"""What administrators read of the policy: as it is, as it was changed, and what it would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.cards import Button, Card
from core.i18n import t
from core.moderation import cards, titles
from core.moderation.ladder import Step
from core.moderation.policy import Links, Mode
from core.moderation.settings import List

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from core.moderation.policy import Policy
    from core.moderation.records import Figures, Kind
    from core.moderation.settings import Edit

MODE_ACTION = "moderation.mode"
SWITCH_ACTION = "moderation.on"
FALSE_ACTION = "moderation.false"
SHOWN = 6
KINDS_SHOWN = 6
LINES_SHOWN = 15
ENTRY_SHOWN = 24


def policy(found: Policy, figures: Figures, zone: str) -> Card:
    """Show the policy, the figures of the last days, and the ways to another mode."""
    lines = [
        _mode(found, zone),
        *_figures(found, figures),
        "",
        *(_list(found, which) for which in List),
        t("链接：{links}", links=links(found)),
        t("处理阶梯：{ladder}", ladder=t(" → ").join(map(titles.rung, found.ladder))),
        t("记录 {days} 天后过期。", days=found.strike_days),
        "",
        t(
            "修改：/moderation 违禁词 +内容 -内容；"
            "放行词、正则、域名、域名黑名单、文件、规则也这样写。"
            "另有：链接、新人、阶梯、有效期。"
        ),
    ]
    return Card("\n".join(lines), t("群内秩序"), (_modes(found.mode),))


def entries(found: Policy, which: List) -> Card:
    """Show one list whole."""
    held = getattr(found, which.value)
    shown = sorted(map(titles.rule, held)) if which is List.RULES else held
    body = "\n".join(shown) or t("（空）")
    return Card(body, list_name(which))


def edited(done: Edit) -> Card:
    """Confirm what came to a list and what went."""
    off = done.which is List.RULES
    named = titles.rule if off else str
    added, removed, same = (
        t("、").join(map(named, some)) for some in (done.added, done.removed, done.same)
    )
    lines = []
    if added:
        lines.append(
            t("已关闭：{entries}", entries=added) if off else t("已加入：{entries}", entries=added)
        )
    if removed:
        lines.append(
            t("已重新打开：{entries}", entries=removed)
            if off
            else t("已去掉：{entries}", entries=removed)
        )
    if same:
        lines.append(t("没有变化：{entries}", entries=same))
    return Card("\n".join(lines), list_name(done.which))


def before_switching_on(figures: Figures) -> Card:
    """Show what switching on would have done, before it is done."""
    lines = [
        _would(figures),
        t("开启以后会真正删除消息、警告、禁言和移出成员。被处理的人可以申诉，每一步都能撤销。"),
    ]
    row = (Button(t("确认开启"), SWITCH_ACTION), Button(t("继续观察"), MODE_ACTION, "observe"))
    return Card("\n".join(lines), t("要开启自动处理吗？"), (row,))


def switched(found: Policy) -> Card:
    """Confirm a mode."""
    said = {
        Mode.ON: t("自动处理已开启。随时可以用 /moderation 观察 改回只观察。"),
        Mode.OBSERVE: t("现在只观察：不处理任何人，每天把会发生的事告诉你。"),
        Mode.OFF: t("已关闭：不检查消息，也不记录。"),
    }[found.mode]
    return Card(said, t("群内秩序"))


def changed(found: Policy) -> Card:
    """Say how links, newcomers, ladder and expiry are now, changed or only asked for."""
    lines = [
        t("链接：{links}", links=links(found)),
        t("处理阶梯：{ladder}", ladder=t(" → ").join(map(titles.rung, found.ladder))),
        t("记录 {days} 天后过期。", days=found.strike_days),
    ]
    return Card("\n".join(lines), t("现在的设置"))


def digest(kinds: Sequence[Kind], by_step: Mapping[str, int]) -> Card:
    """Tell a moderator what a day of watching found, with a button for each false kind."""
    lines = [t("只是观察，没有处理任何人。如果已开启，会有：{steps}。", steps=_steps(by_step)), ""]
    lines += [
        t(
            "{n}. {kind}：{times} 次，{members} 人",
            n=number,
            kind=cards.named(kind.rule, _short(kind.entry)),
            times=kind.times,
            members=kind.members,
        )
        for number, kind in enumerate(kinds[:LINES_SHOWN], 1)
    ]
    if len(kinds) > LINES_SHOWN:
        lines.append(t("……另有 {n} 类。", n=len(kinds) - LINES_SHOWN))
    lines += ["", t("哪一类不该算？按「误报」，以后就放行。")]
    rows = tuple(
        (
            Button(
                t("误报 {n}. {kind}", n=number, kind=_short(kind.entry) or titles.rule(kind.rule)),
                FALSE_ACTION,
                str(kind.example_id),
            ),
        )
        for number, kind in enumerate(kinds[:KINDS_SHOWN], 1)
    )
    return Card("\n".join(lines), t("今天的观察"), rows)


def false(rule: str, entry: str, count: int) -> Card:
    """Confirm that a kind was called false, and what that changes."""
    kind = cards.named(rule, _short(entry))
    if not count:
        return Card(t("「{kind}」已经记为误报了。", kind=kind))
    if entry:
        return Card(t("{count} 条「{kind}」记为误报，以后放行。", count=count, kind=kind))
    hint = t(
        "这类规则没有可放行的词；不想要它，发送 /moderation 规则 -{rule}", rule=titles.rule(rule)
    )
    return Card(t("{count} 条「{kind}」记为误报。", count=count, kind=kind) + "\n" + hint)


def allowed(rule: str, entry: str) -> Card:
    """Confirm that an entry passes from now on."""
    return Card(t("「{kind}」以后放行。", kind=cards.named(rule, _short(entry))))


def month_is_over(figures: Figures) -> Card:
    """Ask the administrators, after the month of watching, whether to switch on."""
    lines = [t("观察期满了。到目前为止仍然只观察，不处理任何人。"), _would(figures)]
    row = (
        Button(t("开启自动处理"), MODE_ACTION, Mode.ON.value),
        Button(t("再观察一个月"), MODE_ACTION, Mode.OBSERVE.value),
        Button(t("关闭检查"), MODE_ACTION, Mode.OFF.value),
    )
    return Card("\n".join(lines), t("要开启自动处理吗？"), (row,))


def links(found: Policy) -> str:
    """Return in words which links pass."""
    if found.links is Links.NEWCOMERS:
        return t("新人 {hours} 小时内不能发名单外的链接", hours=found.newcomer_hours)
    return t("只许名单内的") if found.links is Links.LISTED else t("除黑名单外都可以发")


def list_name(which: List) -> str:
    """Return a list's name."""
    return {
        List.WORDS: t("违禁词"),
        List.ALLOWED: t("放行词"),
        List.PATTERNS: t("正则"),
        List.DOMAINS_ALLOWED: t("域名白名单"),
        List.DOMAINS_DENIED: t("域名黑名单"),
        List.FILES: t("禁止的文件"),
        List.RULES: t("关闭的规则"),
    }[which]


def _mode(found: Policy, zone: str) -> str:
    if found.mode is Mode.OBSERVE and found.observe_until is not None:
        until = cards.moment(found.observe_until, zone)
        return t("模式：只观察，不处理（{until} 满一个月）", until=until)
    return {
        Mode.OFF: t("模式：关闭"),
        Mode.OBSERVE: t("模式：只观察，不处理"),
        Mode.ON: t("模式：开启，自动处理"),
    }[found.mode]


def _modes(now: Mode) -> tuple[Button, ...]:
    labels = {Mode.ON: t("开启自动处理"), Mode.OBSERVE: t("只观察"), Mode.OFF: t("关闭检查")}
    return tuple(
        Button(label, MODE_ACTION, mode.value) for mode, label in labels.items() if mode is not now
    )


def _figures(found: Policy, figures: Figures) -> Iterable[str]:
    if found.mode is not Mode.ON or figures.observed:
        yield _would(figures)
    if figures.done:
        yield t("最近 {days} 天实际处理：{steps}。", days=figures.days, steps=_steps(figures.done))


def _would(figures: Figures) -> str:
    if not figures.observed:
        return t("最近 {days} 天没有发现要处理的消息。", days=figures.days)
    said = t(
        "最近 {days} 天如果已开启，会有：{steps}。",
        days=figures.days,
        steps=_steps(figures.observed),
    )
    if figures.false:
        said += t("另有 {n} 条已记为误报。", n=figures.false)
    return said


def _steps(counted: Mapping[str, int]) -> str:
    said = {
        Step.HINT.value: t("{n} 次提示", n=counted.get(Step.HINT.value, 0)),
        Step.WARN.value: t("{n} 次警告", n=counted.get(Step.WARN.value, 0)),
        Step.MUTE.value: t("{n} 次禁言", n=counted.get(Step.MUTE.value, 0)),
        Step.KICK.value: t("{n} 次移出", n=counted.get(Step.KICK.value, 0)),
        Step.BAN.value: t("{n} 次封禁", n=counted.get(Step.BAN.value, 0)),
        "delete": t("{n} 次只删除消息", n=counted.get("delete", 0)),
        "report": t("{n} 次提醒管理员看一眼", n=counted.get("report", 0)),
    }
    return t("、").join(words for step, words in said.items() if counted.get(step))


def _list(found: Policy, which: List) -> str:
    held: Sequence[str] = sorted(getattr(found, which.value))
    named = [titles.rule(entry) if which is List.RULES else _short(entry) for entry in held]
    shown = t("、").join(named[:SHOWN]) or t("（空）")
    if len(named) > SHOWN:
        shown = t("{shown} 等 {n} 条", shown=shown, n=len(named))
    return t("{list}：{shown}", list=list_name(which), shown=shown)


def _short(entry: str) -> str:
    return entry if len(entry) <= ENTRY_SHOWN else f"{entry[:ENTRY_SHOWN]}…"
