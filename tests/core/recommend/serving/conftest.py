"""The community of these tests, on each engine."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from core import bootstrap, communities
from core.clock import ManualClock
from core.db import Database
from core.writer import Writer
from tests.core.recommend.serving.groups import Chat
from tests.core.recommend.serving.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def clock() -> ManualClock:
    """Return a clock that stands on a Monday at noon in Shanghai."""
    return ManualClock(datetime(2026, 3, 2, 4, 0, tzinfo=UTC))


@pytest.fixture
def world(database_url: str, clock: ManualClock) -> Iterator[World]:
    """Found a community with a catalogue and open one unit of work in it."""
    with (
        closing(Database(database_url)) as database,
        Writer(database, clock, bootstrap.REACTIONS).begin() as uow,
    ):
        yield World(uow, communities.create(uow, "南山学习社"))


@pytest.fixture
def chat(world: World) -> Chat:
    """Return a group of that community."""
    return Chat(world, "g1")
