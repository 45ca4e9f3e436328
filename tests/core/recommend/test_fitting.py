"""Level and price are weighed gently, and only where there is something to go by."""

from __future__ import annotations

from datetime import UTC, datetime

from core.courses import Course, Level, Tier
from core.recommend.fitting import BACK, DEAR, FIRST_LEAP, LEAP, Standing


def course(level: Level = Level.BEGINNER, *, tier: Tier = Tier.FREE, price: int = 0) -> Course:
    return Course(
        id=1,
        community_id=1,
        code="A",
        title="甲",
        description="",
        tags=(),
        author="",
        level=level,
        tier=tier,
        price=price,
        currency="CNY",
        url="",
        published=True,
        added_at=datetime(2026, 3, 2, tzinfo=UTC),
    )


BEGUN = Standing.of([course()], [], 0)
DONE = Standing.of([course(), course(Level.ADVANCED)], [], 0)
NEW = Standing.of([], [], 0)


def test_a_leap_of_two_levels_costs_more_than_none() -> None:
    assert BEGUN.fit(course(Level.INTERMEDIATE)) == 1.0
    assert BEGUN.fit(course(Level.ADVANCED)) == LEAP
    assert DONE.fit(course(Level.ADVANCED)) == 1.0
    assert DONE.fit(course(Level.BEGINNER)) == BACK


def test_a_newcomer_is_kept_from_the_highest_level_a_little() -> None:
    assert NEW.fit(course(Level.ADVANCED)) == FIRST_LEAP
    assert NEW.fit(course(Level.INTERMEDIATE)) == 1.0


def test_a_price_counts_against_what_was_paid_before() -> None:
    paid = Standing.of([], [("CNY", 9900), ("CNY", 4900), ("USD", 500)], 1)
    assert paid.fit(course(price=19800)) == 1.0
    assert paid.fit(course(price=19900)) == DEAR
    assert paid.fit(course(price=19900, tier=Tier.VIP)) == DEAR
    assert paid.fit(course(price=19900, tier=Tier.BASIC)) == 1.0
    assert NEW.fit(course(price=999900)) == 1.0
