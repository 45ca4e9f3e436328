"""However a gateway behaves, a day's identifies are never used up."""

from __future__ import annotations

import pytest

from bot.adapters.discord.identifies import Budget, TooManySessions

HOUR = 3600.0


class Hand:
    """A clock's hand, moved by the test."""

    at = 0.0

    def __call__(self) -> float:
        """Return where it stands."""
        return self.at


def test_an_hour_s_share_may_be_spent_and_no_more() -> None:
    budget = Budget(Hand())
    for _ in range(40):
        budget.spend()
    assert budget.pause() == pytest.approx(HOUR)
    with pytest.raises(TooManySessions):
        budget.spend()


def test_after_an_hour_sessions_may_begin_again() -> None:
    hand = Hand()
    budget = Budget(hand)
    budget.learn(50)
    budget.spend()
    hand.at = 600.0
    budget.spend()
    assert budget.pause() == pytest.approx(HOUR - 600.0)
    hand.at = HOUR
    budget.spend()


def test_a_gateway_that_ends_every_session_stays_below_a_thousand_a_day() -> None:
    hand = Hand()
    budget, begun = Budget(hand), 0
    while hand.at < 24 * HOUR:
        hand.at += budget.pause() or 5.0
        if not budget.pause():
            budget.spend()
            begun += 1
    assert 900 < begun < 1000
