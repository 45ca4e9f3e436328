"""The leaderboard: who stands on it, in which order, and who does not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core import communities, members, points
from core.members import Purpose
from core.points import Period

if TYPE_CHECKING:
    from core.uow import UnitOfWork
    from tests.core.points.town import Town


def test_equal_points_share_a_rank_and_who_was_first_is_named_first(town: Town) -> None:
    for name in ("丁丁", "小满", "阿德", "阿德", "木子"):
        town.asks(name)
        town.wait(timedelta(minutes=1))
    assert town.board() == [(1, "阿德", 4), (2, "丁丁", 2), (2, "小满", 2), (2, "木子", 2)]


def test_a_period_counts_only_its_own_days(town: Town) -> None:
    town.asks("小满")
    town.wait(timedelta(days=10))
    town.asks("阿德")
    town.wait(timedelta(days=6))
    town.asks("丁丁")
    assert [name for _, name, _ in town.board(Period.WEEK)] == ["阿德", "丁丁"]
    assert [name for _, name, _ in town.board(Period.MONTH)] == ["小满", "阿德", "丁丁"]
    town.wait(timedelta(days=15))
    assert [name for _, name, _ in town.board(Period.MONTH)] == ["阿德", "丁丁"]
    assert [name for _, name, _ in town.board(Period.ALL)] == ["小满", "阿德", "丁丁"]


def test_purchases_and_links_do_not_count_and_withdrawn_votes_neither(town: Town) -> None:
    town.votes("丁丁", "阿德", 100)
    town.votes("丁丁", "小满", 101)
    town.takes_back("丁丁", "小满", 101)
    town.spends("阿德", 6, "purchase:1")
    assert town.board() == [(1, "阿德", 10)]
    town.links("木子", "阿德")
    assert town.board() == [(1, "木子", 10)]


def test_those_who_left_were_forgotten_or_object_are_hidden(town: Town) -> None:
    for name in ("小满", "阿德", "丁丁", "木子"):
        town.asks(name)
    with town.writer.begin() as uow:
        members.disagree(uow, town.member("小满"), Purpose.BOARD)
        members.erase(uow, town.member("阿德"))
        members.joined(uow, town.member("丁丁"), _chat(uow, town))
        members.left(uow, town.member("丁丁"), _chat(uow, town))
    assert town.board() == [(1, "木子", 2)]


def test_who_comes_back_has_every_point_again(town: Town) -> None:
    town.asks("丁丁")
    with town.writer.begin() as uow:
        chat = _chat(uow, town)
        members.joined(uow, town.member("丁丁"), chat)
        members.left(uow, town.member("丁丁"), chat)
    assert town.board() == []
    with town.writer.begin() as uow:
        members.joined(uow, town.member("丁丁"), chat)
    assert town.board() == [(1, "丁丁", 2)]


def test_the_asker_sees_their_own_place_below_the_best(town: Town) -> None:
    for name in ("阿德", "阿德", "小满"):
        town.asks(name)
    with town.writer.read() as uow:
        board = points.leaderboard(
            uow, town.community, Period.ALL, limit=1, asker=town.member("小满")
        )
    assert [place.name for place in board.best] == ["阿德"]
    assert board.own is not None
    assert (board.own.rank, board.own.points) == (2, 2)


def test_the_asker_who_objects_has_no_place_to_show(town: Town) -> None:
    town.asks("小满")
    with town.writer.begin() as uow:
        members.disagree(uow, town.member("小满"), Purpose.BOARD)
    with town.writer.read() as uow:
        board = points.leaderboard(uow, town.community, Period.ALL, asker=town.member("小满"))
    assert board.own is None


def _chat(uow: UnitOfWork, town: Town) -> int:
    return communities.bind(uow, town.community.id, "console", f"g{town.community.id}").chat_id
