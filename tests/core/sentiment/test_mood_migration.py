"""Days that were kept before hours were: they become noon, and hours add up to days again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from alembic import command
from sqlalchemy import text

from core import communities, members, sentiment
from core.clock import ManualClock
from core.db import Database, alembic_config, migrate
from core.members import Sighting, Visitor
from core.sentiment import Heard
from core.text.reading import sentiment_of
from core.writer import Writer

NOON = datetime(2026, 3, 10, 4, tzinfo=UTC)
GLAD = sentiment_of(0.05, 0.05, 0.9)


def test_hours_become_days_and_days_become_noon(database_url: str) -> None:
    database = Database(database_url)
    with Writer(database, ManualClock(NOON), {}).begin() as uow:
        community = communities.create(uow, "读书会")
        chat_id = communities.bind(uow, community.id, "console", "g1").chat_id
        who = [
            members.recognise_one(uow, Sighting(community.id, Visitor("console", name, name))).id
            for name in ("甲", "乙")
        ]
        heard = [
            Heard(community.id, chat_id, member, NOON - timedelta(hours=hours), GLAD, ("video",))
            for member in who
            for hours in (1, 2, 30)
        ]
        sentiment.note(uow, heard)
    database.close()

    command.downgrade(alembic_config(database_url), "0007")
    assert _rows(database) == [(9, 1, 1), (9, 1, 1), (10, 2, 2), (10, 2, 2)]
    database.close()
    migrate(database_url)
    assert _rows(database, "hour") == [(9, 12), (9, 12), (10, 12), (10, 12)]
    assert _rows(database) == [(9, 1, 1), (9, 1, 1), (10, 2, 2), (10, 2, 2)]
    database.close()


def _rows(database: Database, columns: str = "messages, positives") -> list[tuple[int, ...]]:
    query = text(f"SELECT day, {columns} FROM moods ORDER BY day, member_id")  # noqa: S608
    with database.read.connect() as connection:
        return [(int(str(row[0])[-2:]), *row[1:]) for row in connection.execute(query)]
