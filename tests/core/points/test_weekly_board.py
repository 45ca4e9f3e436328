"""The weekly board: once in each group, and only when there is somebody to name."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from core import communities, outbox
from scheduler.job import Slot
from scheduler.jobs.weekly_board import weekly_board

if TYPE_CHECKING:
    from tests.core.points.town import Town


def bind(town: Town, platform: str, external_id: str, space: str | None = None) -> None:
    with town.writer.begin() as uow:
        communities.bind(uow, town.community.id, platform, external_id, space=space)


def run_on_monday(town: Town, day: int) -> None:
    local = datetime(2026, 1, day, 9, 0, tzinfo=town.community.zoneinfo)
    if town.clock.now() < local:
        town.clock.move_to(local)
    weekly_board.run(town.writer.begin, Slot(town.community, local.replace(tzinfo=None), local))


def letters(town: Town) -> list[tuple[str, str]]:
    with town.writer.begin() as uow:
        parcels = outbox.claim(uow, ["console", "telegram", "discord"])
    return [(parcel.to.chat_id, parcel.card.text) for parcel in parcels]


def test_each_group_reads_the_board_once(town: Town) -> None:
    bind(town, "console", "g1")
    bind(town, "telegram", "-100")
    town.asks("小满")
    run_on_monday(town, 12)
    run_on_monday(town, 12)
    expected = "每周积分榜\n恭喜过去一周的积分之星：小满！\n\n🥇 小满 — 2 分"
    assert letters(town) == [("g1", expected), ("-100", expected)]


def test_every_week_has_its_own_board(town: Town) -> None:
    bind(town, "console", "g1")
    town.asks("小满")
    run_on_monday(town, 12)
    town.asks("阿德")
    run_on_monday(town, 19)
    assert [text.splitlines()[-1] for _, text in letters(town)] == [
        "🥇 小满 — 2 分",
        "🥇 阿德 — 2 分",
    ]


def test_nothing_is_posted_when_nobody_has_points(town: Town) -> None:
    bind(town, "console", "g1")
    town.asks("小满")
    town.wait(timedelta(days=8))
    run_on_monday(town, 19)
    assert letters(town) == []


def test_a_space_of_many_channels_reads_it_in_the_first(town: Town) -> None:
    for channel in ("900", "901", "902"):  # the first stands for the space itself
        bind(town, "discord", channel, space="900")
    town.asks("小满")
    run_on_monday(town, 12)
    assert [chat for chat, _ in letters(town)] == ["901"]


def test_a_run_that_is_caught_up_at_night_waits_for_the_morning(town: Town) -> None:
    bind(town, "console", "g1")
    town.asks("小满")
    town.clock.move_to(datetime(2026, 1, 12, 23, 30, tzinfo=town.community.zoneinfo))
    run_on_monday(town, 12)
    assert letters(town) == []
    town.wait(timedelta(hours=8, minutes=30))
    assert len(letters(town)) == 1
