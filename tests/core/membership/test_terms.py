"""Lengths as people write them, and months as the calendar counts them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.membership import Length, read_length
from core.membership.plan import DEFAULTS
from core.membership.terms import converted
from core.refusal import Refusal

FREE, BASIC, PREMIUM, VIP = DEFAULTS
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("1y", Length(months=12)),
        ("2年", Length(months=24)),
        ("6m", Length(months=6)),
        ("6个月", Length(months=6)),
        ("3 月", Length(months=3)),
        ("30d", Length(days=30)),
        ("30天", Length(days=30)),
        ("7日", Length(days=7)),
        ("1２Ｍ", Length(months=12)),
        (" 3 ", Length(months=3)),
    ],
)
def test_a_length_is_read_as_people_write_it(text: str, length: Length) -> None:
    assert read_length(text) == length


@pytest.mark.parametrize("text", ["", "0", "0d", "-1m", "1.5y", "1w", "一年", "m", "9999y", "1y2m"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        read_length(text)


@pytest.mark.parametrize(
    ("start", "end"), [("2026-01-31", "2026-02-28"), ("2028-01-31", "2028-02-29")]
)
def test_a_month_after_the_31st_of_january_is_the_last_of_february(start: str, end: str) -> None:
    moment = datetime.fromisoformat(f"{start}T20:00").replace(tzinfo=SHANGHAI)
    later = Length(months=1).after(moment.astimezone(UTC), SHANGHAI)
    assert later.astimezone(SHANGHAI) == datetime.fromisoformat(f"{end}T20:00").replace(
        tzinfo=SHANGHAI
    )


def test_months_are_counted_on_the_members_own_calendar() -> None:
    early = datetime(2026, 3, 1, 7, 0, tzinfo=SHANGHAI)
    later = Length(months=1).after(early.astimezone(UTC), SHANGHAI)
    assert later.astimezone(SHANGHAI) == datetime(2026, 4, 1, 7, 0, tzinfo=SHANGHAI)


def test_time_left_keeps_its_worth_on_another_plan() -> None:
    assert converted(timedelta(days=299), BASIC, PREMIUM) == timedelta(days=99)
    assert converted(timedelta(days=99), PREMIUM, BASIC) == timedelta(days=299)


def test_there_and_back_gains_no_time() -> None:
    left = timedelta(days=17, hours=5, seconds=1)
    assert converted(converted(left, VIP, PREMIUM), PREMIUM, VIP) <= left
