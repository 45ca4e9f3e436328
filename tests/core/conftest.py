"""A community with nobody in it yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.core.community import Circle

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def circle(sqlite_url: str) -> Iterator[Circle]:
    """Return a community on an SQLite file."""
    circle = Circle(sqlite_url)
    yield circle
    circle.writer.close()
