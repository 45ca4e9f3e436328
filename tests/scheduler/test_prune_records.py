"""Old records go at night; what waits, what is young and each job's latest run stay."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from core import outbox, runs
from core.addresses import Address
from core.cards import Card
from core.outbox import Ending, Letter
from core.outbox.models import LetterRow
from core.runs.models import JobRunRow
from scheduler.job import Slot
from scheduler.jobs.prune_records import prune_records
from tests.core.community import Circle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.uow import UnitOfWork

HERE = Address("telegram", "-100")
LONG_AGO = timedelta(days=91)


@pytest.fixture
def circle(database_url: str) -> Iterator[Circle]:
    """Return a community on either engine."""
    circle = Circle(database_url)
    yield circle
    circle.writer.close()


def test_only_letters_that_ended_long_ago_are_deleted(circle: Circle) -> None:
    _post(circle, "ended long ago", ends=True)
    _post(circle, "waits since long ago", ends=False)
    circle.clock.move_to(circle.clock.now() + LONG_AGO)
    _post(circle, "ended today", ends=True)
    _prune(circle)
    with circle.writer.read() as uow:
        kept = set(uow.execute(select(LetterRow.key)).scalars())
    assert kept == {"waits since long ago", "ended today"}


def test_a_jobs_latest_run_stays_however_old(circle: Circle) -> None:
    morning = circle.clock.now().replace(tzinfo=None, hour=9, minute=0, second=0, microsecond=0)
    with circle.writer.begin() as uow:
        for job, day in (("daily", 0), ("daily", 1), ("yearly", 0)):
            _run(uow, circle, job, day)
    circle.clock.move_to(circle.clock.now() + LONG_AGO)
    _prune(circle)
    with circle.writer.read() as uow:
        left = {tuple(row) for row in uow.execute(select(JobRunRow.job, JobRunRow.slot))}
    first, second = (f"{morning + timedelta(days=day):%Y-%m-%dT%H:%M}" for day in (0, 1))
    assert left == {("daily", second), ("yearly", first)}


def _post(circle: Circle, key: str, *, ends: bool) -> None:
    with circle.writer.begin() as uow:
        letter = Letter(community_id=circle.community.id, key=key, to=HERE, card=Card("好"))
        assert outbox.post(uow, letter)
    if ends:
        with circle.writer.begin() as uow:
            parcel = next(p for p in outbox.claim(uow, ["telegram"]) if _key(uow, p.id) == key)
            outbox.ended(uow, parcel, Ending.SENT, message_id="1")


def _key(uow: UnitOfWork, letter_id: int) -> str:
    return str(uow.execute(select(LetterRow.key).where(LetterRow.id == letter_id)).scalar_one())


def _run(uow: UnitOfWork, circle: Circle, job: str, day: int) -> None:
    morning = circle.clock.now().replace(tzinfo=None, hour=9, minute=0, second=0, microsecond=0)
    slot = morning + timedelta(days=day)
    assert runs.claim(uow, circle.community.id, job, slot)
    runs.finish(uow, circle.community.id, job, slot)


def _prune(circle: Circle) -> None:
    now = circle.clock.now()
    slot = Slot(circle.community, now.replace(tzinfo=None), now)
    prune_records.run(circle.writer.begin, slot)
