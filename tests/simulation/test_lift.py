"""Members of known taste enrol more when the models suggest, and an experiment finds that out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.experiments.town import Town
from core import experiments
from core.experiments import Surface, Verdict, templates

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from core.experiments import Experiment

PEOPLE = 320
LIFT = 1.5


class _Played:
    """A town after a week with two experiments at once, and what truly happened in it."""

    def __init__(self, town: Town) -> None:
        town.trains()
        self.town = town
        self.better = town.starts(templates.WAYS, "热门", "综合", LIFT)
        self.same = town.starts(templates.COPIES, "标准", "接着学", LIFT)
        self.took = town.week()
        town.waits(8)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory, sqlite_template: bytes) -> Iterator[_Played]:
    """Play the week once."""
    path: Path = tmp_path_factory.mktemp("town") / "qunzhu.db"
    path.write_bytes(sqlite_template)
    town = Town(f"sqlite:///{path}", PEOPLE)
    yield _Played(town)
    town.writer.close()


def test_the_blend_lifts_true_enrolment_over_popularity(played: _Played) -> None:
    assert played.took[""] > 1.4 * played.took["popular"]


def test_the_experiment_of_the_two_ends_with_the_right_verdict(played: _Played) -> None:
    found = played.town.results(played.better)
    assert (found.verdict, found.winner) == (Verdict.WINNER, "all")
    assert found.differences[0].low > 0
    shown = {arm.variant: arm.value.value for arm in found.arms}
    assert shown["all"] == pytest.approx(played.took[""], abs=0.06)
    assert shown["popular"] == pytest.approx(played.took["popular"], abs=0.06)


def test_the_experiment_of_two_wordings_that_nobody_minds_finds_nothing(played: _Played) -> None:
    found = played.town.results(played.same)
    assert (found.verdict, found.winner) == (Verdict.NONE, "")
    assert found.differences[0].low < 0 < found.differences[0].high


def test_everybody_takes_part_in_both_and_neither_leans_on_the_other(played: _Played) -> None:
    for one in (played.better, played.same):
        found = played.town.results(one)
        assert sum(arm.units for arm in found.arms) == PEOPLE
        assert found.balance > 0.01


def test_after_promotion_everybody_is_served_the_winner(played: _Played) -> None:
    town = played.town
    for one in (played.better, played.same):
        _end(town, one)
    with town.writer.begin() as uow:
        traffic = experiments.traffic(uow, town.community.id, Surface.COMMAND)
        served = {str(traffic.of_member(member.id)) for member in town.members}
    assert len(served) == 1
    assert traffic.promoted["models"] == []


def _end(town: Town, one: Experiment) -> None:
    with town.writer.begin() as uow:
        found = experiments.results(uow, one)
        if found.winner:
            experiments.promote(uow, one, town.root)
        else:
            experiments.stop(uow, one, town.root)
