"""What members read on their way: paths to a course, courses passed on, and courses bought."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.cards import Button, Card
from core.courses import cards
from core.i18n import t

if TYPE_CHECKING:
    from core.courses.course import Course, Purchase
    from core.courses.path import Path


def path(way: Path, *, owner: int) -> Card:
    """Show a member the way to a course: what is done, the next steps, and how many follow."""
    title = t("通往《{title}》的学习路线", title=way.goal.title)
    if not way.steps:
        return Card(t("🎉 这条路你已经走完了，《{title}》也学完了。", title=way.goal.title), title)
    lines = [
        _length(way),
        *(t("✅ 《{title}》", title=course.title) for course in way.done),
        *(_step(number, one, way) for number, one in enumerate(way.next_steps, start=1)),
    ]
    later = len(way.steps) - len(way.next_steps)
    if later:
        lines.append(
            t("……再学 {count} 门，最后一门是《{title}》。", count=later, title=way.goal.title)
        )
    return Card("\n".join([*lines, *_hints(way)]), title, _path_buttons(way, owner))


def to_pass_on(course: Course, community: str) -> Card:
    """Write a course as a message that can be forwarded to anyone."""
    lines = [
        " · ".join((cards.level(course.level), cards.money(course.price, course.currency))),
        *([course.description] if course.description else []),
        t(
            "在「{community}」里发送 /course {code} 就能看到。",
            community=community,
            code=course.code,
        ),
    ]
    rows = ((Button(t("去上课"), url=course.url),),) if course.url else ()
    return Card("\n".join(lines), t("《{title}》", title=course.title), rows)


def passed_on(course: Course, name: str) -> Card:
    """Tell a group that a member thinks a course worth a look."""
    body = t(
        "{name} 推荐大家看看《{title}》（{code}）。",
        name=name,
        title=course.title,
        code=course.code,
    )
    arg = str(course.id)
    row = (
        Button(t("看这门课"), "course.open", arg),
        Button(t("感兴趣"), "course.like", arg),
    )
    return Card(body, buttons=(row,))


def sold(sale: Purchase, course: Course, name: str, *, told: bool) -> Card:
    """Tell an administrator that a sale is written down, and how to take it back."""
    lines = [
        t(
            "已登记：{name} 买了《{title}》，{price}。",
            name=name,
            title=course.title,
            price=cards.money(sale.amount, sale.currency),
        ),
        t("已经帮对方报名。") if sale.enrolled else t("对方之前就报名了。"),
        t("已私信告知对方。") if told else t("私信送不到，请转告对方。"),
    ]
    undo = Button(t("撤销登记"), "course.unsell", str(sale.id))
    return Card("\n".join(lines), buttons=((undo,),))


def unsold(course: Course, name: str) -> str:
    """Tell an administrator that a sale is taken back."""
    return t("已撤销：{name} 买《{title}》的登记。", name=name, title=course.title)


def bought(sale: Purchase, course: Course) -> Card:
    """Tell a member that the course they bought is theirs."""
    body = t(
        "你买的《{title}》已经登记好了（{price}），现在就可以学。",
        title=course.title,
        price=cards.money(sale.amount, sale.currency),
    )
    row = (Button(t("看这门课"), "course.open", str(course.id)),)
    return Card(body, t("购课登记"), (row,))


def _length(way: Path) -> str:
    if not way.done and way.steps == (way.goal,):
        return t("学这门课之前，没有别的要先学。")
    return t("学完 {done} 门，还有 {left} 门。", done=len(way.done), left=len(way.steps))


def _hints(way: Path) -> list[str]:
    """Say what stands in the way."""
    hints = []
    if way.withdrawn:
        hints.append(t("《{title}》已经下架，暂时不能报名。", title=way.goal.title))
    locked = [step for step in way.steps if step.id in way.locked - way.taking]
    if locked:
        highest = max(locked, key=lambda step: step.tier)
        hints.append(
            t(
                "学《{title}》要开通「{tier}」，发送 /plans 看怎么开通。",
                title=highest.title,
                tier=cards.tier(highest.tier),
            )
        )
    if way.waits:
        hints.append(t("先把在学的学完，再报名下一步。"))
    return hints


def _step(number: int, course: Course, way: Path) -> str:
    parts = [f"{number}. 《{course.title}》", cards.level(course.level)]
    if course.id in way.taking:
        parts.append(t("在学"))
    elif course.id in way.locked:
        parts.append(f"🔒{cards.tier(course.tier)}")
    if course.id == way.goal.id:
        parts.append(t("🎯 目标"))
    return " · ".join(parts)


def _path_buttons(way: Path, owner: int) -> tuple[tuple[Button, ...], ...]:
    openers = tuple(
        Button(t("看第 {number} 门", number=number), "course.open", str(course.id), owner)
        for number, course in enumerate(way.next_steps, start=1)
    )
    step = way.to_enrol
    if step is None:
        return (openers,)
    label = t("报名下一步：{title}", title=step.title)
    return (openers, (Button(label, "path.enrol", f"{way.goal.id}:{step.id}", owner),))
