"""Wordings around suggestions, which experiments compare; the reasons are the same in all."""

from __future__ import annotations

from core.i18n import t

NEXT, TRY = "next", "try"
COPIES = ("", NEXT, TRY)
"""The variants of the words; the first is the usual one."""


def title(copy: str) -> str:
    """Return what stands above suggestions that were asked for."""
    if copy == NEXT:
        return t("接下来学点什么")
    return t("要不要试试这几门？") if copy == TRY else t("为你推荐")


def opening(copy: str) -> str:
    """Return how a letter with suggestions begins."""
    if copy == NEXT:
        return t("这周想学点新东西吗？下面几门可以接着学：")
    if copy == TRY:
        return t("这周有空的话，挑一门试试？")
    return t("这周有几门课，你可能会喜欢：")


def group_title(copy: str) -> str:
    """Return what stands above suggestions to a group."""
    if copy == NEXT:
        return t("这周一起学点什么")
    return t("这周一起挑一门试试？") if copy == TRY else t("本周课程推荐")
