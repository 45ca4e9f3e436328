"""Communities and their chats: quiet hours, and chats that are found, bound and move."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import communities
from core.communities import Community
from tests.core.community import Circle

if TYPE_CHECKING:
    from collections.abc import Iterator

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOURS = st.integers(0, 23)
ZONES = st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Kolkata"])
MINUTES = st.integers(0, 365 * 24 * 60)
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def circle(database_url: str) -> Iterator[Circle]:
    """Return a community on either engine."""
    circle = Circle(database_url)
    yield circle
    circle.writer.close()


def _quiet(start: int, end: int, zone: str = "Asia/Shanghai") -> Community:
    return Community(1, "读书会", zone, "zh", start, end, "", "", NEW_YEAR)


@given(start=HOURS, end=HOURS, zone=ZONES, minutes=MINUTES)
def test_what_is_put_off_is_never_early_never_quiet_and_at_most_a_day_late(
    start: int, end: int, zone: str, minutes: int
) -> None:
    moment = NEW_YEAR + timedelta(minutes=minutes)
    loud = _quiet(start, end, zone).loud_from(moment)
    assert timedelta(0) <= loud - moment <= timedelta(hours=25)
    assert _quiet(start, end, zone).loud_from(loud) == loud


@pytest.mark.parametrize(
    ("moment", "loud"),
    [
        ("2026-01-05 21:59", "2026-01-05 21:59"),
        ("2026-01-05 22:00", "2026-01-06 08:00"),
        ("2026-01-06 03:30", "2026-01-06 08:00"),
        ("2026-01-06 08:00", "2026-01-06 08:00"),
    ],
)
def test_at_night_it_is_quiet_until_the_morning(moment: str, loud: str) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)
    expected = datetime.fromisoformat(loud).replace(tzinfo=SHANGHAI)
    assert _quiet(22, 8).loud_from(at) == expected


def test_quiet_hours_may_be_those_of_a_members_own_zone() -> None:
    noon_in_berlin = datetime(2026, 1, 5, 12, tzinfo=ZoneInfo("Europe/Berlin"))
    midnight_in_tokyo = datetime(2026, 1, 5, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert _quiet(22, 8).loud_from(noon_in_berlin, "Europe/Berlin") == noon_in_berlin
    morning = datetime(2026, 1, 5, 8, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert _quiet(22, 8).loud_from(midnight_in_tokyo, "Asia/Tokyo") == morning


def test_a_chat_that_goes_on_under_another_id_stays_the_same_chat(circle: Circle) -> None:
    chat_id = circle.chat("-100")
    for _ in range(2):
        with circle.work() as uow:
            communities.migrate_chat(uow, "telegram", "-100", "-100200")
    with circle.work() as uow:
        moved = communities.place_of(uow, "telegram", "-100200")
        assert moved is not None
        assert moved.chat_id == chat_id
        assert communities.place_of(uow, "telegram", "-100") is None


def test_the_same_id_on_another_platform_is_another_chat(circle: Circle) -> None:
    circle.chat("-100")
    with circle.work() as uow:
        assert communities.place_of(uow, "discord", "-100") is None


def test_a_channel_belongs_where_its_space_does(circle: Circle) -> None:
    with circle.work() as uow:
        communities.bind(uow, circle.community.id, "discord", "501", space="500")
        place = communities.place_of(uow, "discord", "502", "500", "闲聊")
        assert place is not None
        assert (place.community_id, place.title) == (circle.community.id, "闲聊")
        assert communities.place_of(uow, "discord", "601", "600") is None
        assert communities.place_of(uow, "telegram", "502", None) is None


def test_how_far_a_chat_was_heard_is_kept(circle: Circle) -> None:
    chat_id = circle.chat("-100")
    with circle.work() as uow:
        assert communities.marks(uow, "telegram") == {}
        communities.note_marks(uow, {chat_id: "17"})
        communities.note_marks(uow, {chat_id: "18"})
        assert communities.marks(uow, "telegram") == {"-100": "18"}


def test_the_installations_secret_is_made_once(circle: Circle) -> None:
    with circle.work() as uow:
        assert communities.instance_secret(uow, "first") == "first"
        assert communities.instance_secret(uow, "second") == "first"


def test_only_an_only_community_is_anybodys(circle: Circle) -> None:
    with circle.work() as uow:
        assert communities.sole_community(uow) == circle.community
        communities.create(uow, "晨跑团")
        assert communities.sole_community(uow) is None
        assert communities.get(uow, circle.community.id).name == "读书会"
        with pytest.raises(KeyError):
            communities.get(uow, 99)
