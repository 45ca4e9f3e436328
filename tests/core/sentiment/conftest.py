"""A group whose mood is read: a community with two chats, and members who say things there."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from core.clock import ManualClock
from core.db import Database
from core.writer import Writer
from tests.core.sentiment.feeling import NOON, Group

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def group(database_url: str) -> Iterator[Group]:
    """Give a group on an empty database, at noon."""
    with (
        closing(Database(database_url)) as database,
        Writer(database, ManualClock(NOON), {}).begin() as uow,
    ):
        yield Group(uow)
