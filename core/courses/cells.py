"""The cells of a catalogue file: each column's name and how its text is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from core.courses.course import CODE_LIMIT, Level, Tier
from core.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

NEEDED = ("code", "title")
TITLE_LIMIT = 100
DESCRIPTION_LIMIT = 2000
AUTHOR_LIMIT = 50
TAG_LIMIT = 20
TAG_COUNT_LIMIT = 10
URL_LIMIT = 500
REQUIRED_LIMIT = 10

LEVELS = {
    "入门": Level.BEGINNER,
    "进阶": Level.INTERMEDIATE,
    "高级": Level.ADVANCED,
} | {level.value: level for level in Level}
TIERS = (
    {"免费": Tier.FREE, "普通": Tier.BASIC, "高级": Tier.PREMIUM, "vip": Tier.VIP}
    | {tier.name.lower(): tier for tier in Tier}
    | {str(tier.value): tier for tier in Tier}
)
_CODE = re.compile(r"[\w.-]+")
_PRICE = re.compile(r"[¥￥]?\s*(\d{1,7}(?:\.\d{1,2})?)\s*元?")


@dataclass(frozen=True, slots=True)
class Cell:
    """A column by its two names; ``read`` turns its text into a value or raises a refusal."""

    column: str
    title: str
    read: Callable[[str], Any]


def _code(text: str) -> str:
    if len(text) > CODE_LIMIT or not _CODE.fullmatch(text):
        raise Refusal(
            "编号只能用文字、数字、点、横线和下划线，最多 {limit} 个字。", limit=CODE_LIMIT
        )
    return text


def _title(text: str) -> str:
    return _within(text, TITLE_LIMIT)


def _description(text: str) -> str:
    return _within(text, DESCRIPTION_LIMIT)


def _author(text: str) -> str:
    return _within(text, AUTHOR_LIMIT)


def _tags(text: str) -> tuple[str, ...]:
    tags = tuple(dict.fromkeys(tag.strip() for tag in text.split("|") if tag.strip()))
    if len(tags) > TAG_COUNT_LIMIT:
        raise Refusal("标签最多 {limit} 个，用 | 隔开。", limit=TAG_COUNT_LIMIT)
    return tuple(_within(tag, TAG_LIMIT) for tag in tags)


def _level(text: str) -> Level:
    if text.lower() not in LEVELS:
        raise Refusal("难度要写入门、进阶或高级。")
    return LEVELS[text.lower()]


def _tier(text: str) -> Tier:
    if text.lower() not in TIERS:
        raise Refusal("会员等级要写免费、普通、高级或 VIP。")
    return TIERS[text.lower()]


def read_price(text: str) -> int:
    """Return an amount of money in minor units; refuse what is none."""
    if text == "免费":
        return 0
    found = _PRICE.fullmatch(text)
    if not found:
        raise Refusal("价格要写成数字，例如 99 或 99.00。")
    return int(Decimal(found[1]) * 100)


def _url(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.netloc or len(text) > URL_LIMIT:
        raise Refusal("链接要以 http:// 或 https:// 开头。")
    return text


def _requires(text: str) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys(code.strip() for code in text.split("|") if code.strip()))
    if len(codes) > REQUIRED_LIMIT:
        raise Refusal("先修课最多 {limit} 门，用 | 隔开。", limit=REQUIRED_LIMIT)
    return tuple(_code(code) for code in codes)


def _within(text: str, limit: int) -> str:
    if len(text) > limit:
        raise Refusal("太长了，最多 {limit} 个字。", limit=limit)
    return text


CELLS = (
    Cell("code", "编号", _code),
    Cell("title", "标题", _title),
    Cell("description", "简介", _description),
    Cell("tags", "标签", _tags),
    Cell("author", "讲师", _author),
    Cell("level", "难度", _level),
    Cell("tier", "会员等级", _tier),
    Cell("price", "价格", read_price),
    Cell("url", "链接", _url),
    Cell("requires", "先修", _requires),
)
