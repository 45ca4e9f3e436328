"""The front without a platform: what people do is heard by the real router, and read back."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any, Self

from bot.declarations import Declarations
from bot.flood import Flood
from bot.replies import Reply
from bot.router import Router
from bot.seals import Seals
from bot.tenancy import Tenancy
from bot.updates import ButtonPress, Chat, Command, MemberJoined, Message, Person, Reaction
from bot.watch import Watch
from core import bootstrap
from core.addresses import Address
from core.clock import ManualClock
from core.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from types import TracebackType

    from bot.replies import Act, Toast
    from bot.updates import Update
    from core.bootstrap import Reader
    from core.cards import Button
    from core.uow import UnitOfWork

    Answers = tuple[Reply | Toast | Act, ...]

MONDAY = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)  # noon in Shanghai
SECRET = "a secret of the tests"


def person(name: str, platform: str = "console", **known: Any) -> Person:  # noqa: ANN401
    """Return somebody on a platform."""
    return Person(platform, f"{platform}-{name}", name, username=name, **known)


def group(name: str, platform: str = "console", space: str | None = None) -> Chat:
    """Return a group, or a channel of a space."""
    return Chat(platform, name, title=name, space=space)


def alone(who: Person) -> Chat:
    """Return somebody's private chat."""
    return Chat(who.platform, who.id, private=True)


def words(answers: Answers) -> str:
    """Return everything that was said back, as one text."""
    return "\n".join(
        answer.card.text if isinstance(answer, Reply) else getattr(answer, "text", "")
        for answer in answers
    )


class Front:
    """A router on a database; ``trusted`` platforms bind their chats at first sight."""

    def __init__(
        self,
        url: str,
        *,
        owners: Collection[tuple[str, str]] = (),
        trusted: Collection[str] = ("console", "console2"),
        declarations: Declarations | None = None,
        per_minute: int = 0,
    ) -> None:
        """Open the database and stand ready."""
        self.clock = ManualClock(MONDAY)
        self.writer = bootstrap.open_writer(url, self.clock)
        self.seals = Seals(SECRET)
        self.watch = Watch(self.writer, _reader())
        self.router = Router(
            self.writer,
            declarations or Declarations.collect(),
            self.seals,
            Tenancy(self.seals, owners, trusted),
            Flood(per_minute),
            self.watch,
        )
        self._numbers = count(1)
        self.writer.start()

    def __enter__(self) -> Self:
        """Serve."""
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Finish what waits and close the database."""
        self.writer.stop()
        self.writer.close()

    def says(
        self,
        who: Person,
        text: str,
        chat: Chat | None = None,
        *,
        role: Role = Role.MEMBER,
        **known: Any,  # noqa: ANN401 - the update's further fields
    ) -> Answers:
        """Let somebody say something, in private unless a chat is given."""
        return self.hear(self.said(who, text, chat, **known), role)

    def said(
        self,
        who: Person,
        text: str,
        chat: Chat | None = None,
        **known: Any,  # noqa: ANN401
    ) -> Update:
        """Return the update of somebody's saying something."""
        common = {**self._common(who, chat or alone(who)), **known}
        if not text.startswith("/"):
            return Message(**{"message_id": f"m{next(self._numbers)}", **common}, text=text)
        name, _, args = text[1:].partition(" ")
        return Command(**common, name=name, args=args)

    def joins(self, who: Person, chat: Chat) -> Answers:
        """Let somebody come to a group."""
        return self.hear(MemberJoined(**self._common(who, chat)))

    def reacts(self, who: Person, emoji: str, message_id: str, chat: Chat) -> Answers:
        """Let somebody put an emoji on a message."""
        common = self._common(who, chat)
        return self.hear(Reaction(**common, message_id=message_id, emoji=emoji))

    def presses(
        self, who: Person, button: Button, chat: Chat | None = None, *, role: Role = Role.MEMBER
    ) -> Answers:
        """Let somebody press a button that was sent to the chat in which it is pressed."""
        where = chat or alone(who)
        to = Address(where.platform, where.id, where.private)
        return self.pushes(who, self.seals.close(button, to, self.clock.now()), where, role=role)

    def pushes(self, who: Person, data: str, chat: Chat, *, role: Role = Role.MEMBER) -> Answers:
        """Let somebody send any token as that of a pressed button."""
        common = self._common(who, chat)
        return self.hear(ButtonPress(**common, message_id="1", data=data), role)

    def hear(self, update: Update, role: Role = Role.MEMBER) -> Answers:
        """Hear an update as an adapter would, and seal the buttons of what is said back."""
        answers = self.router.hear(update, role).result(timeout=60).answers
        for answer in answers:
            if isinstance(answer, Reply):
                to = Address(update.chat.platform, update.chat.id, update.chat.private)
                self.seals.keys(answer.card, to, self.clock.now())
        return answers

    def read(self, query: Callable[[UnitOfWork], Any]) -> Any:  # noqa: ANN401 - what it finds
        """Return what a query of the core finds."""
        with self.writer.read() as uow:
            return query(uow)

    def does(self, deed: Callable[[UnitOfWork], Any]) -> Any:  # noqa: ANN401 - what it returns
        """Do something in the core, committed."""
        return self.writer.submit(deed).result(timeout=60)

    def _common(self, who: Person, chat: Chat) -> dict[str, Any]:
        key = f"{chat.platform}:{next(self._numbers)}"
        return {"key": key, "at": self.clock.now(), "chat": chat, "actor": who}


def button(answers: Answers, label: str) -> Button:
    """Return the button whose label contains a text."""
    found = [
        button
        for answer in answers
        if isinstance(answer, Reply)
        for row in answer.card.buttons
        for button in row
        if label in button.label
    ]
    assert found, f"no button {label!r} in {words(answers)!r}"
    return found[0]


@cache
def _reader() -> Reader:
    return bootstrap.reader()
