"""Reasons in files: said of what the rows tell, which is neither these weeks nor this group."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from core.i18n import t
from core.recommend.cards import SEVERAL, reason
from core.recommend.explain import Reason, ReasonKind
from core.recommend.models.popular import WINDOW
from core.recommend.signals import BAD

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.recommend.files.assemble import Material


class Words:
    """Says why a course is suggested, as far as the rows of files bear it out."""

    def __init__(self, material: Material) -> None:
        """Count who took each course: all whose stand is known, low stars or not."""
        data = material.dataset
        recent = data.courses[data.ages <= WINDOW]
        self._learners = np.bincount(recent, minlength=len(data.course_ids))
        self._most = int(self._learners.max(initial=0))
        self._clocked = material.clocked
        disliked = (data.stars > 0) & (data.stars <= BAD)
        # Who only looked has not studied, and models count nobody who gave low stars, so that
        # "more than half of them" would not be so.
        self._looked = bool(material.looked or disliked.any())
        # Kept, because many are given the same.
        self._said = lru_cache(maxsize=1 << 16)(_looked if self._looked else reason)

    def say(self, why: Reason, course: int) -> str:
        """Say a reason for a course (by index)."""
        if why.kind is not ReasonKind.POPULAR:
            return self._said(why)
        learners = int(self._learners[course])
        if not learners:
            return self._said(Reason(ReasonKind.UNTAKEN))
        return self._popular(learners)

    def _popular(self, learners: int) -> str:
        if self._looked and self._clocked:
            return t("最后四周有 {learners} 人看过。", learners=learners)
        if self._looked:
            return t("有 {learners} 人看过。", learners=learners)
        if learners < self._most:
            some = t("最后四周有 {learners} 人学。", learners=learners)
            return some if self._clocked else t("有 {learners} 人学过。", learners=learners)
        most = t("最后四周学的人最多，有 {learners} 人。", learners=learners)
        return most if self._clocked else t("学过的人最多，有 {learners} 人。", learners=learners)


def _looked(why: Reason) -> str:
    saying = _LOOKED.get(why.kind)
    return saying(why.evidence) if saying else reason(why)


def _seen(evidence: Sequence[str]) -> str:
    title, both, _ = evidence
    if int(both) < SEVERAL:
        return t("因为你看过《{title}》，有看过它的人也看了这门。", title=title)
    return t("因为你看过《{title}》，看过它的人里有 {both} 位也看了这门。", title=title, both=both)


def _followed(evidence: Sequence[str]) -> str:
    title, those, _ = evidence
    if int(those) < SEVERAL:
        return t("因为你看过《{title}》，有看过它的人后来也看了这门。", title=title)
    return t(
        "因为你看过《{title}》，看过它的人里有 {those} 位后来也看了这门。",
        title=title,
        those=those,
    )


def _paired(evidence: Sequence[str]) -> str:
    first, second, those = evidence
    if int(those) < SEVERAL:
        return t(
            "因为你看过《{first}》和《{second}》，有看过这两门的人接着看了这门。",
            first=first,
            second=second,
        )
    return t(
        "因为你看过《{first}》和《{second}》，有 {those} 位看过这两门的人接着看了这门。",
        first=first,
        second=second,
        those=those,
    )


def _peers(evidence: Sequence[str]) -> str:
    tag, those = evidence
    return t("和你一样关注「{tag}」的人里，有 {those} 位看过这门。", tag=tag, those=those)


def _alike(evidence: Sequence[str]) -> str:
    those, members = evidence
    return t(
        "和你看得最像的 {members} 个人里，有 {those} 个看过这门。", members=members, those=those
    )


def _circle(evidence: Sequence[str]) -> str:
    name, those = evidence
    return t("和你口味相近的人（{name}）里，有 {those} 位看过这门。", name=name, those=those)


def _untaken(evidence: Sequence[str]) -> str:  # noqa: ARG001 - there is none
    return t("这门你还没看过。")


_LOOKED: dict[ReasonKind, Callable[[Sequence[str]], str]] = {
    ReasonKind.COMPLETED: _seen,
    ReasonKind.STUDIED: _seen,
    ReasonKind.FOLLOWED: _followed,
    ReasonKind.PAIRED: _paired,
    ReasonKind.PEERS: _peers,
    ReasonKind.ALIKE: _alike,
    ReasonKind.CIRCLE: _circle,
    ReasonKind.UNTAKEN: _untaken,
}
