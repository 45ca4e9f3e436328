"""What is shown of courses: locks, prices, and buttons that fit into a platform's limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from core.courses import Course, Enrolment, Level, Page, Reader, Standing, Tier, cards
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


def shown(
    course: Course, standing: Standing = STANDING, *, tier: int = 0, manages: bool = False
) -> Card:
    return cards.course(course, standing, Reader(tier, manages=manages))


def labels(card: Card) -> list[str]:
    return [button.label for row in card.buttons for button in row]


def actions(card: Card) -> list[str]:
    return [button.action for row in card.buttons for button in row]


def test_a_lock_is_shown_to_those_whose_tier_is_lower() -> None:
    course = made(tier=Tier.PREMIUM)
    assert "🔒高级会员" in shown(course, tier=1).text
    assert "🔒" not in shown(course, tier=2).text


@pytest.mark.parametrize(
    ("price", "said"), [(0, "价格：免费"), (19900, "价格：199 元"), (990, "价格：9.90 元")]
)
def test_a_price_is_written_as_people_write_it(price: int, said: str) -> None:
    assert said in shown(made(price=price)).text


def test_stars_are_shown_with_how_many_gave_them() -> None:
    assert "12 人在学或学过，4 人评分，平均 ★4.2。" in shown(made()).text
    assert "来当第一个" in shown(made(), Standing()).text


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (Standing(learners=1, ratings=1, stars=2.0), "\n已经有人在学或学过。"),
        (Standing(learners=3, ratings=2, stars=2.0), "\n3 人在学或学过。"),
        (Standing(learners=3, ratings=3, stars=2.0), "\n3 人在学或学过，3 人评分，平均 ★2.0。"),
    ],
)
def test_fewer_than_three_people_are_not_counted(standing: Standing, said: str) -> None:
    text = shown(made(), standing).text
    assert said in text
    page = Page((made(),), 1, 1, 1)
    line = cards.catalogue(page, {1: standing}, tier=0, owner=1).text
    assert ("★" in line) == ("★" in text)


def test_a_page_that_one_member_reads_offers_what_fits_what_they_did() -> None:
    course = made()
    alone = {
        state: labels(cards.course(course, STANDING, Reader(0, shared=False, taken=taken)))
        for state, taken in {
            "new": None,
            "going": Enrolment(course, NOW, None, None, 25),
            "finished": Enrolment(course, NOW, NOW, None, 100),
        }.items()
    }
    stars = ["1★", "2★", "3★", "4★", "5★"]
    assert alone == {
        "new": ["报名", "感兴趣", "不感兴趣", "分享", "去上课"],
        "going": ["25%", "50%", "75%", "学完了", *stars, "分享", "去上课"],
        "finished": [*stars, "分享", "去上课"],
    }
    assert {"报名", "学完了", "5★"} <= set(labels(shown(course)))


def test_a_withdrawn_course_invites_nobody() -> None:
    card = shown(replace(made(), published=False), Standing())
    assert "来当第一个" not in card.text
    assert "这门课已经下架。" in card.text
    assert "course.enrol" not in actions(card)


def test_a_list_turns_both_ways_in_the_middle() -> None:
    turns = [button.label for button in listed(24, number=2).buttons[-1]]
    assert turns == ["上一页", "下一页"]


def test_words_too_long_for_a_button_are_not_paged() -> None:
    assert "courses.page" in actions(listed(24, "摄影 构图"))
    long = listed(24, "手机摄影构图与后期修图")
    assert "courses.page" not in actions(long)
    assert "关键词短一些" in long.text


@pytest.mark.parametrize(
    "card",
    [
        listed(24, "摄影 构图"),
        shown(made(2**31), manages=True),
        cards.course(made(2**31), STANDING, Reader(0, manages=True, shared=False)),
    ],
)
def test_every_button_fits(card: Card) -> None:
    assert len(card.buttons) <= 5
    for row in card.buttons:
        assert len(row) <= 5
        assert all(len(button.arg.encode()) <= 24 and "|" not in button.arg for button in row)


def test_only_a_manager_is_offered_to_withdraw_a_course() -> None:
    assert "course.publish" not in actions(shown(made()))
    assert "course.publish" in actions(shown(made(), manages=True))


def test_everything_of_ours_can_be_said_in_english() -> None:
    course = made(tier=Tier.VIP, price=990)
    with speaking("en"):
        card = shown(course, manages=True)
        own = cards.mine([Enrolment(course, NOW, NOW, 5)])
    said = card.body.replace(course.description, "") + own.text
    for theirs in (course.title, *course.tags, course.author):
        said = said.replace(theirs, "")
    assert not any("\u4e00" <= character <= "\u9fff" for character in said)
