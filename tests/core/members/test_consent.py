"""Consent can be asked of any number of members, and whoever goes back on it is found."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from core import members
from core.members import Purpose
from tests.core.community import Circle
from tests.core.statements import statements

if TYPE_CHECKING:
    from collections.abc import Iterator

SQLITE_TAKES = 32_766
"""How many values SQLite takes in one statement, unless it was built to take more."""


@pytest.fixture
def circle(database_url: str) -> Iterator[Circle]:
    """Found a community."""
    circle = Circle(database_url)
    with closing(circle.writer):
        yield circle


def test_any_number_of_members_may_be_asked_about(circle: Circle) -> None:
    ids = range(1, SQLITE_TAKES + 1_000)
    objecting = circle.sees("小满")
    with circle.work() as uow:
        members.disagree(uow, objecting, Purpose.BOARD)
        with statements(circle.writer) as asked:
            agreed = members.consenting(uow, ids, Purpose.BOARD)
    assert agreed == set(ids) - {objecting.id}
    assert max(statement.count(",") for statement in asked.writing) < SQLITE_TAKES


def test_who_withdrew_or_was_erased_since_a_moment_is_told_with_when(circle: Circle) -> None:
    early, late, gone, faithful = (circle.sees(name) for name in "早晚去留")
    with circle.work() as uow:
        for member in (early, late, faithful):
            members.agree(uow, member, Purpose.RECOMMEND)
        members.disagree(uow, early, Purpose.RECOMMEND)
        members.disagree(uow, faithful, Purpose.MOOD)
    circle.wait(days=1)
    with circle.work() as uow:
        since = uow.now
        members.disagree(uow, late, Purpose.RECOMMEND)
    circle.wait(hours=1)
    with circle.work() as uow:
        members.erase(uow, gone)
        uow.settle()
        here = circle.community.id
        assert members.withdrawn_since(uow, here, Purpose.RECOMMEND, since) == {late.id: since}
        assert members.erased_since(uow, here, since) == {gone.id: since + timedelta(hours=1)}
        assert members.erased_since(uow, here, since + timedelta(hours=2)) == {}


def test_addresses_and_wishes_of_all_are_those_of_each(circle: Circle) -> None:
    kind = members.Notification.SUGGESTIONS
    one, other, out = (circle.sees(name) for name in ("甲", "乙", "丙"))
    circle.sees("甲", account="7", platform="discord")
    with circle.work() as uow:
        members.switch_notification(uow, other, kind)
        members.reachable(uow, "telegram", "1-丙", is_so=False)
        everyone = members.present(uow, circle.community.id)
        addresses = members.addresses(uow, circle.community.id)
        wanting = members.all_notified(uow, circle.community.id, kind)
        for member in everyone:
            assert addresses.get(member.id) == members.address_of(uow, member.id)
            assert (member.id in wanting) is members.notified(uow, member.id, kind)
    assert out.id not in addresses
    assert one.id in wanting
    assert other.id not in wanting
