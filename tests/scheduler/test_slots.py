"""Slots in every zone: a fold runs once, a gap still runs, and nothing is lost in between."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

import pytest

from scheduler.runner import crontab
from scheduler.slots import Occurrence, between, following, occurrence, owed, wall

if TYPE_CHECKING:
    from scheduler.slots import NextFire

START = datetime.fromisoformat("2026-01-01T00:00")
END = datetime.fromisoformat("2028-01-01T00:00")
NEW_YORK = ZoneInfo("America/New_York")
SPRING = datetime(2026, 3, 8, tzinfo=UTC)
AUTUMN = datetime(2026, 11, 1, tzinfo=UTC)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


def remembered(cron: str) -> tuple[NextFire, list[datetime]]:
    """Return a cron expression's times around the two years, computed once for all zones."""
    fire, slot = crontab(cron), START - timedelta(days=2)
    slots = []
    while slot < END + timedelta(days=2):
        slot = fire(slot)
        slots.append(slot)
    return (lambda after: slots[bisect_right(slots, after)]), slots


def distinct_zones(days: list[datetime]) -> dict[str, ZoneInfo]:
    """Return every zone there is, those that agree on all of these days only once."""
    zones = {}
    for name in sorted(available_timezones()):
        zone = ZoneInfo(name)
        zones[tuple(map(zone.utcoffset, days))] = (name, zone)
    return dict(zones.values())


def test_a_daily_job_has_one_run_for_each_day_in_every_zone() -> None:
    next_fire, slots = remembered("30 2 * * *")
    days = [slot for slot in slots if START < slot < END]
    assert len(days) == 730
    for name, zone in distinct_zones(days).items():
        found = between(next_fire, zone, occurrence(START, zone), occurrence(END, zone).at)
        assert [slot.local for slot in found] == days, name
        assert len({slot.at for slot in found}) == 730, name
        for slot in found:
            late = wall(slot.at, zone) - slot.local
            assert timedelta(0) <= late <= timedelta(hours=2), (name, slot)


@pytest.mark.parametrize("cron", ["30 2 * * *", "0 * * * *", "*/30 * * * *", "15 1,2,3 * * *"])
@pytest.mark.parametrize(
    "name", ["America/New_York", "Australia/Lord_Howe", "Antarctica/Troll", "Asia/Shanghai"]
)
def test_looking_every_few_minutes_finds_each_slot_once(name: str, cron: str) -> None:
    zone, next_fire = ZoneInfo(name), crontab(cron)
    for month, day in ((3, 8), (3, 29), (4, 5), (10, 4), (10, 25), (11, 1)):
        now = datetime(2026, month, day, tzinfo=UTC) - timedelta(days=2)
        end = now + timedelta(days=4)
        first = mark = occurrence(wall(now, zone), zone)
        ran: list[datetime] = []
        while now < end:
            now += timedelta(minutes=20)
            fresh = [slot for slot in between(next_fire, zone, mark, now) if slot.local not in ran]
            ran += [slot.local for slot in fresh]
            mark = occurrence(max([mark.local, *ran]), zone)
        wanted, slot = [], next_fire(first.local)
        while occurrence(slot, zone).at <= end:
            wanted.append(slot)
            slot = next_fire(slot)
        assert len(ran) == len(set(ran))
        assert sorted(ran) == wanted


def test_a_time_that_the_clocks_leap_over_comes_an_hour_later() -> None:
    slot = occurrence(local("2026-03-08T02:30"), NEW_YORK)
    assert wall(slot.at, NEW_YORK) == local("2026-03-08T03:30")


def test_a_time_that_comes_twice_counts_the_first_time() -> None:
    slot = occurrence(local("2026-11-01T01:30"), NEW_YORK)
    assert slot.at == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    hour_later = slot.at + timedelta(hours=1)
    assert wall(hour_later, NEW_YORK) == slot.local
    assert between(crontab("30 1 * * *"), NEW_YORK, slot, hour_later) == []


def test_slots_in_a_gap_come_in_the_order_of_their_moments() -> None:
    after = occurrence(local("2026-03-08T01:45"), NEW_YORK)
    until = occurrence(local("2026-03-08T03:50"), NEW_YORK).at
    found = between(crontab("0,30 * * * *"), NEW_YORK, after, until)
    assert [f"{slot.local:%H:%M}" for slot in found] == ["02:00", "03:00", "02:30", "03:30"]


@pytest.mark.parametrize("day", [SPRING, AUTUMN])
def test_the_following_slots_are_those_between(day: datetime) -> None:
    next_fire = crontab("*/20 * * * *")
    mark = Occurrence(day, wall(day, NEW_YORK))
    found = between(next_fire, NEW_YORK, mark, day + timedelta(days=1))
    one_by_one = []
    for _ in found:
        mark = following(next_fire, NEW_YORK, mark)
        one_by_one.append(mark)
    assert one_by_one == found


@pytest.mark.parametrize(
    ("cron", "first"),
    [
        ("0 9 * * mon", "2026-01-05T09:00"),
        ("0 9 * * mon-wed,SUN", "2026-01-04T09:00"),
        ("*/10 * * * *", "2026-01-01T00:10"),
        ("0 0 29 2 *", "2028-02-29T00:00"),
    ],
)
def test_a_cron_expression_is_read_as_cron_reads_it(cron: str, first: str) -> None:
    assert crontab(cron)(START) == local(first)


@pytest.mark.parametrize("cron", ["0 9 * * 1", "0 9 * * 1-5", "0 9 * * */2", "0 0 30 2 *", "9"])
def test_a_cron_expression_that_would_mislead_is_refused(cron: str) -> None:
    with pytest.raises(ValueError, match=r"weekdays|never|fields"):
        crontab(cron)


def test_what_is_owed_depends_on_how_a_job_catches_up() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    texts = ("2026-01-05T08:00", "2026-01-05T08:50", "2026-01-05T08:55")
    missed = [occurrence(local(text), zone) for text in texts]
    now = occurrence(local("2026-01-05T09:00"), zone).at
    assert list(owed(reversed(missed), "all", now)) == missed
    assert list(owed(missed, "latest", now)) == missed[-1:]
    assert list(owed(missed, "skip", now)) == missed[1:]
    assert list(owed(missed, "skip", now + timedelta(hours=1))) == []
