"""Slash commands: what is declared once becomes Discord's list, published only when it differs."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import discord

from bot.routes import Kind
from core.i18n import speaking
from core.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.adapters.discord.rest import Rest
    from bot.routes import Choice, CommandSpec, Parameter

    Json = dict[str, Any]

log = logging.getLogger(__name__)

MOST_COMMANDS, MOST_CHOICES = 100, 25
DESCRIPTION = 100
LOCALES = {"zh-CN": "zh", "zh-TW": "zh", "en-US": "en", "en-GB": "en"}

_CHAT_INPUT = 1
_GUILD, _BOT_DM = 0, 1
_GUILD_INSTALL = 0
_STRING, _INTEGER, _USER = 3, 4, 6
_TYPES = {
    Kind.WORD: _STRING,
    Kind.REST: _STRING,
    Kind.CHOICE: _STRING,
    Kind.INTEGER: _INTEGER,
    Kind.PERSON: _USER,
}
_PERMISSIONS = {
    Role.MODERATOR: discord.Permissions(moderate_members=True).value,
    Role.ADMIN: discord.Permissions(manage_guild=True).value,
    Role.OWNER: discord.Permissions(manage_guild=True).value,
}
_COMPARED = ("type", "name", "description", "required", "value", "contexts")
_LOCALISED = ("name_localizations", "description_localizations")
_PATH = "/applications/{application_id}/commands"


def commands(specs: Iterable[CommandSpec]) -> list[Json]:
    """Return every command as Discord takes it, a hundred at most."""
    made = [_command(spec) for spec in specs]
    if len(made) > MOST_COMMANDS:
        log.warning("%d commands are declared; Discord takes %d", len(made), MOST_COMMANDS)
    return made[:MOST_COMMANDS]


async def publish(rest: Rest, app: str, specs: Iterable[CommandSpec]) -> bool:
    """Publish the commands unless Discord has the very same; returns whether it was needed."""
    wanted = commands(specs)
    known = await rest.call("GET", f"{_PATH}?with_localizations=true", application_id=app)
    if normal(known) == normal(wanted):
        return False
    await rest.call("PUT", _PATH, json=wanted, application_id=app)
    log.info("published %d slash commands", len(wanted))
    return True


def normal(listed: Iterable[Json]) -> list[Json]:
    """Return commands without what Discord adds, so that equal ones compare equal."""
    return sorted((_normal(command) for command in listed), key=lambda command: command["name"])


def _command(spec: CommandSpec) -> Json:
    made: Json = {
        "type": _CHAT_INPUT,
        "name": spec.name,
        "contexts": [_GUILD, _BOT_DM],
        "integration_types": [_GUILD_INSTALL],
        "default_member_permissions": _PERMISSIONS.get(spec.role),
    }
    ordered = sorted(spec.parameters, key=lambda parameter: not parameter.required)
    return made | _described(spec) | {"options": [_option(parameter) for parameter in ordered]}


def _option(parameter: Parameter) -> Json:
    made: Json = {
        "type": _TYPES[parameter.kind],
        "name": parameter.name,
        "required": parameter.required,
    }
    made |= _described(parameter)
    if parameter.choices is not None:
        made["choices"] = [_choice(choice) for choice in parameter.choices][:MOST_CHOICES]
    return made


def _described(titled: CommandSpec | Parameter) -> Json:
    return {
        "description": titled.title_in("zh")[:DESCRIPTION],
        "description_localizations": {
            locale: titled.title_in(language)[:DESCRIPTION] for locale, language in LOCALES.items()
        },
    }


def _choice(choice: Choice) -> Json:
    names = {}
    for locale, language in LOCALES.items():
        with speaking(language):
            names[locale] = choice.shown[:DESCRIPTION]
    return {"name": names["zh-CN"], "value": choice.value, "name_localizations": names}


def _normal(node: Json) -> Json:
    kept = dict(_compared(node))
    kept["permissions"] = str(node.get("default_member_permissions") or "")
    kept["options"] = [_normal(option) for option in node.get("options") or ()]
    kept["choices"] = [_normal(choice) for choice in node.get("choices") or ()]
    return kept


def _compared(node: Json) -> Iterator[tuple[str, Any]]:
    for name in _COMPARED:
        yield name, node.get(name) or None
    for name in _LOCALISED:
        yield name, dict(node.get(name) or {})
