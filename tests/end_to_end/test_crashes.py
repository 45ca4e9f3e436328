"""What the bot acknowledged is kept, whatever happens to it or to its database."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

from tests.end_to_end.story import found_community

if TYPE_CHECKING:
    from tests.end_to_end.town import Town

BURST = 600
LOCKED_SECONDS = 8.0


def test_a_kill_in_a_burst_loses_nothing_that_was_acknowledged(town: Town) -> None:
    found_community(town)
    numbers = burst(town, BURST)
    town.until(lambda: len(pending(town)) < BURST - 100, "some of the burst is acknowledged")
    town.bot.kill()
    acknowledged = numbers - pending(town)
    assert acknowledged <= heard(town)
    assert acknowledged < numbers, "the whole burst was over before the kill"

    with town.bot:
        town.until(lambda: not pending(town), "the rest is acknowledged")
        assert town.bot.stop() == 0
    assert numbers <= heard(town)
    assert messages(town) == BURST


def test_answers_that_wait_when_it_stops_are_said_after_the_next_start(town: Town) -> None:
    found_community(town)
    already = len(town.group.texts)
    with town.tg.changed:
        for number in range(6):  # more than a group may be told at once
            town.tg.user(f"读者{number}").says(town.group, "/rules")
    town.until(lambda: not pending(town), "everything is acknowledged")
    assert town.bot.stop() == 0
    assert len(town.group.texts) < already + 6

    with town.bot:
        town.until(lambda: len(town.group.texts) == already + 6, "every answer is said")
        assert town.bot.stop() == 0


def test_updates_delivered_a_second_time_change_nothing(town: Town) -> None:
    found_community(town)
    asker = town.tg.user("小满")
    with town.tg.changed:  # the bot cannot ask for any of it meanwhile
        burst(town, 60)
        asker.says(town.group, "/ask 听写总漏掉词尾，该怎么练？")
        asker.says(town.group, "/checkin")
        delivered = list(town.tg.updates)
    town.until(lambda: not pending(town), "everything is acknowledged")
    assert town.bot.stop() == 0
    before = counts(town)

    with town.bot:
        town.tg.updates.extend(delivered)
        town.until(lambda: not pending(town), "everything is acknowledged again")
        assert town.bot.stop() == 0
    assert counts(town) == before
    assert before["questions"] == 1


def test_nothing_is_acknowledged_while_another_process_locks_the_database(town: Town) -> None:
    found_community(town)
    town.until(lambda: not pending(town), "the beginning is acknowledged")
    with closing(sqlite3.connect(town.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        ends = time.monotonic() + LOCKED_SECONDS
        numbers = burst(town, 50)
        while time.monotonic() < ends:
            assert pending(town) == numbers
            time.sleep(0.05)
        town.until(lambda: "did not take a batch" in town.bot.log, "the writer gives up")
        assert pending(town) == numbers
        other.execute("ROLLBACK")
    town.until(lambda: not pending(town), "the burst is acknowledged")
    assert numbers <= heard(town)
    assert messages(town) == len(numbers)
    assert town.bot.stop() == 0


def burst(town: Town, size: int) -> set[int]:
    """Let ten people write in turn, all at once; return the numbers of the updates."""
    people = [town.tg.user(f"读者{n}") for n in range(10)]
    with town.tg.changed:
        before = pending(town)
        for number in range(size):
            people[number % 10].says(town.group, f"第{number}遍读完了，感觉不错。")
        return pending(town) - before


def pending(town: Town) -> set[int]:
    """Return the numbers of the updates that were not acknowledged."""
    with town.tg.changed:
        return {update["update_id"] for update in town.tg.updates}


def heard(town: Town) -> set[int]:
    """Return the numbers of the updates from Telegram that are in the database."""
    with closing(sqlite3.connect(town.database)) as connection:
        rows = connection.execute("SELECT key FROM inbox WHERE key LIKE 'telegram:%'").fetchall()
    numbers = [key.split(":")[2] for (key,) in rows]
    return {int(number) for number in numbers if number.isdecimal()}


def messages(town: Town) -> int:
    """Return how many ordinary messages were counted in moods."""
    with closing(sqlite3.connect(town.database)) as connection:
        [[total]] = connection.execute("SELECT coalesce(sum(messages), 0) FROM moods").fetchall()
    return int(total)


def counts(town: Town) -> dict[str, int]:
    """Return how many rows each table has that an update may add to, and the messages counted."""
    tables = ("inbox", "members", "accounts", "questions", "transfers", "check_ins", "outbox")
    with closing(sqlite3.connect(town.database)) as connection:
        rows = {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            for table in tables
        }
    return rows | {"messages": messages(town)}
