"""New courses get their chance, no more than that, and how likely it was is known."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from core.recommend.exploration import BUDGET, CHANCE, ROOKIE_EXPOSURES, Exploration, Trial

DAY = date(2026, 3, 2)
IDS = [11, 12, 13, 14]
GREEDY, ROOKIES = 0, (1, 2, 3)
EQUAL = [0.5] * 4
KNOWN = {11: Trial(shown=1000, clicked=50)}


def slots(exploration: Exploration, members: int = 4000) -> list[tuple[int, float, bool]]:
    made = [exploration.last_slot(member, GREEDY, ROOKIES, IDS, EQUAL) for member in range(members)]
    return [(int(one.place or 0), one.propensity, one.explored) for one in made]


def test_the_same_member_day_and_seed_give_the_same_list() -> None:
    assert slots(Exploration(KNOWN, DAY), 50) == slots(Exploration(KNOWN, DAY), 50)
    other_days = {tuple(slots(Exploration(KNOWN, date(2026, 3, day)), 50)) for day in range(1, 9)}
    assert len(other_days) == 8
    assert slots(Exploration(KNOWN, DAY, seed="other"), 50) != slots(Exploration(KNOWN, DAY), 50)


def test_propensities_are_how_often_each_course_comes() -> None:
    made = slots(Exploration(KNOWN, DAY))
    counts = Counter(place for place, _, _ in made)
    propensity = {place: chance for place, chance, _ in made}
    assert sum(propensity.values()) == pytest.approx(1.0)
    for place, chance in propensity.items():
        assert counts[place] / len(made) == pytest.approx(chance, abs=0.03)
    assert propensity[GREEDY] == pytest.approx(1 - CHANCE)


def test_every_rookie_gets_a_chance_and_clicks_raise_it() -> None:
    trials = {**KNOWN, 12: Trial(20, 10), 13: Trial(20, 0), 14: Trial(20, 2)}
    counts = Counter(place for place, _, _ in slots(Exploration(trials, DAY)))
    assert counts[1] > counts[3] > counts[2]
    assert set(Counter(place for place, _, _ in slots(Exploration(KNOWN, DAY)))) == {0, 1, 2, 3}


def test_what_the_member_likes_is_tried_more_often() -> None:
    exploration = Exploration(KNOWN, DAY)
    liking = [0.5, 1.0, 0.0, 0.0]
    made = [
        exploration.last_slot(member, GREEDY, ROOKIES, IDS, liking).place for member in range(2000)
    ]
    counts = Counter(made)
    assert counts[1] > max(counts[2], counts[3])


def test_a_greedy_rookie_counts_both_ways() -> None:
    exploration = Exploration({}, DAY)
    made = [exploration.last_slot(member, GREEDY, (0, 1), IDS, EQUAL) for member in range(2000)]
    share = sum(one.place == GREEDY for one in made) / len(made)
    (chance,) = {one.propensity for one in made if one.place == GREEDY}
    assert share == pytest.approx(chance, abs=0.03)
    assert not any(one.explored for one in made if one.place == GREEDY)


def test_without_rookies_nothing_is_tried() -> None:
    slot = Exploration(KNOWN, DAY).last_slot(1, GREEDY, (), IDS, EQUAL)
    assert (slot.place, slot.propensity, slot.explored) == (GREEDY, 1.0, False)


def test_a_course_shown_often_enough_is_no_rookie() -> None:
    exploration = Exploration({11: Trial(shown=ROOKIE_EXPOSURES)}, DAY)
    assert not exploration.rookie(11)
    assert exploration.rookie(12)


def test_the_budget_is_never_overdrawn() -> None:
    shown, explored = 0, 0
    for member in range(500):
        exploration = Exploration({11: Trial(shown, 0, explored)}, DAY)
        if exploration.affordable(3):
            explored += exploration.last_slot(member, GREEDY, ROOKIES, IDS, EQUAL).explored
        shown += 3
        assert explored <= BUDGET * shown
    assert explored > BUDGET * shown / 2


def test_a_course_s_draws_do_not_hang_on_the_others() -> None:
    alone = Exploration(KNOWN, DAY)
    other = replace(alone, trials={**KNOWN, 99: Trial(5, 1)})
    assert slots(alone, 100) == slots(other, 100)
