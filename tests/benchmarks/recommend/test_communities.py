"""Small communities are drawn whole from a set, and ours are measured in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.recommend import communities
from benchmarks.recommend.communities import FEWEST, Size, community, measure_communities

if TYPE_CHECKING:
    from benchmarks.recommend.sets import Interactions

SIZE = Size(members=20, courses=12, drawn=2)


@pytest.fixture(autouse=True)
def few_takers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let courses be drawn that fewer took than those of the real set."""
    monkeypatch.setattr(communities, "KNOWN", 5)


def test_a_community_has_members_and_courses_of_its_own(given: Interactions) -> None:
    drawn = community(given, SIZE, 0)
    assert np.unique(drawn.members).tolist() == list(range(SIZE.members))
    assert np.bincount(drawn.members).min() >= FEWEST
    assert len(drawn.texts) == SIZE.courses
    whole = {(member, text) for member, text in zip(given.members, _words(given), strict=True)}
    for member in range(SIZE.members):
        own = [word for at, word in zip(drawn.members, _words(drawn), strict=True) if at == member]
        assert any(all((other, word) in whole for word in own) for other in range(60))


def test_the_same_seed_draws_the_same_community(given: Interactions) -> None:
    first, again, other = (community(given, SIZE, seed) for seed in (1, 1, 2))
    assert np.array_equal(first.courses, again.courses)
    assert not np.array_equal(first.members, other.members) or first.texts != other.texts


def test_ours_are_measured_over_all_communities_of_a_size(
    given: Interactions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(communities, "SIZES", (SIZE,))
    (row,) = measure_communities(given, beside=False, quick=False, alone=False)
    assert (row["members"], row["courses"], row["communities"]) == (20, 12, 2)
    assert {"blend", "popular", "ease"} <= set(row["results"])
    assert all(0 <= value <= 1 for value in row["results"].values())
    assert row["error"] > 0


def _words(given: Interactions) -> list[str]:
    return [given.texts[course].description for course in given.courses.tolist()]
