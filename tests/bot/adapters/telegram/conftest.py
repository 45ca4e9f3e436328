"""A Telegram of one's own for every test, which must not have been asked anything undocumented."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from tests.standins.telegram import TelegramStandIn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Logs = Callable[[], str]


@pytest.fixture
def tg() -> Iterator[TelegramStandIn]:
    with TelegramStandIn() as telegram:
        yield telegram
    assert telegram.spec_problems == []


@pytest.fixture
def logs(caplog: pytest.LogCaptureFixture) -> Iterator[Logs]:
    """Return everything that was logged so far, by us and by the libraries, as text."""
    caplog.set_level(logging.DEBUG)
    with capture_logs() as entries:
        yield lambda: caplog.text + repr(entries)
