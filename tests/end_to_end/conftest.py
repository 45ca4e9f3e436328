"""A town for every story: its bot keeps secrets, and asks what the platforms' documents allow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.end_to_end.town import inhabited

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.end_to_end.town import Town


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """Return a town whose bot serves both platforms."""
    with inhabited(tmp_path) as town:
        yield town
    for secret in (*town.secrets, "遍读完了"):
        assert secret not in town.bot.log
    assert "Traceback" not in town.bot.log
    assert town.tg.spec_problems == []
    assert town.dc.violations == []
