"""What is shown of courses: locks, prices, and buttons that fit into a platform's limits."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from core.courses import Course, Enrolment, Level, Page, Standing, Tier, cards
from core.i18n import speaking

if TYPE_CHECKING:
    from core.cards import Card

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
STANDING = Standing(learners=12, ratings=4, stars=4.25)


def made(course_id: int = 1, *, tier: Tier = Tier.FREE, price: int = 0) -> Course:
    return Course(
        id=course_id,
        community_id=1,
        code="PIC1",
        title="手机摄影构图",
        description="光线与角度。",
        tags=("摄影", "手机"),
        author="林老师",
        level=Level.BEGINNER,
        tier=tier,
        price=price,
        currency="CNY",
        url="https://example.com/pic",
        published=True,
        added_at=NOW,
    )


def listed(total: int, words: str = "", number: int = 1) -> Card:
    first = 2**31
    found = tuple(made(first + index) for index in range(8))
    page = Page(found, number, -(-total // 8), total)
    return cards.catalogue(
        page, {one.id: STANDING for one in found}, tier=0, owner=2**31, words=words
    )


def actions(card: Card) -> list[str]:
    return [button.action for row in card.buttons for button in row]


def test_a_lock_is_shown_to_those_whose_tier_is_lower() -> None:
    course = made(tier=Tier.PREMIUM)
    assert "🔒高级会员" in cards.course(course, STANDING, tier=1).text
    assert "🔒" not in cards.course(course, STANDING, tier=2).text


@pytest.mark.parametrize(
    ("price", "said"), [(0, "价格：免费"), (19900, "价格：199 元"), (990, "价格：9.90 元")]
)
def test_a_price_is_written_as_people_write_it(price: int, said: str) -> None:
    assert said in cards.course(made(price=price), STANDING, tier=0).text


def test_stars_are_shown_with_how_many_gave_them() -> None:
    assert "12 人在学或学过，4 人评分，平均 ★4.2。" in cards.course(made(), STANDING, tier=0).text
    assert "来当第一个" in cards.course(made(), Standing(), tier=0).text


def test_a_list_turns_both_ways_in_the_middle() -> None:
    labels = [button.label for button in listed(24, number=2).buttons[-1]]
    assert labels == ["上一页", "下一页"]


def test_words_too_long_for_a_button_are_not_paged() -> None:
    assert "courses.page" in actions(listed(24, "摄影 构图"))
    long = listed(24, "手机摄影构图与后期修图")
    assert "courses.page" not in actions(long)
    assert "关键词短一些" in long.text


@pytest.mark.parametrize(
    "card", [listed(24, "摄影 构图"), cards.course(made(2**31), STANDING, tier=0, manage=True)]
)
def test_every_button_fits(card: Card) -> None:
    assert len(card.buttons) <= 5
    for row in card.buttons:
        assert len(row) <= 5
        assert all(len(button.arg.encode()) <= 24 and "|" not in button.arg for button in row)


def test_only_a_manager_is_offered_to_withdraw_a_course() -> None:
    assert "course.publish" not in actions(cards.course(made(), STANDING, tier=0))
    assert "course.publish" in actions(cards.course(made(), STANDING, tier=0, manage=True))


def test_everything_of_ours_can_be_said_in_english() -> None:
    course = made(tier=Tier.VIP, price=990)
    with speaking("en"):
        card = cards.course(course, STANDING, tier=0, manage=True)
        own = cards.mine([Enrolment(course, NOW, NOW, 5)])
    said = card.body.replace(course.description, "") + own.text
    for theirs in (course.title, *course.tags, course.author):
        said = said.replace(theirs, "")
    assert not any("\u4e00" <= character <= "\u9fff" for character in said)
