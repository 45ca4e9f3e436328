"""A Telegram group and a Discord server of one community, their people, and the bot of both."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.end_to_end.process import Bot
from tests.end_to_end.transcript import Transcript, place_on_telegram
from tests.standins.discord import Discord
from tests.standins.telegram import TelegramStandIn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.standins.discord_people import Asked
    from tests.standins.discord_people import User as DiscordUser
    from tests.standins.telegram_world import Chat, Shown
    from tests.standins.telegram_world import User as TelegramUser

SECRET = "made-up-secret-of-this-town"
WORDS = 8  # so long that it is in a log by no chance


class Town:
    """Both platforms, open on the loopback, and a bot on an empty database that serves them."""

    def __init__(self, tg: TelegramStandIn, dc: Discord, folder: Path) -> None:
        """Build it; whoever calls starts the bot."""
        self.tg = tg
        self.dc = dc
        self.transcript = Transcript(tg, dc)
        self.group = tg.group("晨读会")
        self.founder = tg.user("云舒")
        self.group.own(self.founder)
        self.founder_there = dc.user("云舒")
        self.guild = dc.guild("晨读会分会", owner=self.founder_there)
        self.channel = dc.channel(self.guild, "提问")
        self._folder = folder
        self.bot = Bot(folder, self.settings)

    @property
    def settings(self) -> dict[str, str]:
        """The variables that lead the bot here."""
        return (
            telegram_settings(self.tg)
            | discord_settings(self.dc)
            | {"QUNZHU_DATABASE_URL": f"sqlite:///{self.database}", "QUNZHU_SECRET": SECRET}
            | {"QUNZHU_LOG_LEVEL": "debug"}
        )

    @property
    def database(self) -> Path:
        """The file in which the bot keeps everything."""
        return self._folder / "qunzhu.db"

    @property
    def secrets(self) -> list[str]:
        """Whatever no log may hold: tokens, codes, and the words of people and of the bot."""
        said = [line.text for line in self.transcript.lines]
        codes = re.findall(r"/(?:setup|link) (?:code：)?(\w{8,})", "\n".join(said))
        words = [part for text in said for part in re.split(r"\s", text) if len(part) >= WORDS]
        return [self.tg.token, self.dc.token, SECRET, *codes, *words]

    def resident_of_discord(self, name: str) -> DiscordUser:
        """Return somebody new in the Discord server."""
        user = self.dc.user(name)
        user.joins(self.guild, told=False)
        return user

    # ------------------------------------------------------------ acting, and waiting for answers

    def says(self, who: TelegramUser, chat: Chat, text: str) -> None:
        """Let somebody write on Telegram."""
        self.transcript.note("Telegram", place_on_telegram(chat), who.name, text)
        who.says(chat, text)

    def presses(self, who: TelegramUser, message: Shown, label: str) -> None:
        """Let somebody press a button on Telegram."""
        place = place_on_telegram(message.chat)
        self.transcript.note("Telegram", place, who.name, f"［按下「{label}」］")
        who.presses(message, label)

    def slash(self, who: DiscordUser, name: str, **options: str | int) -> str:
        """Let somebody use a slash command on Discord; return what answers it."""
        words = " ".join([f"/{name}", *(f"{key}：{value}" for key, value in options.items())])
        self.transcript.note("Discord", f"#{self.channel.name}", who.account.name, words)
        asked = who.slash(self.channel, name, **options)
        self.until(lambda: asked.answers, f"/{name} is answered on Discord")
        return answer_of(asked)

    def reads(self, chat: Chat, pattern: str) -> Shown:
        """Wait until the bot has shown something in a Telegram chat, and return the latest."""
        self.until(lambda: _latest(chat, pattern), f"{pattern!r} is read on Telegram")
        found = _latest(chat, pattern)
        assert found is not None
        return found

    def until(self, holds: Callable[[], object], what: str) -> None:
        """Wait until something holds, watching both platforms meanwhile."""

        def look_and_see() -> object:
            self.transcript.look()
            return holds()

        self.bot.until(look_and_see, what)


@contextmanager
def inhabited(folder: Path) -> Iterator[Town]:
    """Open a town in an empty folder; its bot has connected to both platforms."""
    with TelegramStandIn() as tg, Discord() as dc:
        town = Town(tg, dc, folder)
        with town.bot:
            town.until(lambda: dc.gateway.connected, "it connects to Discord")
            yield town


def telegram_settings(tg: TelegramStandIn) -> dict[str, str]:
    """Return the variables that lead a bot to a Telegram stand-in."""
    return {"QUNZHU_TELEGRAM_TOKEN": tg.token, "QUNZHU_TELEGRAM_BASE_URL": f"{tg.url}/bot"}


def discord_settings(dc: Discord) -> dict[str, str]:
    """Return the variables that lead a bot to a Discord stand-in."""
    return {
        "QUNZHU_DISCORD_TOKEN": dc.token,
        "QUNZHU_DISCORD_API_BASE": dc.api_base,
        "QUNZHU_DISCORD_GATEWAY_URL": dc.gateway_url,
    }


def answer_of(asked: Asked) -> str:
    """Return every word that answers an interaction."""
    return "\n".join(message.text for message in asked.answers)


def found(pattern: str, text: str) -> str:
    """Return the first group of a pattern in a text."""
    match = re.search(pattern, text)
    assert match is not None, f"{pattern!r} is not in:\n{text}"
    return match[1]


def _latest(chat: Chat, pattern: str) -> Shown | None:
    fitting = [message for message in chat.messages if re.search(pattern, message.text)]
    return fitting[-1] if fitting else None
