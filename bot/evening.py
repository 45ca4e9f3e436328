"""The demo's evening: a story played through the console, at a person's pace or at once."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from rich.text import Text

from bot.adapters.console import inbound
from demo import school

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console as Terminal

    from bot.adapters.console import Console, Screen

    Line = dict[str, Any]

HOST = "qunzhu"
OWNER = "a_ke"
READING_SPEED = 22.0
SHORTEST_PAUSE = 0.9
LONGEST_PAUSE = 3.2


class Evening:
    """Plays the beats; what comes out is drawn when it concerns the story's people."""

    def __init__(self, terminal: Terminal, screen: Screen, *, slowly: bool) -> None:
        """Draw on a terminal; ``slowly`` leaves time to read."""
        self._terminal = terminal
        self._screen = screen
        self._slowly = slowly
        self._lines: list[Line] = []
        self._names = {pupil.handle: pupil.name for pupil in school.pupils()}
        self._watched: set[str] = set()
        self._elsewhere = 0
        self._talking = False

    def hear(self, line: Line) -> None:
        """Take what the bot says: draw it, or count a letter to somebody out of the picture."""
        if self._talking:
            self._screen.show(line)
            return
        self._lines.append(line)
        chat = line.get("chat", "")
        if line.get("on") != "console" or (chat.startswith("dm:") and chat not in self._watched):
            self._elsewhere += 1
            return
        self._screen.show(line)

    async def play(self, console: Console, begins: datetime) -> None:
        """Play every beat, the clock moving along with the story."""
        await console.start()
        for beat in school.story():
            self._watched = {f"dm:{beat.get('to', '')}", f"dm:{beat['who']}"}
            before = len(self._lines)
            self._elsewhere = 0
            self._narrate(beat)
            await self._until(console, begins, beat)
            await self._act(console, beat)
            self._count_elsewhere()
            await self._pause(beat, self._lines[before:])

    def hand_over(self) -> None:
        """From here on draw everything, for the person who talks now."""
        self._talking = True

    def _narrate(self, beat: Line) -> None:
        self._terminal.print()
        self._terminal.print(Text(f"{beat['at']}  {beat['note']}", style="italic dim"))
        said = beat.get("text")
        if said:
            name = self._names.get(beat["who"], beat["who"])
            self._terminal.print(
                Text(f"{name}: ", style="bold").append(Text(said, style="default"))
            )
        elif beat.get("button"):
            name = self._names.get(beat["who"], beat["who"])
            self._terminal.print(Text(f"{name} → [{beat['button']}]", style="bold"))

    async def _until(self, console: Console, begins: datetime, beat: Line) -> None:
        hour, minute = map(int, beat["at"].split(":"))
        midnight = begins.replace(hour=0, minute=0) + timedelta(days=beat["day"])
        to = midnight.replace(hour=hour, minute=minute)
        await console.do(inbound.made(do="clock", to=to.isoformat()))

    async def _act(self, console: Console, beat: Line) -> None:
        deed = self._deed(beat)
        if deed is not None:
            await console.do(inbound.made(**deed))

    def _deed(self, beat: Line) -> Line | None:
        who, group = beat["who"], school.GROUP
        if who == HOST:
            mood = beat.get("shows") == "mood"
            return {"do": "say", "user": OWNER, "chat": group, "text": "/mood"} if mood else None
        if beat["do"] == "join":
            return {"do": "join", "user": who, "chat": group}
        if beat["do"] == "react":
            return {
                "do": "react",
                "user": who,
                "message": _id(beat["target"]),
                "emoji": beat["emoji"],
            }
        if beat["do"] == "press":
            return {"do": "press", "user": who, **self._button(beat)}
        deed = {"do": "say", "user": who, "chat": group, "text": beat["text"]}
        if beat.get("id"):
            deed["id"] = _id(beat["id"])
        if beat.get("reply_to"):
            deed["reply_to"] = _id(beat["reply_to"])
        return deed

    def _button(self, beat: Line) -> Line:
        """Return the latest message with such a button, below what the beat points at."""
        target = _id(beat["target"]) if beat.get("target") else None
        for line in reversed(self._lines):
            labels = [label for label in line.get("buttons", []) if beat["button"] in label]
            if labels and (target is None or line.get("reply_to") == target):
                return {"message": line["id"], "label": labels[0]}
        message = f"no button {beat['button']} in sight"
        raise LookupError(message)

    def _count_elsewhere(self) -> None:
        if self._elsewhere:
            told = f"（另有 {self._elsewhere} 条发给了其他成员和另一个平台上的群，这里不一一显示）"
            self._terminal.print(Text(told, style="dim"))

    async def _pause(self, beat: Line, lines: Sequence[Line]) -> None:
        if not self._slowly:
            return
        length = len(beat["note"]) + len(beat.get("text") or "")
        length += sum(len(line.get("text", "")) for line in lines if line.get("on") == "console")
        await asyncio.sleep(min(max(length / READING_SPEED, SHORTEST_PAUSE), LONGEST_PAUSE))


def _id(name: str) -> str:
    return f"evening-{name}"
