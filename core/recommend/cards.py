"""What members read about suggestions, the reason of each included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.cards import Button, Card
from core.courses import cards as course_cards
from core.i18n import t
from core.recommend import wordings
from core.recommend.explain import Reason, ReasonKind
from core.recommend.suggestion import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from core.courses import Course
    from core.recommend.suggestion import Explanation, Suggestion

SEVERAL = 3
"""Fewer people are not counted, lest the number point at one of them."""
JUST = 3
"""For so many days a course was added just now."""


def suggestions(
    suggested: Sequence[Suggestion], *, consented: bool, owner: int, copy: str = ""
) -> Card:
    """Show a member what is suggested to them, to be answered course by course.

    ``copy`` names the variant of the words, one of `wordings.COPIES`.
    """
    lines = [_entry(number, one) for number, one in enumerate(suggested, start=1)]
    if not consented:
        lines.append(t("想要更合你口味的推荐？发送 /privacy 打开「按我的学习记录推荐课程」。"))
    rows = [_answers(number, one, owner) for number, one in enumerate(suggested, start=1)]
    title = wordings.title(copy, len(suggested))
    return Card("\n\n".join(lines), title, (*rows, _turns(suggested, owner)))


def letter(suggested: Sequence[Suggestion], *, owner: int, copy: str = "") -> Card:
    """Write a member the week's suggestions."""
    lines = [wordings.opening(copy, len(suggested))]
    lines += [_entry(number, one) for number, one in enumerate(suggested, start=1)]
    lines.append(t("不想再收到？发送 /settings 关掉「课程推荐」。"))
    rows = [_answers(number, one, owner) for number, one in enumerate(suggested, start=1)]
    return Card("\n\n".join(lines), t("本周为你推荐"), (*rows, (_why(suggested, owner),)))


def group_letter(suggested: Sequence[Suggestion], *, copy: str = "") -> Card:
    """Write a group the week's suggestions."""
    lines = [_entry(number, one) for number, one in enumerate(suggested, start=1)]
    lines.append(t("想看给你自己的推荐，发送 /suggest。"))
    openers = tuple(_opener(number, one) for number, one in enumerate(suggested, start=1))
    return Card("\n\n".join(lines), wordings.group_title(copy), (openers,))


def reason(why: Reason) -> str:
    """Say why a course is suggested."""
    return _SAID[why.kind](why.evidence)


def explanations(explained: Sequence[Explanation]) -> Card:
    """Say at length why each course is suggested, and on what that rests."""
    parts = ["\n".join(_explained(one)) for one in explained]
    parts.append(t("不准？点「不感兴趣」，三个月内不再推荐这门课。"))
    several = len(explained) > 1
    return Card("\n\n".join(parts), t("为什么推荐这几门") if several else t("为什么推荐这门"))


def _entry(number: int, suggestion: Suggestion) -> str:
    course = suggestion.course
    head = f"{number}. 《{course.title}》 · {course_cards.level(course.level)}"
    if not suggestion.locked:
        return f"{head}\n{reason(suggestion.reason)}"
    head += f" · 🔒{course_cards.tier(course.tier)}"
    return f"{head}\n{reason(suggestion.reason)}\n{_upgrade(course)}"


def _upgrade(course: Course) -> str:
    asked = course_cards.tier(course.tier)
    return t("要开通「{tier}」才能学，发送 /plans 看怎么开通。", tier=asked)


def _explained(one: Explanation) -> Iterator[str]:
    yield f"《{one.course.title}》"
    yield reason(one.reason)
    if one.shares:
        parts = (
            t("{percent}% 来自《{title}》", percent=percent, title=title)
            for title, percent in one.shares
        )
        yield t("这门课的分数，{parts}。", parts=t("，").join(parts))
    yield from (reason(other) for other in one.further)
    if one.stars and one.learners >= SEVERAL:
        yield t(
            "{learners} 人在学或学过，平均 ★{stars}。",
            learners=one.learners,
            stars=f"{one.stars:.1f}",
        )
    if one.locked:
        yield _upgrade(one.course)


def _answers(number: int, suggestion: Suggestion, owner: int) -> tuple[Button, ...]:
    arg = str(suggestion.course.id)
    return (
        _opener(number, suggestion),
        Button(t("感兴趣"), "course.like", arg, owner),
        Button(t("不感兴趣"), "course.dismiss", arg, owner),
    )


def _opener(number: int, suggestion: Suggestion) -> Button:
    return Button(t("看第 {number} 门", number=number), "course.open", str(suggestion.course.id))


def _turns(suggested: Sequence[Suggestion], owner: int) -> tuple[Button, ...]:
    return (Button(t("换一批"), "suggest.more", "", owner), _why(suggested, owner))


def _why(suggested: Sequence[Suggestion], owner: int) -> Button:
    return Button(t("为什么"), "suggest.why", listed(one.course.id for one in suggested), owner)


def _completed(evidence: Sequence[str]) -> str:
    title, both, takers = evidence
    if _most(both, takers):
        return t("因为你完成了《{title}》，学过它的人多半也学这门。", title=title)
    if int(both) < SEVERAL:
        return t("因为你完成了《{title}》，有学过它的人也学了这门。", title=title)
    return t("因为你完成了《{title}》，学过它的人里有 {both} 位也学这门。", title=title, both=both)


def _studied(evidence: Sequence[str]) -> str:
    title, both, takers = evidence
    if _most(both, takers):
        return t("因为你在学《{title}》，学它的人多半也学这门。", title=title)
    if int(both) < SEVERAL:
        return t("因为你在学《{title}》，有学它的人也学了这门。", title=title)
    return t("因为你在学《{title}》，学它的人里有 {both} 位也学这门。", title=title, both=both)


def _followed(evidence: Sequence[str]) -> str:
    title, those, takers = evidence
    if _most(those, takers):
        return t("因为你学了《{title}》，学过它的人多半后来也学了这门。", title=title)
    if int(those) < SEVERAL:
        return t("因为你学了《{title}》，有学过它的人后来也学了这门。", title=title)
    return t(
        "因为你学了《{title}》，学过它的人里有 {those} 位后来也学了这门。",
        title=title,
        those=those,
    )


def _paired(evidence: Sequence[str]) -> str:
    first, second, those = evidence
    if int(those) < SEVERAL:
        return t(
            "因为你学了《{first}》和《{second}》，有学过这两门的人接着学了这门。",
            first=first,
            second=second,
        )
    return t(
        "因为你学了《{first}》和《{second}》，有 {those} 位学过这两门的人接着学了这门。",
        first=first,
        second=second,
        those=those,
    )


def _alike(evidence: Sequence[str]) -> str:
    those, members = evidence
    return t("和你学得最像的 {members} 个人里，有 {those} 个在学。", members=members, those=those)


def _peers(evidence: Sequence[str]) -> str:
    tag, those = evidence
    return t("和你一样关注「{tag}」的人里，有 {those} 位在学。", tag=tag, those=those)


def _circle(evidence: Sequence[str]) -> str:
    name, those = evidence
    return t("和你口味相近的人（{name}）里，有 {those} 位在学。", name=name, those=those)


def _rated(evidence: Sequence[str]) -> str:
    stars, raters = evidence
    return t("学过的人平均打 ★{stars}，{raters} 人评了分。", stars=stars, raters=raters)


def _prepares(evidence: Sequence[str]) -> str:
    return t("你可能会喜欢《{title}》，学它之前要先学这门。", title=evidence[0])


def _explore(evidence: Sequence[str]) -> str:  # noqa: ARG001 - there is none
    return t("这门课还很少推荐过，想听听你的看法。")


def _group_tag(evidence: Sequence[str]) -> str:
    tag, those = evidence
    return t("群里至少有 {those} 位关注「{tag}」。", tag=tag, those=those)


def _group_took(evidence: Sequence[str]) -> str:
    title, those = evidence
    return t(
        "群里至少有 {those} 位在学或学过《{title}》，学它的人不少也学这门。",
        title=title,
        those=those,
    )


def _group_study(evidence: Sequence[str]) -> str:
    return t("近四周群里至少有 {those} 位开始学这门课。", those=evidence[0])


def _community(evidence: Sequence[str]) -> str:
    return t("近四周整个社群至少有 {those} 位在学。", those=evidence[0])


def _quiet(evidence: Sequence[str]) -> str:  # noqa: ARG001 - there is none
    return t("这门课最近没在群里推荐过，来看看吧。")


def _most(both: str, takers: str) -> bool:
    return 2 * int(both) > int(takers) and int(both) >= SEVERAL


def _tags(evidence: Sequence[str]) -> str:
    return t("和你关注的{tags}有关。", tags="、".join(f"「{tag}」" for tag in evidence))


def _similar(evidence: Sequence[str]) -> str:
    return t("和你看过的《{title}》内容相近。", title=evidence[0])


def _popular(evidence: Sequence[str]) -> str:
    learners, rank = evidence
    if int(learners) < SEVERAL:
        return t("近四周本群有人在学。")
    if rank == "1":
        return t("近四周本群最多人在学，有 {learners} 人。", learners=learners)
    return t("近四周本群有 {learners} 人在学。", learners=learners)


def _new(evidence: Sequence[str]) -> str:
    days = evidence[0]
    if days == "0":
        return t("新课，本群首发，今天刚上架。")
    if int(days) <= JUST:
        return t("新课，本群首发，{days} 天前刚上架。", days=days)
    return t("新课，本群首发，{days} 天前上架。", days=days)


def _untaken(evidence: Sequence[str]) -> str:  # noqa: ARG001 - there is none
    return t("这门课你还没学过。")


_SAID: dict[ReasonKind, Callable[[Sequence[str]], str]] = {
    ReasonKind.COMPLETED: _completed,
    ReasonKind.STUDIED: _studied,
    ReasonKind.FOLLOWED: _followed,
    ReasonKind.PAIRED: _paired,
    ReasonKind.ALIKE: _alike,
    ReasonKind.PEERS: _peers,
    ReasonKind.CIRCLE: _circle,
    ReasonKind.TAGS: _tags,
    ReasonKind.SIMILAR: _similar,
    ReasonKind.POPULAR: _popular,
    ReasonKind.NEW: _new,
    ReasonKind.RATED: _rated,
    ReasonKind.PREPARES: _prepares,
    ReasonKind.EXPLORE: _explore,
    ReasonKind.GROUP_TAG: _group_tag,
    ReasonKind.GROUP_TOOK: _group_took,
    ReasonKind.GROUP_STUDY: _group_study,
    ReasonKind.COMMUNITY: _community,
    ReasonKind.QUIET: _quiet,
    ReasonKind.UNTAKEN: _untaken,
}
