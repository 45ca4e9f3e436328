"""What every table must honour: its rows belong to one community, and a room answers for them."""

from __future__ import annotations

import pytest
from sqlalchemy import Table, UniqueConstraint

from core.bootstrap import PERSONAL
from core.db import Row
from migrations.tables import load

load()
TABLES = tuple(Row.metadata.sorted_tables)
# Chats are found before their community is known; the rest belongs to the whole installation.
OF_NO_COMMUNITY = {"communities", "inbox", "instance"}
FOUND_FIRST = {("chats", "platform", "external_id")}

every_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


def _unique(table: Table) -> list[tuple[str, ...]]:
    constraints = [item.columns for item in table.constraints if isinstance(item, UniqueConstraint)]
    indexes = [index.columns for index in table.indexes if index.unique]
    return [tuple(column.name for column in columns) for columns in (*constraints, *indexes)]


def _of_members(table: Table) -> bool:
    return any(key.column.table.name == "members" for key in table.foreign_keys)


@every_table
def test_its_rows_belong_to_one_community(table: Table) -> None:
    if table.name in OF_NO_COMMUNITY:
        assert "community_id" not in table.columns
        return
    column = table.columns["community_id"]
    assert not column.nullable
    assert {key.column.table.name for key in column.foreign_keys} == {"communities"}


@every_table
def test_what_is_unique_is_so_within_a_community(table: Table) -> None:
    for columns in _unique(table):
        assert "community_id" in columns or (table.name, *columns) in FOUND_FIRST


@every_table
def test_rows_that_name_members_are_exported_erased_and_merged_by_a_room(table: Table) -> None:
    answered_for = {row.__tablename__ for personal in PERSONAL for row in personal.tables}
    assert _of_members(table) <= (table.name in answered_for)


@every_table
def test_it_has_a_column_for_every_member_it_may_name(table: Table) -> None:
    """A member's id that is no foreign key would be forgotten by merging and erasing."""
    keyed = {key.parent.name for key in table.foreign_keys}
    named = {name for name in table.columns.keys() if name.endswith("member_id")}  # noqa: SIM118
    assert named <= keyed


def test_rooms_answer_for_tables_that_name_members_or_are_theirs() -> None:
    rooms = [personal.room for personal in PERSONAL]
    assert len(set(rooms)) == len(rooms)
    claimed = [row.__tablename__ for personal in PERSONAL for row in personal.tables]
    assert len(set(claimed)) == len(claimed)
