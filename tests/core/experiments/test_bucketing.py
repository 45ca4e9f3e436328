"""Assignment is even, steady, and independent of every other experiment's."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.experiments.balance import ALARM, sample_ratio
from core.experiments.bucketing import assigned, bucket, free_range, member_unit
from core.experiments.experiment import BUCKETS, Variant
from tests.core.experiments.designs import HALF, experiment

MEMBERS = [member_unit(number) for number in range(1, 20_001)]


def _names(number: int = 1, **fields: Any) -> list[str]:  # noqa: ANN401 - those of an experiment
    one = experiment(number, **fields)
    found = [assigned(one, unit) for unit in MEMBERS]
    return [variant.name if variant else "" for variant in found]


def test_a_member_always_gets_the_same_variant() -> None:
    assert _names() == _names()


def test_chats_and_members_of_one_number_are_apart() -> None:
    units = [(bucket("x", f"member:{n}"), bucket("x", f"chat:{n}")) for n in range(100)]
    assert sum(member == chat for member, chat in units) < 3


@pytest.mark.parametrize("shares", [(5000, 5000), (9000, 1000), (3334, 3333, 3333), (10_000, 0)])
def test_the_shares_are_kept(shares: tuple[int, ...]) -> None:
    variants = tuple(Variant(f"v{place}", share) for place, share in enumerate(shares))
    names = _names(variants=variants)
    counts = [names.count(variant.name) for variant in variants]
    some = [(count, share) for count, share in zip(counts, shares, strict=True) if share]
    assert sum(count for count, _ in some) == len(MEMBERS)
    assert sample_ratio([one for one, _ in some], [share for _, share in some]) > ALARM


def test_every_bucket_is_used() -> None:
    assert len({bucket("salt", f"member:{number}") for number in range(150_000)}) == BUCKETS


@pytest.mark.parametrize("other", range(2, 12))
def test_two_experiments_split_each_other_evenly(other: int) -> None:
    both = list(zip(_names(1), _names(other), strict=True))
    cells = [both.count((a, b)) for a in ("plain", "next") for b in ("plain", "next")]
    assert sample_ratio(cells, [1, 1, 1, 1]) > ALARM


def test_experiments_of_one_layer_never_meet() -> None:
    first = _names(1, layer="command", first_bucket=0, buckets=HALF)
    second = _names(2, layer="command", first_bucket=HALF, buckets=HALF)
    pairs = list(zip(first, second, strict=True))
    assert not any(a and b for a, b in pairs)
    assert all(a or b for a, b in pairs)
    inside = [name for name in first if name]
    assert sample_ratio([inside.count("plain"), inside.count("next")], [1, 1]) > ALARM


def test_a_layer_of_another_community_is_another_layer() -> None:
    here = _names(1, layer="command", buckets=HALF)
    there = _names(1, layer="command", buckets=HALF, community_id=2)
    assert [bool(name) for name in here] != [bool(name) for name in there]


@given(
    st.lists(st.integers(1, 4000), max_size=6),
    st.sets(st.integers(0, 5)),
    st.integers(1, BUCKETS),
)
def test_a_free_range_is_free(widths: list[int], gone: set[int], wanted: int) -> None:
    """Ranges come and go in any order; what is given out never overlaps what is taken."""
    taken: list[tuple[int, int]] = []
    for width in widths:
        place = free_range(taken, width)
        if place is not None:
            taken.append((place, width))
    taken = [one for number, one in enumerate(taken) if number not in gone]
    place = free_range(taken, wanted)
    free = [True] * BUCKETS
    for first, width in taken:
        free[first : first + width] = [False] * width
    if place is None:
        assert wanted > _longest(free)
    else:
        assert len(free[place : place + wanted]) == wanted
        assert all(free[place : place + wanted])


def _longest(free: list[bool]) -> int:
    return max((len(list(run)) for is_free, run in groupby(free) if is_free), default=0)
