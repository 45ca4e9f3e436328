"""Moderators' own patterns: on RE2, which reads a text once whatever the pattern is."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, cast

import re2

from core.refusal import Refusal
from core.text.reading import Hit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST = 260
MEMORY = 1 << 20
_CACHED = 1024


class _Found(Protocol):
    def span(self) -> tuple[int, int]: ...


class _Pattern(Protocol):
    def search(self, text: str) -> _Found | None: ...


def check(pattern: str) -> None:
    """Refuse a pattern that cannot be used: too long, not understood, or matching everything."""
    if len(pattern) > LONGEST:
        raise Refusal("这个规则太长了，最多 {limit} 个字符。", limit=LONGEST)
    try:
        compiled = _compiled(pattern)
    except re2.error as error:
        raise Refusal("这个规则看不懂，请检查括号和符号；不支持前后断言和反向引用。") from error
    if compiled.search(""):
        raise Refusal("这个规则什么都会匹配，请写得具体一些。")


def pattern_hits(text: str, patterns: Iterable[str]) -> Iterator[Hit]:
    """Yield where each pattern is first found in normalised text; unusable patterns find nothing.

    The entry is the pattern.
    """
    for pattern in patterns:
        found = _search(pattern, text)
        if found:
            yield Hit("pattern", *found.span(), pattern)


def _search(pattern: str, text: str) -> _Found | None:
    try:
        return _compiled(pattern).search(text)
    except re2.error:
        return None


@lru_cache(_CACHED)
def _compiled(pattern: str) -> _Pattern:
    """Compile for normalised text: case does not matter, and memory is bounded."""
    options = re2.Options()
    options.max_mem = MEMORY
    options.case_sensitive = False
    options.log_errors = False
    options.never_capture = True
    return cast("_Pattern", re2.compile(pattern, options))
