"""What every room must honour that keeps rows about members: export, erasure and merging."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from core import bootstrap, members, points
from core.bootstrap import PERSONAL
from core.db import Database, Row
from core.members import Linked
from core.roles import Role
from tests.bot.front import Front, button, person, words
from tests.contracts.lives import dump, live, prepare, seen, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ForeignKey

    from core.members import Member

WORD = "紫薯布丁"
ALICE = person("alice-77042")
TWIN = person("twin-88153", "console2")
# The ledger says for ever which member a wallet was opened for, and who voted.
REMEMBERED = {("members", "merged_into"), ("transfers", "given_by")}
# Rows that one has to do something special for stay empty in the life below.
SELDOM = {"upvotes"}


@pytest.fixture
def front(database_url: str) -> Iterator[Front]:
    """Serve a community in which something goes on."""
    with Front(database_url) as front:
        prepare(front)
        yield front


@pytest.fixture
def alice(front: Front) -> Member:
    """Return a member who did everything once."""
    return live(front, ALICE, WORD)


def _naming(tables: dict[str, list[dict[str, Any]]], member_id: int) -> set[tuple[str, str]]:
    """Return the columns in which a row names a member."""
    return {
        (name, key.parent.name)
        for name, rows in tables.items()
        for key in _to_members(name)
        if any(row[key.parent.name] == member_id for row in rows)
    }


def _to_members(name: str) -> list[ForeignKey]:
    keys = Row.metadata.tables[name].foreign_keys
    return [key for key in keys if key.column.table.name == "members"]


def test_the_life_leaves_a_row_in_every_table_that_names_members(
    database: Database, alice: Member
) -> None:
    """Without this, the tests below would prove nothing of a new table."""
    named = {name for name, _column in _naming(dump(database), alice.id)}
    claimed = {row.__tablename__ for personal in PERSONAL for row in personal.tables}
    assert claimed - SELDOM <= named | {"members", "transfers"}


def test_the_export_is_json_and_holds_what_was_written(front: Front, alice: Member) -> None:
    exported = front.read(lambda uow: bootstrap.export(uow, alice))
    assert set(exported) == {personal.room for personal in PERSONAL}
    text = json.dumps(exported, ensure_ascii=False, allow_nan=False)
    assert text.count(WORD) >= 4
    assert ALICE.id in text


def test_the_export_of_one_member_holds_nothing_of_another(front: Front, alice: Member) -> None:
    neighbour = seen(front, person("neighbour"))
    text = json.dumps(front.read(lambda uow: bootstrap.export(uow, neighbour)), ensure_ascii=False)
    assert WORD not in text
    assert alice.name not in text


def test_nothing_that_tells_who_it_was_is_left_after_erasure(
    front: Front, database: Database, alice: Member
) -> None:
    marks = (WORD, ALICE.id, ALICE.name)
    before = text_of(dump(database))
    assert all(mark in before for mark in marks)
    asked = front.says(ALICE, "/forgetme")
    assert "已经删除" in words(front.presses(ALICE, button(asked, "删除")))
    after = text_of(dump(database)).splitlines()
    assert [line for line in after if any(mark in line for mark in marks)] == []
    assert front.read(lambda uow: members.by_id(uow, alice.id)).name != alice.name


def test_whoever_comes_back_after_erasure_is_somebody_new(front: Front, alice: Member) -> None:
    front.presses(ALICE, button(front.says(ALICE, "/forgetme"), "删除"))
    assert "你现在有 0 积分" in words(front.says(ALICE, "/points"))
    assert seen(front, ALICE).id != alice.id


def test_the_books_balance_after_erasure_and_merging(front: Front, alice: Member) -> None:
    live(front, TWIN, "桂花糕")
    _link(front)
    assert front.read(lambda uow: points.audit(uow, 1)) == []
    front.presses(ALICE, button(front.says(ALICE, "/forgetme"), "删除"))
    assert front.read(lambda uow: points.audit(uow, 1)) == []
    assert front.read(lambda uow: members.address_of(uow, alice.id)) is None


def test_after_merging_no_row_names_the_member_who_went_up_in_the_other(
    front: Front, database: Database, alice: Member
) -> None:
    twin = live(front, TWIN, "桂花糕")
    balances = [front.read(partial(points.balance, member=who)) for who in (alice, twin)]
    asked = [len(_asked(front, who)) for who in (alice, twin)]
    assert min(balances) > 0
    assert _link(front).member_id == alice.id
    assert _naming(dump(database), twin.id) <= REMEMBERED
    assert front.read(lambda uow: points.balance(uow, alice)) == sum(balances)
    assert len(_asked(front, alice)) == sum(asked)
    assert seen(front, TWIN).id == seen(front, ALICE).id == alice.id


def test_merging_brings_both_memberships_into_one(front: Front, alice: Member) -> None:
    live(front, TWIN, "桂花糕")
    for who in (ALICE, TWIN):
        front.says(person("root"), f"/grant @{who.username} vip 30d", role=Role.ADMIN)
    assert _link(front).member_id == alice.id
    running = [
        item
        for item in _export(front, seen(front, TWIN))["membership"]["subscriptions"]
        if item["state"] == "active"
    ]
    assert [item["expires_at"][:10] for item in running] == ["2026-03-06"]


def _link(front: Front) -> Linked:
    def link(uow: Any) -> Linked:  # noqa: ANN401 - the unit of work
        one, other = (members.find(uow, 1, who.platform, f"id:{who.id}") for who in (ALICE, TWIN))
        step = members.begin_link(uow, one, public=False)
        linked = members.enter_link_code(uow, other, step.code)
        assert isinstance(linked, Linked)
        return linked

    linked: Linked = front.does(link)
    return linked


def _export(front: Front, member: Member) -> dict[str, Any]:
    exported: dict[str, Any] = front.read(lambda uow: bootstrap.export(uow, member))
    return exported


def _asked(front: Front, member: Member) -> list[Any]:
    asked: list[Any] = _export(front, member)["questions"]["asked"]
    return asked
