"""What a message is about, by a table of words that anybody may edit."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from string import ascii_lowercase
from typing import TYPE_CHECKING, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from core.i18n import t
from core.text.normalise import normalise

if TYPE_CHECKING:
    from core.text.normalise import Parts

TABLE = "data/topics.tsv"
ERROR = "error"
_WORD = frozenset(ascii_lowercase + "_")
_TITLES = {
    "homework": "作业",
    "exercise": "练习与刷题",
    "video": "视频与回放",
    "live": "直播",
    "error": "报错与调试",
    "install": "安装与环境",
    "refund": "退款",
    "price": "价格与优惠",
    "membership": "会员与续费",
    "certificate": "证书",
    "teacher": "老师与讲解",
    "pace": "进度与难度",
    "schedule": "时间安排",
    "group": "群与分组",
    "career": "求职与职业",
    "exam": "考试",
    "app": "平台与账号",
    "materials": "课件与资料",
    "answers": "等待答疑",
}
TOPICS = tuple(_TITLES)


class _Table(NamedTuple):
    finder: AhoCorasick
    topics: tuple[str, ...]


def topics_of(parts: Parts) -> tuple[str, ...]:
    """Return the keys of the topics that a message names, in the table's order.

    Of overlapping entries the longest counts; Latin words count whole. A traceback is about an
    error whatever is said beside it.
    """
    table = _table()
    prose = parts.prose
    found = {
        table.topics[index]
        for index, start, end in table.finder.find_matches_as_indexes(prose)
        if _whole(prose, start, end)
    }
    if any("traceback" in code or "error" in code for code in parts.code):
        found.add(ERROR)
    return tuple(key for key in TOPICS if key in found) if found else ()


def topic_title(key: str) -> str:
    """Say a topic's title; KeyError for a key that is none."""
    return t(_TITLES[key])


def _whole(prose: str, start: int, end: int) -> bool:
    """Tell whether a match is no part of a longer Latin word; plurals count as the word."""
    if prose[start] in _WORD and start and prose[start - 1] in _WORD:
        return False
    if prose[end - 1] not in _WORD:
        return True
    behind = prose[end : end + 2]
    return behind[:1] not in _WORD or (behind[0] == "s" and behind[1:] not in _WORD)


@cache
def _table() -> _Table:
    lines = files("core.text").joinpath(TABLE).read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("# ")]
    topics = {normalise(word): key for key, words in rows for word in words.split("、")}
    finder = AhoCorasick(list(topics), matchkind=MatchKind.LeftmostLongest)
    return _Table(finder, tuple(topics.values()))
