"""Many writers at once on one database: the caps hold and the ledger stays whole."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from core import points
from core.db import Database
from core.events import AnswerUpvoted, QuestionAsked
from core.writer import Writer
from tests.core.points.town import PEOPLE

if TYPE_CHECKING:
    from core.events import Event
    from tests.core.points.town import Town

WRITERS = 4


def at_once(town: Town, url: str, histories: list[list[Event]]) -> None:
    """Let each history happen in a writer of its own, all of them together."""

    def live(history: list[Event]) -> None:
        database = Database(url)
        reactions = dict.fromkeys(points.events_heard(), (points.react,))
        writer = Writer(database, town.clock, reactions)
        for event in history:
            with writer.begin() as uow:
                uow.record(event)
        database.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(live, histories))


def test_the_daily_cap_holds_when_many_pay_at_once(town: Town, database_url: str) -> None:
    voters = [town.id(f"书友{n}") for n in range(28)]
    votes: list[Event] = [
        AnswerUpvoted(
            community_id=town.community.id,
            question_id=1,
            answer_id=n,
            answerer_id=town.id("阿德"),
            voter_id=voter,
        )
        for n, voter in enumerate(voters)
    ]
    at_once(town, database_url, [votes[n::WRITERS] for n in range(WRITERS)])
    assert town.balance("阿德") == points.DAILY_CAP
    assert town.problems() == []


def test_the_same_deeds_told_to_many_writers_are_paid_once(town: Town, database_url: str) -> None:
    asked: list[Event] = [
        QuestionAsked(
            community_id=town.community.id,
            question_id=n,
            asker_id=town.id(PEOPLE[n % len(PEOPLE)]),
        )
        for n in range(12)
    ]
    at_once(town, database_url, [asked, asked[::-1], asked[3:], asked[::-2]])
    assert [town.balance(name) for name in PEOPLE] == [6, 6, 6, 6]
    assert town.problems() == []
