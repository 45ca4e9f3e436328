"""The made-up school is one in which the recommender proves itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from core import bootstrap, communities
from core.clock import ManualClock
from core.db import migrate
from core.recommend.promotion import trial
from core.recommend.service import gather
from demo.seed import seed

if TYPE_CHECKING:
    from pathlib import Path


def test_a_school_of_130_learners_has_a_blend_ahead_of_popularity(tmp_path: Path) -> None:
    url, now = f"sqlite:///{tmp_path}/school.db", datetime(2026, 3, 1, 12, tzinfo=UTC)
    migrate(url)
    assert seed(url, now)
    writer = bootstrap.open_writer(url, ManualClock(now))
    with writer.read() as uow:
        (community,) = communities.all_communities(uow)
        verdict = trial(gather(uow, community.id), None)
    writer.close()
    assert verdict.members >= 100
    assert verdict.new is not None
    assert verdict.popularity is not None
    assert verdict.new > verdict.popularity
