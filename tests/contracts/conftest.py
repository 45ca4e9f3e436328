"""A front to talk to, on a database of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.bot.front import Front

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def front(sqlite_url: str) -> Iterator[Front]:
    """Serve one community that binds its chats at first sight."""
    with Front(sqlite_url) as front:
        yield front
