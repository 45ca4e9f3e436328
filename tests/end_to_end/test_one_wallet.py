"""People meet across platforms, and each of them is one member with one wallet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.end_to_end.story import BALANCE, from_discord, from_telegram, one_wallet
from tests.end_to_end.town import found

if TYPE_CHECKING:
    from tests.end_to_end.story import Join
    from tests.end_to_end.town import Town


@pytest.mark.parametrize("join", [from_telegram, from_discord], ids=lambda join: join.__name__)
def test_what_is_earned_on_discord_lies_in_the_wallet_on_telegram(town: Town, join: Join) -> None:
    here, there = one_wallet(town, join)

    assert int(found(BALANCE, here)) > 0
    assert found(BALANCE, here) == found(BALANCE, there)
    [*_, asked] = town.dc.asked.values()
    assert all(message.only_for is asked.user.account for message in asked.answers)
    assert town.bot.stop() == 0
