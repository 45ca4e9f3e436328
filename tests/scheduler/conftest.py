"""Fixtures of the scheduler tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.scheduler.diary import Diary, Shop

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def diary() -> Diary:
    return Diary()


@pytest.fixture
def shop(sqlite_url: str) -> Iterator[Shop]:
    shop = Shop(sqlite_url)
    yield shop
    for writer in shop.opened:
        writer.close()
