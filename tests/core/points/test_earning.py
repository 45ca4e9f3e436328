"""Earning: the rules' numbers, the caps of the day, and votes that are taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core import points

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.core.points.town import Town


def vote_from_each(town: Town, voters: Iterable[str], answerer: str) -> None:
    for answer, voter in enumerate(voters, start=100):
        town.votes(voter, answerer, answer)


def test_a_question_that_is_answered_and_accepted_pays_both(town: Town) -> None:
    question = town.asks("小满")
    town.answers("阿德", "小满", question)
    town.accepts("小满", "阿德", question)
    assert town.balance("小满") == 2 + 2
    assert town.balance("阿德") == 5 + 15


def test_only_the_first_answer_to_a_question_pays(town: Town) -> None:
    question = town.asks("小满")
    town.answers("阿德", "小满", question)
    town.answers("阿德", "小满", question, first=False)
    assert town.balance("阿德") == 5


def test_answering_and_accepting_oneself_pays_nothing(town: Town) -> None:
    question = town.asks("小满")
    town.answers("小满", "小满", question)
    town.accepts("小满", "小满", question)
    town.votes("小满", "小满", 100)
    assert town.balance("小满") == 2


def test_a_question_pays_for_one_acceptance_only(town: Town) -> None:
    question = town.asks("小满")
    town.accepts("小满", "阿德", question)
    town.accepts("小满", "丁丁", question)
    assert (town.balance("阿德"), town.balance("丁丁")) == (15, 0)


def test_a_vote_pays_until_it_is_withdrawn_and_again_when_it_is_given_again(town: Town) -> None:
    for deed, expected in (
        (town.votes, 10),
        (town.votes, 10),
        (town.takes_back, 0),
        (town.takes_back, 0),
        (town.votes, 10),
        (town.takes_back, 0),
    ):
        deed("丁丁", "阿德", 100)
        assert town.balance("阿德") == expected
    assert town.problems() == []


def test_a_vote_given_again_pays_no_more_than_was_taken_back(town: Town) -> None:
    town.votes("丁丁", "阿德", 100)
    town.spends("阿德", 7, "purchase:1")
    town.takes_back("丁丁", "阿德", 100)
    town.votes("丁丁", "阿德", 100)
    assert town.balance("阿德") == 3


def test_a_vote_can_be_withdrawn_by_the_member_that_the_voter_became(town: Town) -> None:
    town.votes("丁丁", "阿德", 100)
    town.links("木子", "丁丁")
    town.votes("木子", "阿德", 100)
    assert town.balance("阿德") == 10
    town.takes_back("木子", "阿德", 100)
    assert town.balance("阿德") == 0


def test_a_day_pays_at_most_two_hundred_points(town: Town) -> None:
    town.checks_in("阿德")
    vote_from_each(town, (f"书友{n}" for n in range(25)), "阿德")
    assert town.balance("阿德") == 200
    assert points.DAILY_CAP == 200


def test_the_cap_is_lifted_at_the_communitys_midnight(town: Town) -> None:
    vote_from_each(town, (f"书友{n}" for n in range(20)), "阿德")
    town.wait(timedelta(hours=11, minutes=59))
    town.asks("阿德")
    assert town.balance("阿德") == 200
    town.wait(timedelta(minutes=1))
    town.asks("阿德")
    assert town.balance("阿德") == 202


def test_an_acceptance_is_paid_beyond_the_cap(town: Town) -> None:
    vote_from_each(town, (f"书友{n}" for n in range(20)), "阿德")
    town.accepts("小满", "阿德", town.asks("小满"))
    assert town.balance("阿德") == 215


def test_a_vote_that_is_withdrawn_gives_its_room_under_the_cap_back(town: Town) -> None:
    vote_from_each(town, (f"书友{n}" for n in range(20)), "阿德")
    town.takes_back("书友0", "阿德", 100)
    town.votes("小满", "阿德", 200)
    assert town.balance("阿德") == 200


def test_the_cap_of_a_day_is_told(town: Town) -> None:
    with town.writer.read() as uow:
        assert not points.cap_reached(uow, town.member("阿德"))
    vote_from_each(town, (f"书友{n}" for n in range(20)), "阿德")
    with town.writer.read() as uow:
        assert points.cap_reached(uow, town.member("阿德"))


def test_one_member_lifts_another_five_times_a_day(town: Town) -> None:
    vote_from_each(town, ["丁丁"] * 7, "阿德")
    assert town.balance("阿德") == 50
    town.votes("木子", "阿德", 100)
    town.votes("丁丁", "小满", 200)
    assert (town.balance("阿德"), town.balance("小满")) == (60, 10)
    town.wait(timedelta(days=1))
    town.votes("丁丁", "阿德", 300)
    assert town.balance("阿德") == 70


def test_linking_another_account_gives_no_further_five_votes(town: Town) -> None:
    vote_from_each(town, ["丁丁"] * 5, "阿德")
    town.links("木子", "丁丁")
    town.votes("木子", "阿德", 300)
    assert town.balance("阿德") == 50


def test_communities_do_not_share_points(found: Callable[[], Town]) -> None:
    one, other = found(), found()
    assert one.asks("小满") == other.asks("小满")
    assert (one.balance("小满"), other.balance("小满")) == (2, 2)
    assert one.board() == [(1, "小满", 2)]
