"""The ledger: nothing is lost, changed or paid twice, whatever happens in whatever order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, IntegrityError

from core import members, points
from core.points.triggers import REFUSAL
from core.refusal import Refusal
from tests.core.points.town import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from core.db import Database
    from tests.core.points.town import Town

person = st.sampled_from(PEOPLE)
number = st.integers(1, 3)
deeds = st.one_of(
    st.tuples(st.just("asks"), person),
    st.tuples(st.just("answers"), person, person, number),
    st.tuples(st.just("accepts"), person, person, number),
    st.tuples(st.just("votes"), person, person, number),
    st.tuples(st.just("takes_back"), person, person, number),
    st.tuples(st.just("links"), person, person),
    st.tuples(st.just("checks_in"), person),
    st.tuples(st.just("spends"), person, st.integers(1, 30), st.sampled_from("abcdef")),
)


def can_link(town: Town, target: str, source: str) -> bool:
    """Say whether two are members still, or were linked just so before."""
    return target not in {source, *town.became} and town.became.get(source, target) == target


def do(town: Town, deed: tuple[Any, ...]) -> None:
    name, *arguments = deed
    if name == "links" and not can_link(town, *arguments):
        return
    try:
        getattr(town, name)(*arguments)
    except Refusal:
        assert name == "spends"


def scalars(database: Database, query: str) -> list[Any]:
    with database.read.connect() as connection:
        return list(connection.execute(text(query)).scalars())


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(history=st.lists(deeds, max_size=25))
def test_any_history_sums_to_zero_and_no_wallet_goes_negative(
    database: Database, found: Callable[[], Town], history: list[tuple[Any, ...]]
) -> None:
    town = found()
    for deed in history:
        do(town, deed)
    assert town.problems() == []
    ours = f"community_id = {town.community.id}"  # an integer of our own
    balances = "SELECT balance FROM ledger_accounts WHERE "
    assert sum(scalars(database, balances + ours)) == 0
    assert min(scalars(database, balances + f"{ours} AND kind = 'wallet'"), default=0) >= 0
    for name in PEOPLE:
        found_statement = town.statement(name)
        explained = sum(entry.points for entry in found_statement.entries)
        assert explained == found_statement.balance


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(history=st.lists(deeds, max_size=12))
def test_a_deed_that_is_told_twice_changes_nothing_more(
    found: Callable[[], Town], history: list[tuple[Any, ...]]
) -> None:
    once, twice = found(), found()
    for deed in history:
        do(once, deed)
        do(twice, deed)
        if deed[0] not in ("asks", "answers"):  # these number what they tell, see below
            do(twice, deed)
    assert [once.balance(name) for name in PEOPLE] == [twice.balance(name) for name in PEOPLE]


def test_a_transfer_is_made_once_for_its_key(town: Town) -> None:
    town.asks("小满")
    town.asks("小满")
    assert town.spends("小满", 3, "purchase:1")
    assert not town.spends("小满", 3, "purchase:1")
    assert town.balance("小满") == 1


def test_a_wallet_cannot_spend_what_it_does_not_hold(town: Town) -> None:
    town.asks("小满")
    with pytest.raises(Refusal) as refused:
        town.spends("小满", 3, "purchase:1")
    assert refused.value.said() == "积分不够：需要 3 分，现有 2 分。"
    assert town.balance("小满") == 2


def test_the_database_itself_keeps_a_wallet_from_going_negative(
    town: Town, database: Database
) -> None:
    town.asks("小满")
    overdraw = text("UPDATE ledger_accounts SET balance = -1 WHERE kind = 'wallet'")
    with pytest.raises(IntegrityError), database.write.begin() as connection:
        connection.execute(overdraw)


@pytest.mark.parametrize(
    "tampering",
    ["UPDATE transfers SET amount = 1000", "DELETE FROM transfers", "UPDATE transfers SET id = id"],
)
def test_the_database_refuses_to_change_or_delete_a_transfer(
    town: Town, database: Database, tampering: str
) -> None:
    town.asks("小满")
    with pytest.raises(DatabaseError, match=REFUSAL), database.write.begin() as connection:
        connection.execute(text(tampering))
    assert scalars(database, "SELECT amount FROM transfers") == [2]


def test_the_database_refuses_to_put_a_transfer_in_the_place_of_another(
    town: Town, database: Database
) -> None:
    town.asks("小满")
    swap = {
        "sqlite": "INSERT OR REPLACE INTO transfers SELECT * FROM transfers",
        "postgresql": "TRUNCATE transfers",
    }[database.url.get_backend_name()]
    with pytest.raises(DatabaseError, match=REFUSAL), database.write.begin() as connection:
        connection.execute(text(swap))


def test_a_reversal_points_back_and_happens_once(town: Town, database: Database) -> None:
    question = town.asks("小满")
    key = f"question-asked:question:{question}"
    with town.writer.begin() as uow:
        assert points.reverse(uow, town.community.id, key) == 2
        assert points.reverse(uow, town.community.id, key) == 0
    assert town.balance("小满") == 0
    assert [entry.points for entry in town.statement("小满").entries] == [-2, 2]
    assert len(scalars(database, "SELECT reverses FROM transfers WHERE reverses IS NOT NULL")) == 1


def test_a_reversal_takes_what_is_left_when_the_points_were_spent(town: Town) -> None:
    question = town.asks("小满")
    town.spends("小满", 1, "purchase:1")
    with town.writer.begin() as uow:
        key = f"question-asked:question:{question}"
        assert points.reverse(uow, town.community.id, key) == 1
    assert town.balance("小满") == 0
    assert town.problems() == []


def test_a_purchase_is_reversed_into_the_wallet_of_the_member_the_buyer_became(
    town: Town,
) -> None:
    town.asks("小满")
    town.spends("小满", 2, "purchase:1")
    town.links("阿德", "小满")
    with town.writer.begin() as uow:
        assert points.reverse(uow, town.community.id, "purchase:1") == 2
    assert town.balance("阿德") == 2
    assert town.spends("阿德", 2, "purchase:2")
    assert town.problems() == []


def test_reversing_what_never_was_is_an_error(town: Town) -> None:
    with town.writer.begin() as uow, pytest.raises(KeyError):
        points.reverse(uow, town.community.id, "question-asked:question:404")


def test_the_audit_finds_a_balance_that_its_transfers_do_not_give(
    town: Town, database: Database
) -> None:
    town.asks("小满")
    with database.write.begin() as connection:
        connection.execute(text("UPDATE ledger_accounts SET balance = 9 WHERE kind = 'wallet'"))
    recorded = [(found.kind, found.recorded, found.computed) for found in town.problems()]
    assert recorded == [("wallet", 9, 2), ("ledger", 7, 0)]


def test_linking_two_accounts_moves_everything_to_one_wallet(town: Town) -> None:
    town.asks("小满")
    town.checks_in("小满")
    town.checks_in("阿德")
    town.links("阿德", "小满")
    assert town.balance("阿德") == 8
    assert town.balance("小满") == 0
    assert town.spends("阿德", 8, "purchase:1")
    assert not town.checks_in("阿德").fresh
    assert town.problems() == []


def test_what_is_earned_by_an_account_after_its_link_goes_to_the_member_it_became(
    town: Town,
) -> None:
    town.links("阿德", "小满")
    town.links("丁丁", "阿德")
    town.asks("小满")
    assert town.balance("丁丁") == 2
    assert town.spends("丁丁", 2, "purchase:1")


def test_an_export_gives_the_balance_and_every_reason_for_it(town: Town) -> None:
    town.checks_in("小满")
    with town.writer.read() as uow:
        exported = points.PERSONAL.export(uow, town.id("小满"))
    assert exported["balance"] == 3
    assert exported["check_ins"] == ["2026-01-05"]
    assert [line["rule"] for line in exported["statement"]] == ["daily_check_in"]


def test_a_forgotten_member_leaves_the_ledger_whole_and_no_check_ins(
    town: Town, database: Database
) -> None:
    town.checks_in("小满")
    with town.writer.begin() as uow:
        members.erase(uow, members.by_id(uow, town.id("小满")))
    assert scalars(database, "SELECT count(*) FROM check_ins") == [0]
    assert scalars(database, "SELECT amount FROM transfers") == [3]
    assert town.problems() == []
