"""A small town to test points in: its people, and what they can do in one line each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

from core import communities, members, points
from core.clock import ManualClock
from core.events import (
    AnswerAccepted,
    AnswerGiven,
    AnswerUpvoted,
    MemberErased,
    MembersMerged,
    QuestionAsked,
    UpvoteWithdrawn,
)
from core.members import Sighting, Visitor
from core.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.communities import Community
    from core.db import Database
    from core.events import Event
    from core.members import Member
    from core.uow import Reaction, UnitOfWork

PEOPLE = ("小满", "阿德", "丁丁", "木子")
MONDAY = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)  # noon in Shanghai
ROOMS = (members.PERSONAL, points.PERSONAL)


@dataclass
class Town:
    """A writer with the reactions in place, and the people of a fresh community."""

    writer: Writer
    clock: ManualClock
    community: Community
    people: dict[str, Member] = field(default_factory=dict)
    became: dict[str, str] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def member(self, name: str) -> Member:
        """Return the member of that name, who is welcomed when new."""
        if name not in self.people:
            visitor = Visitor("console", f"{self.community.id}-{name}", name)
            with self.writer.begin() as uow:
                seen = members.recognise_one(uow, Sighting(self.community.id, visitor))
            self.people[name] = seen
        return self.people[name]

    def id(self, name: str) -> int:
        """Return a member's id."""
        return self.member(name).id

    def happens(self, event: Event) -> None:
        """Let an event happen in a transaction of its own."""
        with self.writer.begin() as uow:
            uow.record(event)

    def asks(self, asker: str) -> int:
        """Let a member ask; return the question's number."""
        question = next(self.numbers)
        ids = {"question_id": question, "asker_id": self.id(asker)}
        self.happens(QuestionAsked(community_id=self.community.id, **ids))
        return question

    def answers(self, answerer: str, asker: str, question: int, *, first: bool = True) -> int:
        """Let a member answer; return the answer's number."""
        answer = next(self.numbers)
        self.happens(
            AnswerGiven(
                community_id=self.community.id,
                question_id=question,
                answer_id=answer,
                asker_id=self.id(asker),
                answerer_id=self.id(answerer),
                first=first,
            )
        )
        return answer

    def accepts(self, asker: str, answerer: str, question: int) -> None:
        """Let the asker accept an answer."""
        self.happens(
            AnswerAccepted(
                community_id=self.community.id,
                question_id=question,
                answer_id=question,
                asker_id=self.id(asker),
                answerer_id=self.id(answerer),
            )
        )

    def votes(self, voter: str, answerer: str, answer: int) -> None:
        """Let a member upvote an answer."""
        self.happens(AnswerUpvoted(**self._vote(voter, answerer, answer)))

    def takes_back(self, voter: str, answerer: str, answer: int) -> None:
        """Let a member withdraw an upvote."""
        self.happens(UpvoteWithdrawn(**self._vote(voter, answerer, answer)))

    def links(self, target: str, source: str) -> None:
        """Make one member of two."""
        self.became[source] = target
        ids = {"target_id": self.id(target), "source_id": self.id(source)}
        self.happens(MembersMerged(community_id=self.community.id, **ids))

    def checks_in(self, name: str) -> points.CheckIn:
        """Let a member check in."""
        member_id = self.id(name)
        with self.writer.begin() as uow:
            member = members.by_id(uow, member_id)
            return points.check_in(uow, member, self.community)

    def spends(self, name: str, amount: int, key: str) -> bool:
        """Let a member spend points."""
        with self.writer.begin() as uow:
            return points.transfer(
                uow,
                points.Transfer(
                    community_id=self.community.id,
                    key=key,
                    source=points.wallet(self.id(name)),
                    target=points.SINK,
                    amount=amount,
                    rule="purchase",
                    cause=key,
                ),
            )

    def balance(self, name: str) -> int:
        """Return a member's balance."""
        with self.writer.read() as uow:
            return points.balance(uow, self.member(name))

    def statement(self, name: str) -> points.Statement:
        """Return a member's statement."""
        with self.writer.read() as uow:
            return points.statement(uow, self.member(name), 50)

    def board(self, period: points.Period = points.Period.ALL) -> list[tuple[int, str, int]]:
        """Return the board as (rank, name, points)."""
        with self.writer.read() as uow:
            best = points.leaderboard(uow, self.community, period).best
        return [(place.rank, place.name, place.points) for place in best]

    def problems(self) -> list[points.Problem]:
        """Return what the audit finds."""
        with self.writer.read() as uow:
            return points.audit(uow, self.community.id)

    def wait(self, span: timedelta) -> None:
        """Let time pass."""
        self.clock.move_to(self.clock.now() + span)

    def _vote(self, voter: str, answerer: str, answer: int) -> dict[str, int]:
        return {
            "community_id": self.community.id,
            "question_id": 1,
            "answer_id": answer,
            "answerer_id": self.id(answerer),
            "voter_id": self.id(voter),
        }


def found(database: Database) -> Town:
    """Found a community of four in a database."""
    clock = ManualClock(MONDAY)
    reactions: dict[type[Event], tuple[Reaction, ...]] = {
        MembersMerged: (_merge,),
        MemberErased: (_erase,),
        **dict.fromkeys(points.events_heard(), (points.react,)),
    }
    writer = Writer(database, clock, reactions)
    with writer.begin() as uow:
        community = communities.create(uow, "晨读编程社")
    town = Town(writer, clock, community)
    for name in PEOPLE:
        town.member(name)
    return town


def _merge(uow: UnitOfWork, event: MembersMerged) -> None:
    for room in ROOMS:
        room.merge(uow, event.target_id, event.source_id)


def _erase(uow: UnitOfWork, event: MemberErased) -> None:
    for room in ROOMS:
        room.erase(uow, event.member_id)
