"""The command menu: published per language and place, and only where it changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog
from telegram import (
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)

from bot.posts import SendError
from core.i18n import DEFAULT_LANGUAGE, LANGUAGES
from core.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from telegram import BotCommandScope

    from bot.adapters.telegram.api import Api
    from bot.adapters.telegram.line import Line
    from bot.routes import CommandSpec

log = structlog.get_logger(__name__)

MOST_COMMANDS = 100
DESCRIPTION_LENGTH = 256
_NAME = re.compile(r"[a-z0-9_]{1,32}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Menu:
    """The commands for one place, in one language; the one without a code is everyone else's."""

    scope: BotCommandScope
    code: str | None
    commands: tuple[BotCommand, ...]


def menus(commands: Sequence[CommandSpec]) -> Iterator[Menu]:
    """Return every menu: members' commands everywhere, the others for administrators too."""
    for code in (None, *LANGUAGES):
        language = code or DEFAULT_LANGUAGE
        members = _listed([spec for spec in commands if spec.role is Role.MEMBER], language)
        yield Menu(BotCommandScopeAllPrivateChats(), code, members)
        yield Menu(BotCommandScopeAllGroupChats(), code, members)
        everything = _listed(commands, language)
        yield Menu(BotCommandScopeAllChatAdministrators(), code, everything)


async def publish(api: Api, line: Line, commands: Sequence[CommandSpec]) -> None:
    """Publish the menus that differ; the bot works without, so a failure is only logged."""
    try:
        for menu in menus(commands):
            if menu.commands and await _current(api, line, menu) != menu.commands:
                await _set(api, line, menu)
    except SendError as error:
        log.warning("the command menu was not published", error=str(error))


async def _current(api: Api, line: Line, menu: Menu) -> tuple[BotCommand, ...]:
    try:
        return await line.call(lambda: api.get_my_commands(menu.scope, menu.code))
    except SendError:
        return ()


async def _set(api: Api, line: Line, menu: Menu) -> None:
    await line.call(lambda: api.set_my_commands(menu.commands, menu.scope, menu.code))


def _listed(commands: Sequence[CommandSpec], language: str) -> tuple[BotCommand, ...]:
    fitting = [spec for spec in commands if _NAME.fullmatch(spec.name)]
    return tuple(
        BotCommand(spec.name, spec.title_in(language)[:DESCRIPTION_LENGTH])
        for spec in fitting[:MOST_COMMANDS]
    )
