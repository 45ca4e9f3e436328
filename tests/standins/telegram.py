"""A Telegram to test against: the Bot API on a loopback socket, and people who use the app.

with TelegramStandIn() as tg:
    alice, group = tg.user("alice"), tg.group("学习群")
    alice.says(group, "/help")
    tg.wait(lambda: group.texts)
"""

from __future__ import annotations

import re
import threading
import time
from itertools import count
from typing import TYPE_CHECKING, Any, Self, TypeVar

from tests.standins import telegram_spec
from tests.standins.telegram_requests import DEFAULT_UPDATES, Asked, Failure
from tests.standins.telegram_server import Server
from tests.standins.telegram_world import Chat, Json, Shown, User, administrator, units

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

T = TypeVar("T")

TOKEN = "7001234567:AAHstandinstandinstandinstandinstand"


class TelegramStandIn:
    """The Bot API for one bot; a context manager that listens while it is open."""

    def __init__(self, *, limits: bool = False, token: str = TOKEN, port: int = 0) -> None:
        """Know nobody; with ``limits`` refuse what is sent faster than Telegram takes."""
        self.token = token
        self.limits = limits
        self.changed = threading.Condition(threading.RLock())
        self.spec = telegram_spec.load()
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.requests: list[Asked] = []
        self.spec_problems: list[str] = []
        self.violations: list[str] = []
        self.failures: list[Failure] = []
        self.updates: list[Json] = []
        self.allowed: set[str] = set(DEFAULT_UPDATES)
        self.webhook: Json = {}
        self.menus: dict[tuple[str, str], list[Json]] = {}
        self.callbacks: dict[str, User] = {}
        self.answered: dict[str, Json] = {}
        self.checkouts: dict[str, Json] = {}
        self.deliveries: list[int] = []
        self.sent_at: list[tuple[float, int]] = []
        self.halted_until = 0.0
        self.hears_everything = True
        self._numbers = count(1000)
        self._update_ids = count(500_000)
        self._server = Server(self, port)
        self.bot = User(self, int(token.partition(":")[0]), "群主", "qunzhu_test_bot", is_bot=True)
        self.users[self.bot.id] = self.bot

    def __enter__(self) -> Self:
        """Begin to listen."""
        self._server.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _t: TracebackType | None,
    ) -> None:
        """Stop listening."""
        self._server.stop()

    @property
    def url(self) -> str:
        """The address of the server, without ``/bot``."""
        return self._server.url

    # ------------------------------------------------------------ people and chats

    def user(self, name: str, *, language: str = "zh-hans", reachable: bool = True) -> User:
        """Return somebody new; unless ``reachable``, they never opened the private chat."""
        number = next(self._numbers)
        username = name.lower() if name.isascii() else f"user{number}"
        user = User(self, number, name, username, language, reachable=reachable)
        self.users[user.id] = user
        self.chats[user.id] = Chat(self, user.id, "private", member=user)
        return user

    def group(self, title: str, *, forum: bool = False, supergroup: bool = True) -> Chat:
        """Return a new group with the bot as an administrator."""
        number = next(self._numbers)
        chat_id, kind = (
            (-1_000_000_000_000 - number, "supergroup") if supergroup else (-number, "group")
        )
        chat = Chat(self, chat_id, kind, title, forum)
        chat.members[self.bot.id] = administrator({})
        self.chats[chat_id] = chat
        return chat

    # ------------------------------------------------------------ what people do

    def say(self, user: User, chat: Chat, text: str, **more: Any) -> int:  # noqa: ANN401 - JSON
        """Put somebody's message into a chat and tell the bot."""
        reply_to, topic = more.pop("reply_to", None), more.pop("topic", None)
        with self.changed:
            if chat.type == "private":
                user.reachable = True
            elif user.id not in chat.members:
                chat.members[user.id] = {"status": "member"}
            message = Shown(next(self._numbers), chat, user, text, commands_in(text))
            message.reply_to, message.thread = reply_to, topic
            chat.all_messages.append(message)
            self.push("message", message.as_json() | more)
        return message.id

    def press(self, user: User, message: Shown, label: str) -> str:
        """Press a button: the bot gets a callback query."""
        query = f"q{next(self._numbers)}"
        self.callbacks[query] = user
        self.push(
            "callback_query",
            {
                "id": query,
                "from": user.as_json(),
                "message": message.as_json(),
                "chat_instance": str(message.chat.id),
                "data": message.button(label)["callback_data"],
            },
        )
        return query

    def react(
        self, user: User, chat: Chat, message_id: int, old: tuple[str, ...], new: tuple[str, ...]
    ) -> None:
        """Change somebody's reactions to a message."""
        kinds = [[{"type": "emoji", "emoji": emoji} for emoji in some] for some in (old, new)]
        self.push(
            "message_reaction",
            {
                "chat": chat.as_json(),
                "message_id": message_id,
                "user": user.as_json(),
                "date": int(time.time()),
                "old_reaction": kinds[0],
                "new_reaction": kinds[1],
            },
        )

    def change_member(
        self,
        user: User,
        chat: Chat,
        standing: Json,
        via: Json | None = None,
        by: User | None = None,
    ) -> None:
        """Change somebody's standing in a chat and tell the bot."""
        with self.changed:
            change: Json = {
                "chat": chat.as_json(),
                "from": (by or user).as_json(),
                "date": int(time.time()),
                "old_chat_member": chat.status(user.id),
            }
            chat.members[user.id] = standing
            change["new_chat_member"] = chat.status(user.id)
            if via is not None:
                change["invite_link"] = via
            self.push("my_chat_member" if user is self.bot else "chat_member", change)

    def request_join(self, user: User, chat: Chat, via: Json | None) -> None:
        """Ask to be let into a chat."""
        chat.join_requests.add(user.id)
        request: Json = {
            "chat": chat.as_json(),
            "from": user.as_json(),
            "user_chat_id": user.id,
            "date": int(time.time()),
        }
        self.push("chat_join_request", request | ({"invite_link": via} if via else {}))

    def migrate(self, chat: Chat, *, announced: bool) -> Chat:
        """Let a group go on as a supergroup."""
        with self.changed:
            new = self.group(chat.title)
            new.members |= chat.members
            chat.moved_to = new.id
            note = Shown(next(self._numbers), chat, self.bot)
            if announced:
                self.push("message", note.as_json() | {"migrate_to_chat_id": new.id})
        return new

    def invite(self, name: str, maker: User | None = None) -> Json:
        """Return an invite link."""
        return {
            "invite_link": f"https://t.me/+{next(self._numbers)}",
            "creator": (maker or self.bot).as_json(),
            "creates_join_request": False,
            "is_primary": False,
            "is_revoked": False,
            "name": name,
        }

    # ------------------------------------------------------------ the bot's side

    def push(self, kind: str, content: Json) -> None:
        """Queue an update for the bot, unless it did not ask for that kind."""
        with self.changed:
            if kind in self.allowed:
                self.updates.append({"update_id": next(self._update_ids), kind: content})
            self.changed.notify_all()

    def push_raw(self, update: Json) -> int:
        """Queue an update as it is, however odd, and return its number."""
        with self.changed:
            number = next(self._update_ids)
            self.updates.append({"update_id": number} | update)
        return number

    def show(self, chat: Chat, content: Json) -> Shown:
        """Put a message of the bot's into a chat."""
        with self.changed:
            message = Shown(next(self._numbers), chat, self.bot, **content)
            chat.all_messages.append(message)
            self.changed.notify_all()
        return message

    def fail(self, method: str, how: int | str, **more: Any) -> Failure:  # noqa: ANN401
        """Let the next request of a method fail; see `Failure`."""
        failure = Failure(method, how, **more)
        self.failures.append(failure)
        return failure

    def asked(self, method: str) -> list[Json]:
        """Return the parameters of every request of a method, oldest first."""
        with self.changed:
            return [request.params for request in self.requests if request.method == method]

    def wait(self, condition: Callable[[], T], within: float = 10.0) -> T:
        """Return the condition's value once true; raises AssertionError after ``within`` s."""
        deadline = time.monotonic() + within
        while not (value := condition()):
            if time.monotonic() > deadline:
                seen = [request.method for request in self.requests][-20:]
                message = f"did not happen within {within} s; last requests: {seen}"
                raise AssertionError(message)
            time.sleep(0.01)
        return value


def commands_in(text: str) -> list[Json]:
    """Return the entities of commands as Telegram's server finds them."""
    found = re.finditer(r"(?<!\S)/[A-Za-z0-9_]{1,32}(@[A-Za-z0-9_]+)?(?!\w)", text, re.ASCII)
    return [
        {"type": "bot_command", "offset": units(text[: m.start()]), "length": units(m[0])}
        for m in found
    ]
