"""The mood over time: hours, days and weeks, their picture, topics, and the words for them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from core import members, sentiment
from core.cards import Chart
from core.i18n import speaking
from core.members import Purpose
from core.refusal import Refusal
from core.sentiment import Grain, Span, cards, read_span
from core.sentiment.mood import MemberTime, mood_of
from tests.core.sentiment.feeling import CALM, GLAD, NOON, SAD, UNSURE, Group


def test_two_accounts_that_are_one_person_count_once(group: Group) -> None:
    for name in ("甲", "乙", "丙", "丁", "戊"):
        group.hears(name, GLAD)
    group.hears("甲二", GLAD, SAD)
    source, target = group.member("甲二"), group.member("甲")
    sentiment.PERSONAL.merge(group.uow, target.id, source.id)
    mood = group.mood()
    assert (mood.members, mood.messages) == (5, 7)
    assert sentiment.PERSONAL.export(group.uow, source.id) == {"hours": [], "topics": []}


@pytest.mark.parametrize("days", [0, -1, 91])
def test_a_span_beyond_ninety_days_is_refused(days: int) -> None:
    with pytest.raises(Refusal):
        Span(Grain.DAY, days)


READ = {
    "": Span(Grain.DAY, 7),
    "30": Span(Grain.DAY, 30),
    "#30": Span(Grain.DAY, 30),
    "14天": Span(Grain.DAY, 14),
    "小时": Span(Grain.HOUR, 24),
    "48小时": Span(Grain.HOUR, 48),
    "48 Hours": Span(Grain.HOUR, 48),
    "周": Span(Grain.WEEK, 8),
    "12周": Span(Grain.WEEK, 12),
    "weeks": Span(Grain.WEEK, 8),
}


@pytest.mark.parametrize(("text", "span"), READ.items())
def test_a_span_is_read_as_people_write_it(text: str, span: Span) -> None:
    assert read_span(text) == span


@pytest.mark.parametrize("text", ["0", "91", "73小时", "13周", "昨天", "7 8", "²", "9" * 30, "1e3"])
def test_a_span_that_is_none_is_refused_with_examples(text: str) -> None:
    with pytest.raises(Refusal, match="/mood 48小时"):
        read_span(text)


def test_a_member_counts_once_in_each_hour_day_or_week(group: Group) -> None:
    for name in ("甲", "乙", "丙", "丁", "戊"):
        group.hears(name, GLAD, GLAD, SAD, at=NOON - timedelta(hours=1))
        group.hears(name, SAD, SAD, SAD, SAD, chat=1, at=NOON)
    hours = group.trend(Grain.HOUR, 24)
    assert [point.members for point in hours.points[-3:]] == [0, 5, 5]
    assert [point.index for point in hours.points[-2:]] == [0, -1]
    assert hours.now.negative == 0.5
    days = group.trend(Grain.DAY, 7)
    assert (days.now.negative, days.points[-1].negative) == (1, 1)


def test_weeks_begin_on_monday(group: Group) -> None:
    monday = datetime(2026, 3, 8, 16, tzinfo=UTC)  # midnight in Shanghai
    for name in ("甲", "乙", "丙", "丁", "戊"):
        group.hears(name, GLAD, at=monday)
        group.hears(name, SAD, at=monday - timedelta(minutes=1))
    weeks = group.trend(Grain.WEEK, 2)
    assert [point.index for point in weeks.points] == [-1, 1]
    assert [f"{start:%m-%d}" for start in weeks.starts] == ["03-02", "03-09"]


def test_points_with_too_few_members_are_gaps_in_the_picture(group: Group) -> None:
    for name in ("甲", "乙", "丙", "丁", "戊"):
        group.hears(name, GLAD)
    group.hears("甲", SAD, SAD, at=NOON - timedelta(days=2))
    card = cards.mood(group.trend(), sentiment.measured_error(), place="学习一群")
    chart = card.chart
    assert isinstance(chart, Chart)
    assert chart.title == card.title
    assert chart.labels == ("03-04", "03-05", "03-06", "03-07", "03-08", "03-09", "03-10")
    for line in (chart.values, chart.low, chart.high):
        assert [value is None for value in line] == [True] * 6 + [False]
    assert (chart.values[-1], chart.high[-1]) == (100, 100)
    assert chart.volumes == (0, 0, 0, 0, 2, 0, 5)
    assert "断开处数据不足" in chart.value_name


def test_no_picture_is_made_of_days_that_all_have_too_few_members(group: Group) -> None:
    for day, name in enumerate(("甲", "乙", "丙", "丁", "戊")):
        group.hears(name, GLAD, at=NOON - timedelta(days=day))
    card = cards.mood(group.trend(), sentiment.measured_error())
    assert "积极 100%" in card.body
    assert card.chart is None


def test_topics_are_those_that_three_members_were_negative_about(group: Group) -> None:
    for name in ("甲", "乙", "丙", "丁"):
        group.hears(name, SAD, topics=("video", "homework") if name != "丁" else ("homework",))
    group.hears("甲", *[SAD] * 9, topics=("price",))
    group.hears("乙", SAD, topics=("price",))
    group.hears("戊", GLAD, topics=("video", "price"))
    group.hears("己", UNSURE, CALM, topics=("video", "price"))
    assert group.trend().topics == ("homework", "video")
    assert group.trend(chat=1).topics == ()
    assert group.trend(ago=1).topics == ()


def test_the_topics_of_who_objects_are_not_named(group: Group) -> None:
    for name in ("甲", "乙", "丙"):
        group.hears(name, SAD, topics=("video",))
    members.disagree(group.uow, group.member("丙"), Purpose.MOOD)
    group.hears("丙", SAD, topics=("homework",))
    assert group.trend().topics == ()
    exported = sentiment.PERSONAL.export(group.uow, group.member("丙").id)
    assert [row["topic"] for row in exported["topics"]] == ["video"]


def test_more_members_make_the_interval_narrower() -> None:
    def half(number: int) -> float:
        days = [MemberTime(one, 1, 1, 0.9 if one % 2 else -0.9) for one in range(number)]
        mood = mood_of(days)
        return mood.high - mood.low

    assert half(10) > half(40) > half(160) > 0


def test_a_few_who_agree_do_not_look_certain() -> None:
    mood = mood_of([MemberTime(one, 1, 1, 0.9) for one in range(5)])
    assert mood.index == 1
    assert mood.low < 0.7
    assert mood.high == 1


def test_one_person_over_many_days_does_not_look_like_many() -> None:
    several = [MemberTime(one, 1, 1, 0.9 if one % 2 else -0.9) for one in range(10)]
    repeated = mood_of(several * 9)
    once = mood_of(several)
    assert repeated.high - repeated.low > 0.8 * (once.high - once.low)


def test_the_card_states_shares_interval_volume_change_and_the_models_error(group: Group) -> None:
    for name in ("甲", "乙", "丙", "丁", "戊"):
        group.hears(name, SAD, at=NOON - timedelta(days=7))
        group.hears(name, GLAD)
    error = sentiment.measured_error()
    card = cards.mood(group.trend(), error, place="学习一群")
    assert card.title == "「学习一群」的情绪"
    for part in ("03-04 至 03-10", "+100", "积极 100%", "发言 5 条", "比上一时段 +200，变化明显"):
        assert part in card.body
    assert f"每 100 条约错 {error.per_hundred} 条" in card.body
    assert 5 < error.per_hundred < 30


def test_the_card_is_said_in_english_too(group: Group) -> None:
    with speaking("en"):
        card = cards.mood(group.trend(), sentiment.measured_error())
    assert "Not enough data" in card.body
    assert not any("\u4e00" <= character <= "\u9fff" for character in card.text)
