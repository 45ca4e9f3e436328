"""The stage that stories are played on: people are heard where they speak, and time passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.stories.dialogue import Group, Person, Stage


def test_a_question_is_asked_answered_and_accepted(
    stage: Stage, g1: Group, alice: Person, bob: Person
) -> None:
    asked = alice.says(g1, "/ask 两张表怎么按编号合并？")
    answered = bob.says(g1, "用 merge，on 写编号那一列。", reply_to=asked.last["id"])
    assert "采纳" in answered.buttons[0]
    assert "不是给你的" in bob.presses("采纳").toasts
    assert "alice 采纳了 bob" in alice.presses("采纳")
    assert len(g1.heard.sent) == len(stage.heard.sent) == 3
    assert len(bob.heard) == 1


def test_a_person_speaks_in_private(g1: Group, alice: Person) -> None:
    alice.says(g1, "大家好")
    assert alice.tells("/points").last["chat"] == "dm:alice"
    assert "积分" in alice.heard
    assert len(g1.heard) == 0


def test_a_person_comes_and_goes(g1: Group, carol: Person) -> None:
    assert "carol" in carol.joins(g1)
    assert len(carol.leaves(g1)) == 0


def test_a_message_is_liked_and_no_longer(g1: Group, alice: Person, bob: Person) -> None:
    alice.says(g1, "今天学完了第三章", id="x1")
    assert len(bob.reacts("x1", "👍")) == len(bob.unreacts("x1", "👍")) == 0


def test_an_administrator_may_do_more_until_it_ends(g1: Group, root: Person) -> None:
    assert "时区" in root.says(g1, "/community")
    assert "时区" not in root.is_no_longer_admin(g1).says(g1, "/community")


def test_who_blocked_the_bot_hears_nothing(g1: Group, alice: Person) -> None:
    alice.says(g1, "大家好")
    alice.cannot_be_reached()
    assert len(alice.tells("/points")) == 0
    alice.can_be_reached()
    assert len(alice.tells("/points")) == 1


def test_the_clock_shows_shanghai_time(stage: Stage) -> None:
    stage.clock_to("2026-01-05 18:30")
    assert f"{stage.now:%m-%d %H:%M %A}" == "01-05 18:30 Monday"


def test_a_line_that_is_refused_ends_the_story(stage: Stage, alice: Person) -> None:
    with pytest.raises(AssertionError, match="看不到"):
        alice.presses(1, "b1")
    with pytest.raises(AssertionError, match="sees no button"):
        alice.presses("采纳")
    assert "error" in stage.line("?").last
