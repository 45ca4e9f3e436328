"""Trials, grants and revocations: what a member has, and from when to when."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from core import communities, members, membership
from core.events import SubscriptionExpired, SubscriptionStarted
from core.members import Sighting, Visitor
from core.membership import Length, Source, State
from core.membership.models import SubscriptionRow
from core.refusal import Refusal

if TYPE_CHECKING:
    from core.members import Member
    from tests.core.membership.conftest import World

DAYS = Length(days=10)


def grant(
    world: World, member: Member, plan: str, length: Length = DAYS
) -> membership.Subscription:
    with world.work() as uow:
        return membership.grant(uow, member, plan, length)


def test_a_community_begins_with_four_plans(world: World) -> None:
    with world.work() as uow:
        first = membership.plans(uow, world.community.id)
        assert membership.plans(uow, world.community.id) == first
    prices = {code: (p.tier, p.month_price_minor, p.year_price_minor) for code, p in first.items()}
    assert prices == {
        "free": (0, 0, 0),
        "basic": (1, 990, 9900),
        "premium": (2, 2990, 29900),
        "vip": (3, 9900, 99900),
    }


def test_a_trial_opens_premium_for_three_days(world: World) -> None:
    alice = world.join("alice")
    with world.work() as uow:
        trial = membership.start_trial(uow, alice)
    assert (trial.state, trial.plan, trial.source) == (State.TRIAL, "premium", Source.TRIAL)
    assert trial.expires_at - trial.started_at == timedelta(days=3)
    assert world.tier(alice) == 2


def test_a_second_trial_is_refused_when_the_first_is_over(world: World) -> None:
    alice = world.join("alice")
    with world.work() as uow:
        membership.start_trial(uow, alice)
    world.wait_days(3)
    assert world.tier(alice) == 0
    with world.work() as uow:
        assert not membership.may_try(uow, alice)
        with pytest.raises(Refusal, match="只能免费试用一次"):
            membership.start_trial(uow, alice)


def test_whoever_has_a_membership_needs_no_trial_and_keeps_it_for_later(world: World) -> None:
    alice = world.join("alice")
    grant(world, alice, "basic")
    with world.work() as uow, pytest.raises(Refusal, match="已经是会员"):
        membership.start_trial(uow, alice)
    world.wait_days(14)
    with world.work() as uow:
        assert membership.may_try(uow, alice)


def test_a_trial_in_one_community_is_none_in_another(world: World) -> None:
    alice = world.join("alice")
    with world.work() as uow:
        membership.start_trial(uow, alice)
        other = communities.create(uow, "摄影社")
        there = members.recognise_one(uow, Sighting(other.id, Visitor("console", "alice", "alice")))
        assert membership.tier_of(uow, there) == 0
        assert membership.may_try(uow, there)
        assert membership.status(uow, there).history == ()
        assert membership.start_trial(uow, there).community_id == other.id
        assert membership.sweep(uow, other) == []


def test_the_same_plan_again_prolongs_from_the_old_end(world: World) -> None:
    alice = world.join("alice")
    first = grant(world, alice, "basic")
    world.wait_days(2)
    second = grant(world, alice, "basic")
    assert second.id == first.id
    assert second.expires_at == first.expires_at + timedelta(days=10)


def test_what_is_renewed_in_grace_runs_from_now(world: World) -> None:
    alice = world.join("alice")
    first = grant(world, alice, "basic")
    world.wait_days(11)
    renewed = grant(world, alice, "basic")
    assert (renewed.id, renewed.state, renewed.grace_until) == (first.id, State.ACTIVE, None)
    assert renewed.expires_at == world.clock.now() + timedelta(days=10)


def test_what_had_expired_starts_anew(world: World) -> None:
    alice = world.join("alice")
    first = grant(world, alice, "basic")
    world.wait_days(20)
    renewed = grant(world, alice, "basic")
    assert (renewed.id, renewed.state) == (first.id, State.ACTIVE)
    assert renewed.started_at == world.clock.now()


def test_an_upgrade_takes_effect_at_once_and_keeps_the_worth_of_what_was_left(world: World) -> None:
    alice = world.join("alice")
    grant(world, alice, "basic", Length(days=299))
    better = grant(world, alice, "premium")
    assert world.tier(alice) == 2
    assert better.expires_at == world.clock.now() + timedelta(days=10 + 99)


def test_a_lower_plan_lasts_longer_by_what_was_left(world: World) -> None:
    alice = world.join("alice")
    grant(world, alice, "premium", Length(days=99))
    lower = grant(world, alice, "basic")
    assert world.tier(alice) == 1
    assert lower.expires_at == world.clock.now() + timedelta(days=10 + 299)


def test_the_rest_of_a_trial_is_kept_on_its_own_plan_and_worth_nothing_on_another(
    world: World,
) -> None:
    alice, bob = world.join("alice"), world.join("bob")
    with world.work() as uow:
        membership.start_trial(uow, alice)
        membership.start_trial(uow, bob)
    assert grant(world, alice, "premium").expires_at == world.clock.now() + timedelta(days=13)
    assert grant(world, bob, "vip").expires_at == world.clock.now() + timedelta(days=10)


@pytest.mark.parametrize("plan", ["free", "gold"])
def test_free_and_unknown_plans_cannot_be_granted(world: World, plan: str) -> None:
    alice = world.join("alice")
    with world.work() as uow, pytest.raises(Refusal):
        membership.grant(uow, alice, plan, DAYS)


def test_a_membership_lasts_thirty_years_at_most(world: World) -> None:
    alice = world.join("alice")
    grant(world, alice, "basic", Length(months=300))
    with world.work() as uow, pytest.raises(Refusal, match="最长"):
        membership.grant(uow, alice, "basic", Length(months=61))


def test_what_is_revoked_ends_now_and_the_rooms_are_told(world: World) -> None:
    alice, boss = world.join("alice"), world.join("boss")
    given = grant(world, alice, "vip")
    world.wait(hours=5)
    with world.work() as uow:
        ended = membership.revoke(uow, alice, by=boss, reason=" 违反群规 ")
    assert (ended.state, ended.expires_at) == (State.REVOKED, world.clock.now())
    assert world.tier(alice) == 0
    assert [type(event) for event in world.told] == [SubscriptionStarted, SubscriptionExpired]
    with world.work() as uow:
        latest = membership.status(uow, alice).history[0]
    assert (latest.subscription_id, latest.to_state) == (given.id, State.REVOKED)
    assert (latest.reason, latest.by_member_id) == ("违反群规", boss.id)


def test_nothing_can_be_revoked_twice_and_a_new_grant_is_a_new_subscription(world: World) -> None:
    alice = world.join("alice")
    first = grant(world, alice, "basic")
    with world.work() as uow:
        membership.revoke(uow, alice)
    with world.work() as uow, pytest.raises(Refusal, match="没有会员可以撤销"):
        membership.revoke(uow, alice)
    again = grant(world, alice, "basic")
    assert again.id != first.id
    assert again.expires_at == world.clock.now() + timedelta(days=10)


def test_the_database_itself_allows_one_running_subscription(world: World) -> None:
    alice = world.join("alice")
    grant(world, alice, "basic")
    row = {
        "community_id": alice.community_id,
        "member_id": alice.id,
        "plan": "vip",
        "tier": 3,
        "state": "active",
        "started_at": world.clock.now(),
        "expires_at": world.clock.now(),
        "source": "grant",
    }
    with pytest.raises(IntegrityError), world.work() as uow:
        uow.execute(insert(SubscriptionRow).values(**row))
