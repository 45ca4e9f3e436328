"""Wordings around suggestions, which experiments compare; the reasons are the same in all."""

from __future__ import annotations

from core.i18n import t

NEXT, TRY = "next", "try"
COPIES = ("", NEXT, TRY)
"""The variants of the words; the first is the usual one."""


def title(copy: str, count: int) -> str:
    """Return what stands above so many suggestions that were asked for."""
    if copy == NEXT:
        return t("接下来学点什么")
    if copy == TRY:
        return t("要不要试试这门？") if count == 1 else t("要不要试试这几门？")
    return t("为你推荐")


def opening(copy: str, count: int) -> str:
    """Return how a letter with so many suggestions begins."""
    if count == 1:
        return _opening_of_one(copy)
    if copy == NEXT:
        return t("这周想学点新东西吗？下面几门可以接着学：")
    if copy == TRY:
        return t("这周有空的话，挑一门试试？")
    return t("这周有几门课，你可能会喜欢：")


def _opening_of_one(copy: str) -> str:
    if copy == NEXT:
        return t("这周想学点新东西吗？下面这门可以接着学：")
    if copy == TRY:
        return t("这周有空的话，试试这门？")
    return t("这周有一门课，你可能会喜欢：")


def group_title(copy: str) -> str:
    """Return what stands above suggestions to a group."""
    if copy == NEXT:
        return t("这周一起学点什么")
    return t("这周一起挑一门试试？") if copy == TRY else t("本周课程推荐")
