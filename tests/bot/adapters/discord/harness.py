"""An adapter at work in a thread, and an ear that writes down what it hears."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any, cast

from bot.adapters.discord import DiscordAdapter
from bot.routes import Choice, CommandSpec, Kind, Parameter
from core.roles import Role

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from bot.adapters.discord import DiscordOptions
    from bot.ear import Ear
    from bot.posts import Voice
    from bot.updates import Chat, Update
    from tests.standins.discord import Discord

    Answer = Callable[[Update, Voice], Awaitable[None]]

SECONDS = 15.0


class Span(Choice):
    """The choices of a command."""

    WEEK = "week"
    MONTH = "month"


COMMANDS = (
    CommandSpec("ask", "提一个问题", print, (Parameter("text", "问题", Kind.REST, required=True),)),
    CommandSpec(
        "gift",
        "送积分给同学",
        print,
        (
            Parameter("note", "留言", Kind.REST, required=False),
            Parameter("to", "送给谁", Kind.PERSON, required=True),
            Parameter("points", "多少积分", Kind.INTEGER, required=True),
        ),
    ),
    CommandSpec(
        "top",
        "查看积分榜",
        print,
        (Parameter("span", "周期", Kind.CHOICE, required=False, choices=Span),),
    ),
    CommandSpec("wallet", "看看我的积分", print, (), private=True),
    CommandSpec("mute", "让某人安静一会儿", print, (), role=Role.MODERATOR),
)


class Notebook:
    """An ear that remembers updates, and answers them as the test says."""

    def __init__(self, discord: Discord) -> None:
        """Wake whoever waits at the stand-in."""
        self.commands = COMMANDS
        self.heard: list[Update] = []
        self.marked: dict[str, str] = {}
        self.answer: Answer | None = None
        self.outages = 0
        self._discord = discord
        self._answering: set[asyncio.Task[None]] = set()

    async def hear(self, update: Update, voice: Voice) -> None:
        """Keep an update unless the database is down, then answer in the background."""
        if self.outages:
            self.outages -= 1
            raise ConnectionError("the database is gone")
        if update.mark:
            self.marked[update.chat.id] = update.mark
        self.heard.append(update)
        task = asyncio.create_task(self._say(update, voice))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)
        self._discord.changed()

    async def marks(self) -> dict[str, str]:
        """Return up to where each channel was heard."""
        return dict(self.marked)

    async def is_ours(self, chat: Chat) -> bool:
        """Say yes to everything."""
        return chat.platform == "discord"

    def of(self, kind: type[Any]) -> list[Any]:
        """Return the updates of one kind."""
        return [update for update in self.heard if type(update) is kind]

    async def _say(self, update: Update, voice: Any) -> None:  # noqa: ANN401 - finish is optional
        if self.answer is not None:
            await self.answer(update, voice)
        await voice.finish()


class Running:
    """An adapter at work in a thread of its own."""

    def __init__(self, options: DiscordOptions, ear: Notebook) -> None:
        """Start it."""
        self.adapter = DiscordAdapter(options)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="discord adapter")
        self._thread.start()
        self._serving: asyncio.Task[None]
        self.do(self._begin(cast("Ear", ear)))

    def ended_with(self) -> BaseException | None:
        """Wait until it gives up by itself, and return why."""
        return cast("BaseException | None", self.do(self._ended()))

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401 - whatever it returns
        """Do something on the adapter's loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(SECONDS)

    def stop(self) -> None:
        """Cancel it, as the program does when it ends."""
        if self._loop.is_closed():
            return
        self.do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _begin(self, ear: Ear) -> None:
        self._serving = asyncio.create_task(self.adapter.run(ear))

    async def _ended(self) -> BaseException | None:
        await asyncio.wait([self._serving])
        return self._serving.exception()

    async def _end(self) -> None:
        self._serving.cancel()
        await asyncio.wait([self._serving])
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
