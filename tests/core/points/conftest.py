"""A small community whose rooms react to one another as the whole product's do."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.core.points.town import Town
from tests.core.points.town import found as found_town

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.db import Database


@pytest.fixture
def found(database: Database) -> Callable[[], Town]:
    """Return what founds a community, as many as are wanted in one database."""
    return partial(found_town, database)


@pytest.fixture
def town(found: Callable[[], Town]) -> Town:
    """Return a community of four members."""
    return found()
