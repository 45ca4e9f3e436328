"""What members read about suggestions, the reason of each included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.cards import Button, Card
from core.courses import cards as course_cards
from core.i18n import t
from core.recommend.explain import Reason, ReasonKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.recommend.suggestion import Suggestion


def suggestions(suggested: Sequence[Suggestion], *, consented: bool, owner: int) -> Card:
    """Show a member what is suggested to them, to be answered course by course."""
    if not suggested:
        return Card(t("这几天能推荐的都给你看过了，过几天再来，或发送 /courses 看全部课程。"))
    lines = [_entry(number, one) for number, one in enumerate(suggested, start=1)]
    if not consented:
        lines.append(t("想要更合你口味的推荐？发送 /privacy 打开「按我的学习记录推荐课程」。"))
    rows = [_answers(number, one, owner) for number, one in enumerate(suggested, start=1)]
    more = (Button(t("换一批"), "suggest.more", "", owner),)
    return Card("\n\n".join(lines), t("为你推荐"), (*rows, more))


def letter(suggested: Sequence[Suggestion], *, owner: int) -> Card:
    """Write a member the week's suggestions."""
    lines = [t("这周有几门课，你可能会喜欢：")]
    lines += [_entry(number, one) for number, one in enumerate(suggested, start=1)]
    lines.append(t("不想再收到？发送 /settings 关掉「课程推荐」。"))
    rows = [_answers(number, one, owner) for number, one in enumerate(suggested, start=1)]
    return Card("\n\n".join(lines), t("本周为你推荐"), tuple(rows))


def group_letter(suggested: Sequence[Suggestion]) -> Card:
    """Write a group the week's suggestions."""
    lines = [_entry(number, one) for number, one in enumerate(suggested, start=1)]
    lines.append(t("想看给你自己的推荐，发送 /suggest。"))
    openers = tuple(_opener(number, one) for number, one in enumerate(suggested, start=1))
    return Card("\n\n".join(lines), t("本周课程推荐"), (openers,))


def reason(why: Reason) -> str:
    """Say why a course is suggested."""
    return _SAID[why.kind](why.evidence)


def _entry(number: int, suggestion: Suggestion) -> str:
    course = suggestion.course
    head = f"{number}. 《{course.title}》 · {course_cards.level(course.level)}"
    if suggestion.locked:
        head += f" · 🔒{course_cards.tier(course.tier)}"
    return f"{head}\n{reason(suggestion.reason)}"


def _answers(number: int, suggestion: Suggestion, owner: int) -> tuple[Button, ...]:
    arg = str(suggestion.course.id)
    return (
        _opener(number, suggestion),
        Button(t("感兴趣"), "course.like", arg, owner),
        Button(t("不感兴趣"), "course.dismiss", arg, owner),
    )


def _opener(number: int, suggestion: Suggestion) -> Button:
    return Button(t("看第 {number} 门", number=number), "course.open", str(suggestion.course.id))


def _completed(evidence: Sequence[str]) -> str:
    title, both, takers = evidence
    if _most(both, takers):
        return t("因为你完成了《{title}》，学过它的人多半也学这门。", title=title)
    return t("因为你完成了《{title}》，学过它的人里有 {both} 位也学这门。", title=title, both=both)


def _studied(evidence: Sequence[str]) -> str:
    title, both, takers = evidence
    if _most(both, takers):
        return t("因为你在学《{title}》，学它的人多半也学这门。", title=title)
    return t("因为你在学《{title}》，学它的人里有 {both} 位也学这门。", title=title, both=both)


def _most(both: str, takers: str) -> bool:
    return 2 * int(both) > int(takers)


def _tags(evidence: Sequence[str]) -> str:
    return t("和你关注的{tags}有关。", tags="、".join(f"「{tag}」" for tag in evidence))


def _similar(evidence: Sequence[str]) -> str:
    return t("和你看过的《{title}》内容相近。", title=evidence[0])


def _popular(evidence: Sequence[str]) -> str:
    learners, rank = evidence
    if rank == "1":
        return t("近四周本群最多人在学，有 {learners} 人。", learners=learners)
    return t("近四周本群有 {learners} 人在学。", learners=learners)


def _new(evidence: Sequence[str]) -> str:
    days = evidence[0]
    return t("{days} 天前刚上架。", days=days) if days != "0" else t("今天刚上架。")


def _untaken(evidence: Sequence[str]) -> str:  # noqa: ARG001 - there is none
    return t("这门课你还没学过。")


_SAID: dict[ReasonKind, Callable[[Sequence[str]], str]] = {
    ReasonKind.COMPLETED: _completed,
    ReasonKind.STUDIED: _studied,
    ReasonKind.TAGS: _tags,
    ReasonKind.SIMILAR: _similar,
    ReasonKind.POPULAR: _popular,
    ReasonKind.NEW: _new,
    ReasonKind.UNTAKEN: _untaken,
}
