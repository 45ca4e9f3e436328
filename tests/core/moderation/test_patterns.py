"""Patterns of moderators: checked when they are added, and harmless whatever they are."""

from __future__ import annotations

from contextlib import suppress
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.moderation.hits.patterns import LONGEST, check, pattern_hits
from core.refusal import Refusal


@pytest.mark.parametrize("pattern", ["加.{0,3}群", r"\d{6,}元", "(?i)free", "[一-龥]{3}网", "a|b"])
def test_a_good_pattern_may_be_added(pattern: str) -> None:
    check(pattern)


@pytest.mark.parametrize(
    "pattern", ["(", "[", "*a", r"(a)\1", "(?=a)b", "((a{1000}){1000})", "a" * (LONGEST + 1)]
)
def test_a_pattern_that_cannot_be_used_is_refused(pattern: str) -> None:
    with pytest.raises(Refusal):
        check(pattern)


@pytest.mark.parametrize("pattern", ["", ".*", "a*", "(a|)", "^", r"\b|x?"])
def test_a_pattern_that_matches_everything_is_refused(pattern: str) -> None:
    with pytest.raises(Refusal):
        check(pattern)


def test_the_longest_pattern_may_be_added() -> None:
    check("加" * LONGEST)


def test_a_hit_names_the_pattern_and_where_it_was_found() -> None:
    text = "欢迎来到免费送网"
    [hit] = pattern_hits(text, ["免费.网", "没有"])
    assert (hit.rule, hit.entry, text[hit.start : hit.end]) == ("pattern", "免费.网", "免费送网")


def test_case_does_not_matter() -> None:
    assert list(pattern_hits("free money", ["FREE"]))


def test_a_pattern_that_is_no_longer_understood_finds_nothing() -> None:
    assert not list(pattern_hits("((", ["(("]))


@given(st.text(max_size=40), st.text(max_size=60))
def test_any_pattern_is_refused_or_runs(pattern: str, text: str) -> None:
    with suppress(Refusal):
        check(pattern)
    for hit in pattern_hits(text, [pattern]):
        assert 0 <= hit.start <= hit.end <= len(text)


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|aa)+$", "(.*)*b", "(a*)*c", "(x+x+)+y"])
def test_a_pattern_that_freezes_others_takes_time_in_proportion(pattern: str) -> None:
    """Ten times the text takes at most some sixty times as long."""
    times = []
    for length in (1_000, 10_000):
        text = "ax" * (length // 2) + "!"
        runs = []
        for _ in range(7):
            begin = process_time()
            list(pattern_hits(text, [pattern]))
            runs.append(process_time() - begin)
        times.append(min(runs))
    assert times[1] < 60 * times[0]
