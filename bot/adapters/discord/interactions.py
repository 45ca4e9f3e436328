"""Theirs to ours, for interactions: a slash command or a pressed button, and how to answer it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.adapters.discord.inbound import (
    MALFORMED,
    PLATFORM,
    Surroundings,
    chat_of,
    person,
    snowflake,
    words,
)
from bot.updates import ButtonPress, Command

if TYPE_CHECKING:
    from bot.updates import Person

    Payload = dict[str, Any]

log = logging.getLogger(__name__)

EVENT = "INTERACTION_CREATE"

_COMMAND, _COMPONENT = 2, 3
_CHAT_INPUT = 1
_BUTTON = 2
_USER_OPTION = 6


@dataclass(frozen=True, slots=True)
class Interaction:
    """What an answer needs: the interaction's token lives fifteen minutes."""

    id: str
    app: str
    token: str
    channel_id: str
    message_id: str | None = None

    @property
    def pressed(self) -> bool:
        """Whether it is a button of a message, rather than a slash command."""
        return self.message_id is not None


def read(data: Payload, around: Surroundings) -> tuple[Interaction, Command | ButtonPress] | None:
    """Return how to answer and what was asked; None for what is not for us or malformed."""
    try:
        return _read(data, around)
    except MALFORMED as error:
        log.warning("an interaction could not be read: %s", type(error).__name__)
        return None


def _read(data: Payload, around: Surroundings) -> tuple[Interaction, Command | ButtonPress] | None:
    member = data.get("member") or {}
    user = member.get("user") or data["user"]
    language = data.get("locale")
    actor = person(user, member, language if isinstance(language, str) else None)
    said: dict[str, Any] = {
        "key": f"{PLATFORM}:{around.app}:i:{snowflake(data['id'])}",
        "at": around.now(),
        "chat": chat_of(data, actor.id, around),
        "actor": actor,
    }
    kind, asked = data["type"], data["data"]
    if kind == _COMMAND and asked.get("type", _CHAT_INPUT) == _CHAT_INPUT:
        return _answerable(data), _command(asked, said)
    if kind == _COMPONENT and asked["component_type"] == _BUTTON:
        message_id = snowflake(data["message"]["id"])
        press = ButtonPress(**said, message_id=message_id, data=words(asked["custom_id"]))
        return _answerable(data, message_id), press
    return None


def _answerable(data: Payload, message_id: str | None = None) -> Interaction:
    return Interaction(
        id=snowflake(data["id"]),
        app=snowflake(data["application_id"]),
        token=words(data["token"]),
        channel_id=snowflake(data.get("channel_id") or data["channel"]["id"]),
        message_id=message_id,
    )


def _command(asked: Payload, said: dict[str, Any]) -> Command:
    options = {words(option["name"]): _value(option) for option in asked.get("options") or ()}
    return Command(
        **said, name=words(asked["name"]), options=options, mentions=_named(asked.get("resolved"))
    )


def _value(option: Payload) -> str:
    value = option["value"]
    if option["type"] == _USER_OPTION:
        return f"id:{snowflake(value)}"
    if isinstance(value, float):
        return str(int(value))
    return str(value)


def _named(resolved: Payload | None) -> tuple[Person, ...]:
    members = (resolved or {}).get("members") or {}
    users = (resolved or {}).get("users") or {}
    return tuple(person(user, members.get(user_id)) for user_id, user in users.items())
