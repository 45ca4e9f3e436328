"""What erasing, exporting and linking do to memberships and to the one trial per person."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from core import membership
from core.membership import Length, State
from core.refusal import Refusal

if TYPE_CHECKING:
    from core.members import Member
    from tests.core.membership.conftest import World


def grant(world: World, member: Member, plan: str, days: int) -> membership.Subscription:
    with world.work() as uow:
        return membership.grant(uow, member, plan, Length(days=days))


def try_it(world: World, member: Member) -> None:
    with world.work() as uow:
        membership.start_trial(uow, member)


def standing(world: World, member: Member) -> membership.Subscription:
    with world.work() as uow:
        subscription = membership.status(uow, member).subscription
    assert subscription is not None
    return subscription


def test_a_trial_stays_used_after_the_member_was_erased(world: World) -> None:
    alice = world.join("alice")
    try_it(world, alice)
    world.erase(alice)
    again = world.join("alice")
    assert again.id != alice.id
    with world.work() as uow:
        assert not membership.may_try(uow, again)
        with pytest.raises(Refusal, match="只能免费试用一次"):
            membership.start_trial(uow, again)


def test_a_linked_account_has_no_trial_of_its_own_even_after_erasure(world: World) -> None:
    alice, other = world.join("alice"), world.join("alice_tg", "console2")
    try_it(world, alice)
    person = world.link(alice, other)
    world.erase(person)
    again = world.join("alice_tg", "console2")
    assert again.id not in (alice.id, other.id)
    with world.work() as uow, pytest.raises(Refusal):
        membership.start_trial(uow, again)


def test_a_trial_counts_for_every_account_linked_before_it(world: World) -> None:
    person = world.link(world.join("alice"), world.join("alice_tg", "console2"))
    try_it(world, person)
    world.erase(person)
    again = world.join("alice_tg", "console2")
    with world.work() as uow, pytest.raises(Refusal):
        membership.start_trial(uow, again)


def test_strangers_are_not_touched_by_someone_elses_trial(world: World) -> None:
    try_it(world, world.join("alice"))
    bob = world.join("bob")
    try_it(world, bob)
    assert world.tier(bob) == 2


def test_erasing_ends_the_membership_and_blanks_what_was_written_about_it(world: World) -> None:
    alice = world.join("alice")
    grant(world, alice, "basic", 10)
    with world.work() as uow:
        membership.revoke(uow, alice, reason="多次打广告")
    grant(world, alice, "vip", 10)
    world.erase(alice)
    assert world.tier(alice) == 0
    with world.work() as uow:
        history = membership.status(uow, alice).history
    assert len(history) == 4
    assert {change.reason for change in history} == {""}
    world.wait_days(20)
    assert world.mail == []


def test_an_export_holds_subscriptions_and_history(world: World) -> None:
    alice = world.join("alice")
    given = grant(world, alice, "basic", 10)
    with world.work() as uow:
        data = membership.PERSONAL.export(uow, alice.id)
    assert [item["id"] for item in data["subscriptions"]] == [given.id]
    assert data["subscriptions"][0]["expires_at"] == "2026-01-15T01:00:00+00:00"
    assert [(item["from"], item["to"]) for item in data["history"]] == [(None, "active")]


def test_linking_adds_up_what_is_left_on_the_same_plan(world: World) -> None:
    alice, other = world.join("alice"), world.join("alice_tg", "console2")
    grant(world, alice, "basic", 10)
    grant(world, other, "basic", 20)
    world.wait_days(1)
    person = world.link(alice, other)
    assert standing(world, person).expires_at == world.clock.now() + timedelta(days=9 + 19)
    assert world.tier(person) == 1


@pytest.mark.parametrize("turned", [False, True])
def test_linking_keeps_the_better_plan_and_the_worth_of_the_other(
    world: World, *, turned: bool
) -> None:
    alice, other = world.join("alice"), world.join("alice_tg", "console2")
    grant(world, other if turned else alice, "basic", 299)
    grant(world, alice if turned else other, "premium", 10)
    person = world.link(alice, other)
    subscription = standing(world, person)
    assert (subscription.plan, subscription.state) == ("premium", State.ACTIVE)
    assert subscription.expires_at == world.clock.now() + timedelta(days=10 + 99)


def test_linking_twice_is_linking_once(world: World) -> None:
    alice, other = world.join("alice"), world.join("alice_tg", "console2")
    grant(world, alice, "basic", 10)
    grant(world, other, "basic", 20)
    person = world.link(alice, other)
    before = standing(world, person)
    with world.work() as uow:
        membership.PERSONAL.merge(uow, alice.id, other.id)
    assert standing(world, person) == before


def test_what_was_given_beats_a_trial_of_a_higher_plan(world: World) -> None:
    alice, other = world.join("alice"), world.join("alice_tg", "console2")
    try_it(world, alice)
    grant(world, other, "basic", 30)
    subscription = standing(world, world.link(alice, other))
    assert (subscription.plan, subscription.member_id) == ("basic", alice.id)
    assert subscription.expires_at == world.clock.now() + timedelta(days=30)


def test_the_only_membership_goes_over_with_its_history(world: World) -> None:
    alice, other = world.join("alice"), world.join("alice_tg", "console2")
    given = grant(world, other, "vip", 10)
    person = world.link(alice, other)
    assert person.id == alice.id
    assert standing(world, person).id == given.id
    assert world.tier(person) == 3
    assert world.tier(other) == 0
    with world.work() as uow:
        assert len(membership.status(uow, person).history) == 1
