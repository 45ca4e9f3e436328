"""The ladder as such: what follows what, how it is written, and how lengths are read."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.moderation.ladder import (
    DEFAULT_LADDER,
    LONGEST,
    SHORTEST,
    Gravity,
    Rung,
    Step,
    climb,
    deletes,
    gravity,
    read_ladder,
    read_length,
    rung_of,
    written,
)
from core.refusal import Refusal

MINUTES = st.integers(1, 28 * 24 * 60).map(lambda n: timedelta(minutes=n))
LENGTHS = {
    "10m": timedelta(minutes=10),
    "１０分钟": timedelta(minutes=10),
    "90min": timedelta(minutes=90),
    "2h": timedelta(hours=2),
    "2 小时": timedelta(hours=2),
    "3个小时": timedelta(hours=3),
    "3D": timedelta(days=3),
    "3天": timedelta(days=3),
    "1周": timedelta(weeks=1),
    "2w": timedelta(weeks=2),
}


def test_each_mild_or_medium_strike_climbs_one_rung() -> None:
    climbed = [climb(DEFAULT_LADDER, before, Gravity.MEDIUM) for before in range(9)]
    assert tuple(climbed[:7]) == DEFAULT_LADDER
    assert climbed[7] == climbed[8] == DEFAULT_LADDER[-1]


def test_what_is_strong_climbs_two() -> None:
    climbed = [climb(DEFAULT_LADDER, before, Gravity.STRONG) for before in (0, 2, 4)]
    assert climbed == [DEFAULT_LADDER[1], DEFAULT_LADDER[3], DEFAULT_LADDER[5]]


def test_what_is_mild_never_leads_beyond_a_mute() -> None:
    assert climb(DEFAULT_LADDER, 99, Gravity.MILD) == Rung(Step.MUTE, timedelta(days=1))
    assert climb([Rung(Step.BAN)], 0, Gravity.MILD) == Rung(Step.HINT)


@given(st.integers(0, 50), st.sampled_from(Gravity))
def test_no_strike_climbs_further_than_it_weighs(before: int, grave: Gravity) -> None:
    here = climb(DEFAULT_LADDER, before, grave)
    assert DEFAULT_LADDER.index(here) < before + grave.weight
    if before:
        lower = DEFAULT_LADDER.index(climb(DEFAULT_LADDER, before - 1, grave))
        assert 0 <= DEFAULT_LADDER.index(here) - lower <= 1


def test_rules_we_have_no_word_for_are_medium_and_abuse_has_no_gravity_of_its_own() -> None:
    assert gravity("whatever") is Gravity.MEDIUM
    assert {gravity(rule) for rule in ("spam", "contact", "ad")} == {Gravity.STRONG}
    assert {gravity(rule) for rule in ("flood", "mentions")} == {Gravity.MILD}


def test_a_message_goes_at_once_when_it_is_grave_and_never_when_it_is_mild() -> None:
    hint, warn = Rung(Step.HINT), Rung(Step.WARN)
    assert deletes(hint, Gravity.STRONG)
    assert deletes(None, Gravity.STRONG)
    assert not deletes(hint, Gravity.MEDIUM)
    assert deletes(warn, Gravity.MEDIUM)
    assert not deletes(warn, Gravity.MILD)


@pytest.mark.parametrize(("text", "length"), LENGTHS.items())
def test_a_length_is_read_as_people_write_it(text: str, length: timedelta) -> None:
    assert read_length(text) == length


@pytest.mark.parametrize("text", ["", "10", "m", "0m", "366d", "1年", "-3d", "三天", "1d2h"])
def test_a_length_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="时长"):
        read_length(text)


def test_a_mute_has_a_length_and_a_limit() -> None:
    assert rung_of(Step.MUTE, None).length == timedelta(hours=1)
    assert rung_of(Step.BAN, None).length is None
    with pytest.raises(Refusal, match="最长"):
        rung_of(Step.MUTE, timedelta(days=29))


def test_a_ladder_is_read_in_both_languages() -> None:
    chinese = read_ladder("提示 警告 禁言10分钟、禁言：1小时 禁言1天，移出 → 封禁30天")
    assert chinese == read_ladder("hint warn mute:10m mute1h MUTE=1d kick ban30d")
    assert chinese == DEFAULT_LADDER
    assert read_ladder("警告 禁言 封禁")[1:] == (
        Rung(Step.MUTE, timedelta(hours=1)),
        Rung(Step.BAN),
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "提示 提示",
        "移出 警告",
        "禁言1天 禁言1小时",
        "封禁 封禁30天",
        "警告5m",
        "骂他",
        "禁言40天",
    ],
)
def test_a_ladder_that_goes_down_or_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        read_ladder(text)


@given(st.sets(MINUTES, max_size=4), st.none() | st.integers(1, 365))
def test_a_ladder_is_read_as_it_was_written(mutes: set[timedelta], days: int | None) -> None:
    muted = [Rung(Step.MUTE, _writable(length)) for length in sorted(mutes)]
    last = Rung(Step.BAN, timedelta(days=days) if days else None)
    ladder = (Rung(Step.HINT), *muted, Rung(Step.KICK), last)
    if all(one.below(other) for one, other in pairwise(ladder)):
        assert read_ladder(written(ladder)) == ladder


@given(st.text(max_size=40))
def test_whatever_is_written_is_read_or_refused(text: str) -> None:
    with suppress(Refusal):
        assert read_ladder(text)
    with suppress(Refusal):
        assert SHORTEST <= read_length(text) <= LONGEST


def _writable(length: timedelta) -> timedelta:
    """Return a length that people can write: so many minutes, hours or days."""
    minutes = length // timedelta(minutes=1)
    return length if minutes < 10_000 else timedelta(hours=minutes // 60)
