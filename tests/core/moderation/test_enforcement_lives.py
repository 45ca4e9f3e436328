"""Whatever happens in whatever order, the ladder is climbed fairly, and undoing restores."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
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

from core import communities, members, moderation
from core.members import Sighting, Visitor
from core.moderation import Cause, Mode, Rung, Step, Suspect, repository, repository_audit
from core.moderation.ladder import DEFAULT_LADDER, climb, gravity
from core.roles import Role
from core.text.reading import Hit
from core.uow import UnitOfWork

if TYPE_CHECKING:
    from core.db import Database
    from core.members import Member
    from core.moderation.records import Sanction

START = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)
RULES = st.sampled_from(["spam", "ad", "word", "pattern", "flood", "duplicate"])


class Lives(RuleBasedStateMachine):
    """A member and a moderator under a policy that is on, in a transaction never committed."""

    def __init__(self, database: Database) -> None:
        """Begin with nothing."""
        super().__init__()
        self.now = START
        self.connection = database.write.connect()
        self.transaction = self.connection.begin()
        self.numbers = count(1)

    @initialize()
    def found(self) -> None:
        """Found a community that acts by itself."""
        uow = self.work()
        self.community = communities.create(uow, "读书会")
        self.place = communities.bind(uow, self.community.id, "console", "g1", title="g1")
        self.member, self.staff = (self.enter(uow, name) for name in ("alice", "bob"))
        members.promote(uow, self.staff, Role.MODERATOR)
        self.staff = members.by_id(uow, self.staff.id)
        moderation.switch(uow, self.staff, Mode.ON)

    @rule(name=RULES)
    def offend(self, name: str) -> None:
        """Break a rule: at most one step follows, and it is the one that the weight says."""
        before = self.sanctions()
        weight = self.weight(before)
        self.caught(self.member, name)
        fresh = self.sanctions()[: -len(before) or None]
        if not fresh:
            assert gravity(name).rest > self.now - before[0].at
            return
        [taken] = fresh
        rung = climb(DEFAULT_LADDER, weight, gravity(name))
        assert taken.step is rung.step
        assert DEFAULT_LADDER.index(rung) < weight + gravity(name).weight
        assert self.weight(self.sanctions()) == weight + gravity(name).weight
        if rung.length and taken.until is None:
            assert any(item.step is taken.step and item.until is None for item in before)
        elif rung.length and taken.until:
            assert taken.until >= self.now + rung.length

    @rule(name=RULES)
    def offend_as_staff(self, name: str) -> None:
        """Break a rule as a moderator: nothing follows."""
        self.caught(self.staff, name)

    @rule(step=st.sampled_from(Step), hours=st.none() | st.integers(1, 24 * 20))
    def sanction(self, step: Step, hours: int | None) -> None:
        """Act by hand."""
        length = timedelta(hours=hours) if hours and step.lasts else None
        rung = moderation.rung_of(step, length) if step.lasts else Rung(step)
        moderation.sanction(self.work(), self.member, rung, Cause(reason="试试"), by=self.staff)

    @precondition(lambda self: any(item.lifted_at is None for item in self.sanctions()))
    @rule(which=st.integers(0, 20))
    def lift(self, which: int) -> None:
        """Undo a step: what it weighed is gone, and it holds no longer."""
        unlifted = [item for item in self.sanctions() if item.lifted_at is None]
        chosen = unlifted[which % len(unlifted)]
        before = self.weight(self.sanctions())
        lifted = moderation.lift(self.work(), chosen, self.staff)
        assert not lifted.holds(self.now)
        assert not lifted.counts(self.now)
        weighed = chosen.weight if chosen.counts(self.now) else 0
        assert self.weight(self.sanctions()) == before - weighed

    @rule(minutes=st.integers(1, 60 * 24 * 45))
    def wait(self, minutes: int) -> None:
        """Let time pass; nobody gets heavier by it."""
        before = self.weight(self.sanctions())
        self.now += timedelta(minutes=minutes)
        assert self.weight(self.sanctions()) <= before

    @precondition(lambda self: hasattr(self, "member"))
    @invariant()
    def nobody_of_the_staff_is_ever_acted_on(self) -> None:
        """Leave the staff alone."""
        assert repository.sanctions_of(self.work(), self.staff.id) == []

    @precondition(lambda self: hasattr(self, "member"))
    @invariant()
    def one_mute_and_one_ban_hold_at_most(self) -> None:
        """Let the last one take the place of those before."""
        holding = [item.step for item in self.sanctions() if item.holds(self.now)]
        assert len(holding) == len(set(holding))

    @precondition(lambda self: hasattr(self, "member"))
    @invariant()
    def the_standing_is_the_sum_of_what_counts(self) -> None:
        """Let the query agree with the rows."""
        standing = repository.standing(self.work(), self.member.id)
        assert standing.weight == self.weight(self.sanctions())

    @precondition(lambda self: hasattr(self, "member"))
    @invariant()
    def the_audit_has_a_line_for_every_step(self) -> None:
        """Every step is there once, and so is every undoing."""
        lines = repository_audit.about(self.work(), self.member.id)
        taken = [line for line in lines if line.act in set(Step)]
        assert [line.sanction_id for line in taken] == [i.id for i in reversed(self.sanctions())]
        undone = {line.sanction_id for line in taken if line.undone_at is not None}
        assert undone == {item.id for item in self.sanctions() if item.lifted_at is not None}

    def caught(self, who: Member, name: str) -> None:
        """Let a rule find a message."""
        suspect = Suspect(
            community=self.community,
            place=self.place,
            member=who,
            user_id=who.name,
            message_id=f"m{next(self.numbers)}",
            at=self.now,
            hits=(Hit(name, 0, 1, "词"),),
        )
        moderation.enforce(self.work(), [suspect])

    def enter(self, uow: UnitOfWork, name: str) -> Member:
        """Return somebody who is in the chat."""
        visitor = Visitor("console", name, name, name)
        return members.recognise_one(uow, Sighting(self.community.id, visitor, self.place.chat_id))

    def sanctions(self) -> list[Sanction]:
        """Return the member's sanctions, newest first."""
        return repository.sanctions_of(self.work(), self.member.id)

    def weight(self, found: list[Sanction]) -> int:
        """Return what counts now."""
        return sum(item.weight for item in found if item.counts(self.now))

    def work(self) -> UnitOfWork:
        """Work now, in the transaction of this life."""
        return UnitOfWork(self.connection, self.now, {})

    def teardown(self) -> None:
        """Undo this life."""
        self.transaction.rollback()
        self.connection.close()


def test_every_life_is_treated_fairly(database: Database) -> None:
    class Here(Lives):
        def __init__(self) -> None:
            super().__init__(database)

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=15,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
