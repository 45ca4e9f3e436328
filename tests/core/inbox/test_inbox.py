"""The inbox knows what was heard, whoever says it again."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from core import inbox
from tests.core.community import Circle

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def circle(database_url: str) -> Iterator[Circle]:
    """Return a community on either engine."""
    circle = Circle(database_url)
    yield circle
    circle.writer.close()


def test_only_what_was_never_heard_is_fresh(circle: Circle) -> None:
    with circle.work() as uow:
        assert inbox.fresh(uow, []) == set()
        assert inbox.fresh(uow, ["a", "b", "a"]) == {"a", "b"}
    with circle.work() as uow:
        assert inbox.fresh(uow, ["b", "c"]) == {"c"}


def test_what_was_rolled_back_was_never_heard(circle: Circle) -> None:
    with circle.work() as uow, suppress(ZeroDivisionError), uow.attempt():
        inbox.fresh(uow, ["a"])
        raise ZeroDivisionError
    with circle.work() as uow:
        assert inbox.fresh(uow, ["a"]) == {"a"}


def test_keys_are_forgotten_after_a_fortnight_and_not_before(circle: Circle) -> None:
    with circle.work() as uow:
        inbox.fresh(uow, ["old"])
    circle.wait(days=13)
    with circle.work() as uow:
        inbox.fresh(uow, ["new"])
        assert inbox.prune(uow) == 0
    circle.wait(days=2)
    with circle.work() as uow:
        assert inbox.prune(uow) == 1
        assert inbox.fresh(uow, ["old", "new"]) == {"old"}
