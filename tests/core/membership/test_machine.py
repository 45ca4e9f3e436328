"""Whatever is done in whatever order, the machine keeps to its table."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from core import communities, members, membership
from core.members import Sighting, Visitor
from core.membership import Length, State, repository
from core.membership.machine import RUNNING, TABLE, Move
from core.refusal import Refusal
from core.uow import UnitOfWork

if TYPE_CHECKING:
    from core.db import Database

STEPS = {(before, after) for (before, _), after in TABLE.items()}
PLANS = st.sampled_from(["basic", "premium", "vip"])
LENGTHS = st.builds(Length, months=st.integers(0, 25), days=st.integers(1, 40))
START = datetime(2026, 1, 31, 4, 0, tzinfo=UTC)


class Lives(RuleBasedStateMachine):
    """One member's memberships, in a transaction that is never committed."""

    def __init__(self, database: Database) -> None:
        """Begin with a member who has nothing."""
        super().__init__()
        self.now = START
        self.connection = database.write.connect()
        self.transaction = self.connection.begin()

    @initialize()
    def join(self) -> None:
        """Found a community with one member."""
        uow = self.work()
        self.community = communities.create(uow, "读书会")
        sighting = Sighting(self.community.id, Visitor("console", "alice", "alice"))
        self.member = members.recognise_one(uow, sighting)

    @rule(plan=PLANS, length=LENGTHS)
    def grant(self, plan: str, length: Length) -> None:
        """Give a plan; it runs from then on."""
        uow = self.work()
        try:
            given = membership.grant(uow, self.member, plan, length)
        except Refusal:
            return
        assert given.state is State.ACTIVE
        assert given.expires_at >= self.now + timedelta(days=1)

    @rule()
    def revoke(self) -> None:
        """Take whatever runs away."""
        uow = self.work()
        before = membership.tier_of(uow, self.member)
        try:
            membership.revoke(uow, self.member)
        except Refusal:
            assert before == 0
        assert membership.tier_of(uow, self.member) == 0

    @rule()
    def start_trial(self) -> None:
        """Try, which works exactly when it is offered."""
        uow = self.work()
        allowed = membership.may_try(uow, self.member)
        try:
            membership.start_trial(uow, self.member)
        except Refusal:
            assert not allowed
        else:
            assert allowed

    @rule(hours=st.integers(1, 24 * 40))
    def wait(self, hours: int) -> None:
        """Let time pass without a sweep."""
        self.now += timedelta(hours=hours)

    @rule()
    def sweep(self) -> None:
        """Sweep, and again at once: the second time nothing is left."""
        membership.sweep(self.work(), self.community)
        assert membership.sweep(self.work(), self.community) == []

    @precondition(lambda self: hasattr(self, "member"))
    @invariant()
    def the_tier_is_that_of_the_only_running_one(self) -> None:
        """Nobody has two memberships, and access is the state's."""
        uow = self.work()
        running = [one for one in repository.all_of(uow, self.member.id) if one.state in RUNNING]
        assert len(running) <= 1
        assert membership.tier_of(uow, self.member) == sum(one.tier for one in running)

    @precondition(lambda self: hasattr(self, "member"))
    @invariant()
    def the_history_is_a_path_of_the_table(self) -> None:
        """Every step is written down and allowed."""
        uow = self.work()
        changes = repository.history(uow, self.member.id)[::-1]
        for one in repository.all_of(uow, self.member.id):
            path = [change for change in changes if change.subscription_id == one.id]
            assert path[0].from_state is None
            assert path[-1].to_state is one.state
            assert path[-1].expires_at == one.expires_at
            assert all(a.to_state is b.from_state for a, b in pairwise(path))
            assert {(change.from_state, change.to_state) for change in path} <= STEPS

    @precondition(lambda self: hasattr(self, "member"))
    @invariant()
    def only_a_revocation_shortens_a_term(self) -> None:
        """Whatever else happens, an end never comes nearer."""
        changes = repository.history(self.work(), self.member.id)[::-1]
        for one in {change.subscription_id for change in changes}:
            path = [change for change in changes if change.subscription_id == one]
            for before, after in pairwise(path):
                assert after.expires_at >= before.expires_at or after.to_state is State.REVOKED

    def work(self) -> UnitOfWork:
        """Work now, in the transaction of this life."""
        return UnitOfWork(self.connection, self.now, {})

    def teardown(self) -> None:
        """Undo this life."""
        self.transaction.rollback()
        self.connection.close()


def test_every_life_keeps_to_the_table(database: Database) -> None:
    class Here(Lives):
        def __init__(self) -> None:
            super().__init__(database)

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_every_running_state_can_be_revoked_and_lapses() -> None:
    for state in RUNNING:
        assert TABLE[state, Move.REVOKE] is State.REVOKED
        assert (state, Move.LAPSE) in TABLE


def test_a_trial_has_no_grace() -> None:
    assert TABLE[State.TRIAL, Move.LAPSE] is State.EXPIRED


def test_what_was_revoked_or_replaced_stays_so() -> None:
    assert not {before for before, _ in TABLE} & {State.REVOKED, State.REPLACED}
