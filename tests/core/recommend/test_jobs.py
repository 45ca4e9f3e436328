"""The weekly letters and the nightly training, run by hand at their slots."""

from __future__ import annotations

from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from core import bootstrap, communities, courses, members, outbox, recommend
from core.clock import ManualClock
from core.courses import Draft
from core.db import Database
from core.members import Member, Notification, Purpose
from core.writer import Writer
from scheduler.job import Slot
from scheduler.jobs.suggest_groups import suggest_groups
from scheduler.jobs.suggest_members import AT_ONCE, suggest_members
from scheduler.jobs.train_recommender import train_recommender
from tests.core.statements import statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.communities import Community
    from core.outbox import Parcel
    from core.uow import UnitOfWork
    from scheduler.job import Job

EVENING = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
def writer(database_url: str) -> Iterator[Writer]:
    """Open a database on a Wednesday, 20:00 in Shanghai."""
    with closing(Database(database_url)) as database:
        yield Writer(database, ManualClock(EVENING), bootstrap.REACTIONS)


@pytest.fixture
def community(writer: Writer) -> Community:
    """Found a community with one group and twelve courses."""
    with writer.begin() as uow:
        founded = communities.create(uow, "南山学习社")
        communities.bind(uow, founded.id, "console", "g1")
        drafts = [Draft(f"C{number:02}", f"第 {number} 课") for number in range(12)]
        courses.import_courses(uow, founded.id, drafts)
        return founded


def joined(writer: Writer, community: Community, name: str, *, consents: bool = True) -> Member:
    with writer.begin() as uow:
        visitor = members.Visitor("console", name, name)
        member = members.recognise_one(uow, members.Sighting(community.id, visitor))
        if consents:
            members.agree(uow, member, Purpose.RECOMMEND)
        return member


def run(writer: Writer, job: Job, community: Community) -> None:
    job.run(writer.begin, Slot(community, datetime(2026, 3, 4, 20, 0), EVENING))  # noqa: DTZ001


def letters(writer: Writer) -> list[Parcel]:
    with writer.begin() as uow:
        return outbox.claim(uow, ["console"])


def test_only_members_who_consented_are_written_to(writer: Writer, community: Community) -> None:
    willing = [joined(writer, community, f"成员{number}") for number in range(25)]
    joined(writer, community, "未同意", consents=False)
    quiet = joined(writer, community, "关了通知")
    gone = joined(writer, community, "收不到")
    with writer.begin() as uow:
        members.switch_notification(uow, quiet, Notification.SUGGESTIONS)
        members.reachable(uow, "console", "收不到", is_so=False)
    run(writer, suggest_members, community)
    written = letters(writer)
    assert {letter.member_id for letter in written} == {member.id for member in willing}
    assert gone.id not in {letter.member_id for letter in written}
    assert all(letter.to.private for letter in written)
    assert all("/settings" in letter.card.text for letter in written)


def test_whom_to_write_to_costs_as_many_questions_for_many_as_for_few(
    writer: Writer, community: Community
) -> None:
    counts = []
    for crowd in (3, 30):
        for number in range(crowd):
            quiet = joined(writer, community, f"{crowd} 人中的{number}")
            with writer.begin() as uow:
                members.switch_notification(uow, quiet, Notification.SUGGESTIONS)
        with statements(writer) as asked:
            run(writer, suggest_members, community)
        assert not asked.writing
        counts.append(len(asked.reading))
    assert counts[0] == counts[1]


def test_what_to_write_is_worked_out_while_others_may_write(
    writer: Writer, community: Community
) -> None:
    counts = []
    for number in range(AT_ONCE):
        joined(writer, community, f"成员{number}")
        with statements(writer) as asked:
            run(writer, suggest_members, community)
        for table in ("courses", "recommenders"):
            assert [one for one in asked.reading if f"FROM {table}" in one]
            assert not [one for one in asked.writing if f"FROM {table}" in one]
        counts.append(len(asked.reading))
    assert counts[0] == counts[-1]


def test_a_letter_goes_out_once_for_a_slot(writer: Writer, community: Community) -> None:
    member = joined(writer, community, "小满")
    run(writer, suggest_members, community)
    run(writer, suggest_members, community)
    assert len(letters(writer)) == 1
    with writer.begin() as uow:
        shown = recommend.PERSONAL.export(uow, member.id)
    assert [entry["channel"] for entry in shown] == [recommend.LETTER] * 3


def test_a_letter_waits_for_the_member_s_morning(writer: Writer, community: Community) -> None:
    member = joined(writer, community, "小满")
    with writer.begin() as uow:
        members.change_zone(uow, member, "Pacific/Auckland")
    run(writer, suggest_members, community)
    assert letters(writer) == []


def test_groups_are_written_once_for_a_slot(writer: Writer, community: Community) -> None:
    run(writer, suggest_groups, community)
    run(writer, suggest_groups, community)
    (letter,) = letters(writer)
    assert (letter.to.chat_id, letter.to.private) == ("g1", False)
    assert "/suggest" in letter.card.text


def test_each_group_has_a_transaction_of_its_own(writer: Writer, community: Community) -> None:
    with writer.begin() as uow:
        for name in ("g2", "g3"):
            communities.bind(uow, community.id, "console", name)
    written: list[bool] = []

    @contextmanager
    def begin(*, writes: bool = True) -> Iterator[UnitOfWork]:
        written.append(writes)
        with writer.begin(writes=writes) as uow:
            yield uow

    suggest_groups.run(begin, Slot(community, datetime(2026, 3, 6, 12, 0), EVENING))  # noqa: DTZ001
    assert written.count(True) == len(letters(writer)) == 3


def test_the_nightly_training_is_used_from_then_on(writer: Writer, community: Community) -> None:
    with writer.begin() as uow:
        for number in range(4):
            visitor = members.Visitor("console", f"学员{number}", f"学员{number}")
            member = members.recognise_one(uow, members.Sighting(community.id, visitor))
            members.agree(uow, member, Purpose.RECOMMEND)
            for code in ("C03", "C07"):
                courses.enrol(uow, member, courses.get(uow, community.id, code), tier=0)
    run(writer, train_recommender, community)
    newcomer = joined(writer, community, "小满")
    with writer.begin() as uow:
        courses.enrol(uow, newcomer, courses.get(uow, community.id, "C03"), tier=0)
        (first, *_) = recommend.suggest(uow, newcomer, tier=0)
    assert first.course.code == "C07"
    assert first.reason.kind is recommend.ReasonKind.STUDIED


def test_training_a_community_without_courses_does_nothing(writer: Writer) -> None:
    with writer.begin() as uow:
        empty = communities.create(uow, "北岸读书会")
    run(writer, train_recommender, empty)
    with writer.begin() as uow:
        uow.now += timedelta(days=1)
        courses.import_courses(uow, empty.id, [Draft("A", "甲")])
        visitor = members.Visitor("console", "小满", "小满")
        member = members.recognise_one(uow, members.Sighting(empty.id, visitor))
        assert len(recommend.suggest(uow, member, tier=0)) == 1
