"""Stories told as dialogue: people say things in groups, and read what comes of it."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self
from zoneinfo import ZoneInfo

from bot import app
from bot.adapters.console import PLATFORMS, Console
from bot.settings import Settings
from core import outbox
from core.clock import ManualClock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import TracebackType

    from core.uow import UnitOfWork

    Line = dict[str, Any]

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 1, 5, 9, tzinfo=SHANGHAI)


class Heard:
    """What came out of the console, in order: ``"积分" in heard`` looks into every text."""

    def __init__(self, lines: Iterable[Line]) -> None:
        """Keep the lines."""
        self.lines = list(lines)

    def __iter__(self) -> Iterator[Line]:
        """Yield the lines as the console wrote them."""
        return iter(self.lines)

    def __len__(self) -> int:
        """Count the lines."""
        return len(self.lines)

    def __contains__(self, words: str) -> bool:
        """Say whether any text has these words in it."""
        return words in self.text

    def __repr__(self) -> str:
        """Show the lines, for a failing assertion."""
        return "\n".join(json.dumps(line, ensure_ascii=False) for line in self.lines) or "(nothing)"

    @property
    def text(self) -> str:
        """Every text, one after the other."""
        return "\n".join(line["text"] for line in self.lines if "text" in line)

    @property
    def last(self) -> Line:
        """The last line."""
        return self.lines[-1]

    @property
    def buttons(self) -> list[str]:
        """The labels of all buttons."""
        return [label for line in self.lines for label in line.get("buttons", [])]

    @property
    def sent(self) -> Heard:
        """The messages alone."""
        return self.only(action="send")

    @property
    def toasts(self) -> Heard:
        """The notices to those who pressed buttons."""
        return self.only(action="toast")

    def only(self, **fields: object) -> Heard:
        """Return the lines whose fields have these values."""
        wanted = fields.items()
        return Heard(line for line in self.lines if all(line.get(k) == v for k, v in wanted))


@dataclass(frozen=True, slots=True)
class Group:
    """A group on a console platform."""

    stage: Stage
    name: str
    on: str = PLATFORMS[0]

    @property
    def heard(self) -> Heard:
        """Everything that came out in the group so far, private answers too."""
        return self.stage.heard.only(on=self.on, chat=self.name)


@dataclass(frozen=True, slots=True)
class Person:
    """A user of a console platform."""

    stage: Stage
    name: str
    on: str = PLATFORMS[0]

    @property
    def heard(self) -> Heard:
        """Everything that came out in their private chat so far, and the notices to them."""
        mine = (("chat", f"dm:{self.name}"), ("user", self.name))
        lines = self.stage.heard.only(on=self.on)
        return Heard(line for line in lines if any(line.get(k) == v for k, v in mine))

    def says(
        self,
        where: Group | str,
        text: str,
        *,
        reply_to: str | None = None,
        id: str | None = None,  # noqa: A002
    ) -> Heard:
        """Say something in a group or, with "dm", to the bot; return what comes of it."""
        chat = where if isinstance(where, str) else where.name
        return self._does("say", chat=chat, text=text, reply_to=reply_to, id=id)

    def tells(self, text: str) -> Heard:
        """Say something to the bot in private."""
        return self.says("dm", text)

    def presses(self, button: str | int, message: str | None = None) -> Heard:
        """Press a button by its label or number: that of the newest message which has it."""
        where = message or self.stage.message_with(button, self)
        named = {"label": button} if isinstance(button, str) else {"button": button}
        return self._does("press", message=where, **named)

    def reacts(self, message: str, emoji: str) -> Heard:
        """Put an emoji on a message."""
        return self._does("react", message=message, emoji=emoji)

    def unreacts(self, message: str, emoji: str) -> Heard:
        """Take an emoji away."""
        return self._does("unreact", message=message, emoji=emoji)

    def joins(self, group: Group, via: str | None = None) -> Heard:
        """Come to a group."""
        return self._does("join", chat=group.name, via=via)

    def leaves(self, group: Group) -> Heard:
        """Leave a group."""
        return self._does("leave", chat=group.name)

    def asks_to_join(self, group: Group, via: str | None = None) -> Heard:
        """Ask to be let in."""
        return self._does("request_join", chat=group.name, via=via)

    def becomes_admin(self, group: Group) -> Self:
        """Be an administrator on the platform's own list."""
        self._does("promote", chat=group.name)
        return self

    def is_no_longer_admin(self, group: Group) -> Self:
        """Be none any more."""
        self._does("demote", chat=group.name)
        return self

    def pays(self, order: str, **details: str | int) -> Heard:
        """Pay an order; the details are those of the provider's report."""
        return self._does("pay", order=order, **details)

    def cannot_be_reached(self) -> None:
        """Have the bot blocked."""
        self.stage.does("fail", on=self.on, chat=f"dm:{self.name}", how="unreachable")

    def can_be_reached(self) -> None:
        """Have the bot unblocked."""
        self.stage.does("fail", on=self.on, chat=f"dm:{self.name}", how="ok")

    def _does(self, do: str, **fields: object) -> Heard:
        return self.stage.does(do, on=self.on, user=self.name, **fields)


class Stage:
    """The whole application with both console platforms, a database and a clock of its own."""

    def __init__(self, database_url: str, start: datetime = MONDAY, **settings: object) -> None:
        """Begin at a moment; ``settings`` are those of an operator."""
        self.database = database_url.removeprefix("sqlite:///")
        wanted: dict[str, Any] = {"database_url": database_url, **settings}
        self.clock = ManualClock(start)
        self.app = app.build(
            Settings(_env_file=None, **wanted), clock=self.clock, trusted=PLATFORMS
        )
        self._loop = asyncio.Runner()
        self._lines: list[Line] = []
        self._console = self.console(self._lines.append)
        self._loop.run(self._console.start())

    def __enter__(self) -> Self:
        """Play."""
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Close the database."""
        self._loop.close()
        self.app.close()

    @property
    def heard(self) -> Heard:
        """Everything that came out so far."""
        return Heard(self._lines)

    @property
    def now(self) -> datetime:
        """The present moment in Shanghai."""
        return self.clock.now().astimezone(SHANGHAI)

    def person(self, name: str, on: str = PLATFORMS[0]) -> Person:
        """Return a user."""
        return Person(self, name, on)

    def group(self, name: str, on: str = PLATFORMS[0]) -> Group:
        """Return a group."""
        return Group(self, name, on)

    def clock_to(self, moment: str | datetime) -> Heard:
        """Move the clock, "2026-01-12 09:00" being Shanghai time; return what comes out."""
        at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        at = at if at.tzinfo else at.replace(tzinfo=SHANGHAI)
        return self.does("clock", to=at.isoformat())

    def console(self, out: Callable[[Line], None]) -> Console:
        """Return another console with the same application behind it."""
        return Console(self.app, lambda: self.read(outbox.next_due), out)

    def does(self, do: str, **fields: object) -> Heard:
        """Put a line in and return what comes out; the story fails when the line is refused."""
        given = {name: value for name, value in fields.items() if value is not None}
        heard = self.line(json.dumps({"do": do, **given}, ensure_ascii=False))
        errors = [line["error"] for line in heard if "error" in line]
        assert not errors, errors
        return heard

    def line(self, text: str) -> Heard:
        """Put any line in and return what comes out, errors too."""
        before = len(self._lines)
        self._loop.run(self._console.take(text))
        return Heard(self._lines[before:])

    def message_with(self, button: str | int, person: Person) -> str:
        """Return the id of the newest message with a button that a person can see."""
        for line in reversed(self._lines):
            if line.get("action") in {"send", "edit"} and _offers(line, button, person):
                return str(line["id"])
        message = f"{person.name} sees no button {button!r} in\n{self.heard!r}"
        raise AssertionError(message)

    def read(self, query: Callable[[UnitOfWork], Any]) -> Any:  # noqa: ANN401 - what the query gives
        """Return what a query of the core finds."""
        with self.app.writer.read() as uow:
            return query(uow)


def _offers(line: Line, button: str | int, person: Person) -> bool:
    chat = line["chat"]
    if line["on"] != person.on or (chat.startswith("dm:") and chat != f"dm:{person.name}"):
        return False
    buttons = line["buttons"]
    if isinstance(button, int):
        return len(buttons) >= button
    return any(button in label for label in buttons)
