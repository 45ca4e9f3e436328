"""The end of a term: reminders before it, a grace after it, and quiet hours around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import members, membership
from core.members import Notification
from core.membership import Length, State
from tests.core.membership.conftest import moment

if TYPE_CHECKING:
    from core.members import Member
    from tests.core.membership.conftest import World


def grant(world: World, member: Member, days: int = 10) -> membership.Subscription:
    with world.work() as uow:
        return membership.grant(uow, member, "basic", Length(days=days))


def arrivals(world: World) -> list[str]:
    return [mail.at for mail in world.mail]


def test_a_membership_is_reminded_of_twice_then_graced_then_over(world: World) -> None:
    alice = world.join("alice")
    given = grant(world, alice)
    world.wait(days=10)
    assert world.tier(alice) == 1, "grace keeps the access"
    world.wait(days=2, hours=23)
    assert world.tier(alice) == 1
    world.wait(hours=1)
    assert world.tier(alice) == 0
    world.wait(days=2)
    assert arrivals(world) == ["01-12 09:00", "01-14 09:00", "01-15 09:00", "01-18 09:00"]
    three, one, grace, over = [mail.text for mail in world.mail]
    assert "还剩 3 天" in three
    assert "还剩 1 天" in one
    assert "宽限期到 2026-01-18 09:00" in grace
    assert "宽限期也结束了" in over
    for text in (three, one, grace, over):
        assert f"订阅 #{given.id} · 2026-01-15" in text
        assert "/plans" in text


def test_a_trial_is_reminded_of_once_and_has_no_grace(world: World) -> None:
    alice = world.join("alice")
    with world.work() as uow:
        membership.start_trial(uow, alice)
    world.wait(days=5)
    assert arrivals(world) == ["01-07 09:00", "01-08 09:00"]
    assert "」试用将在 2026-01-08 09:00 结束" in world.mail[0].text
    assert "试用结束了" in world.mail[1].text


def test_a_term_of_one_day_is_not_reminded_of(world: World) -> None:
    grant(world, world.join("alice"), days=1)
    world.wait(hours=23)
    assert world.mail == []


def test_a_reminder_waits_until_the_members_night_is_over(world: World) -> None:
    world.wait(hours=14)
    alice = world.join("alice")
    grant(world, alice)
    world.wait(days=8)
    assert arrivals(world) == ["01-13 08:00"]
    assert "将在 2026-01-15 23:00 到期" in world.mail[0].text


def test_quiet_hours_are_those_of_the_members_own_zone(world: World) -> None:
    alice = world.join("alice")
    with world.work() as uow:
        members.change_zone(uow, alice, "America/New_York")
        alice = members.by_id(uow, alice.id)
    world.wait(hours=5)
    grant(world, alice)
    world.wait(days=7, hours=12)
    assert arrivals(world) == ["01-12 21:00"]


def test_whoever_switched_reminders_off_gets_none_but_moves_on(world: World) -> None:
    alice = world.join("alice")
    with world.work() as uow:
        members.switch_notification(uow, alice, Notification.EXPIRY)
    grant(world, alice)
    world.wait(days=14)
    assert world.mail == []
    assert world.tier(alice) == 0


def test_a_renewal_cancels_the_reminder_that_waits_for_morning(world: World) -> None:
    world.wait(hours=14)
    alice = world.join("alice")
    grant(world, alice)
    world.wait(days=7, hours=2)
    grant(world, alice)
    world.wait(days=2)
    assert world.mail == []


def test_a_revocation_cancels_the_reminder_that_waits_for_morning(world: World) -> None:
    world.wait(hours=14)
    alice = world.join("alice")
    grant(world, alice)
    world.wait(days=7, hours=2)
    with world.work() as uow:
        membership.revoke(uow, alice)
    world.wait(days=2)
    assert world.mail == []


def test_a_prolonged_membership_is_reminded_of_again_before_its_new_end(world: World) -> None:
    alice = world.join("alice")
    grant(world, alice)
    world.wait(days=8)
    grant(world, alice)
    world.wait(days=10)
    assert arrivals(world) == ["01-12 09:00", "01-22 09:00"]


def test_repeating_the_sweep_changes_nothing_and_writes_nobody_twice(world: World) -> None:
    grant(world, world.join("alice"))
    world.wait(days=10)
    before = list(world.mail)
    for _ in range(3):
        world.run()
    assert world.mail == before


def test_after_a_long_outage_one_step_is_taken_and_the_grace_is_whole(world: World) -> None:
    alice = world.join("alice")
    grant(world, alice)
    world.clock.move_to(moment("2026-03-01T10:00"))
    world.run()
    with world.work() as uow:
        subscription = membership.status(uow, alice).subscription
    assert subscription is not None
    assert subscription.state is State.GRACE
    assert subscription.grace_until == moment("2026-03-04T10:00")
    world.wait(days=3)
    assert world.tier(alice) == 0
    assert arrivals(world) == ["03-01 10:00", "03-04 10:00"]


def test_a_letter_is_written_in_the_members_language(world: World) -> None:
    alice = world.join("alice")
    with world.work() as uow:
        members.change_language(uow, alice, "en")
    given = grant(world, alice)
    world.wait(days=8)
    assert world.mail[0].text == (
        "Your membership\n"
        "Your Basic membership ends on 2026-01-15 09:00: days left: 3.\n"
        "To renew, send /plans.\n"
        f"Subscription #{given.id} · 2026-01-15"
    )
