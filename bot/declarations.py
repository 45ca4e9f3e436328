"""Everything that the handlers declare, found by walking their folder."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from bot import handlers
from bot.routes import ButtonSpec, CommandSpec, ListenerSpec, declared_in
from bot.updates import Message
from core.plugins import modules_of

if TYPE_CHECKING:
    from bot.updates import Update

NEAR = 0.6


@dataclass(frozen=True, slots=True)
class Declarations:
    """The commands, buttons and listeners, ready to be looked up."""

    commands: dict[str, CommandSpec]
    aliases: dict[str, CommandSpec]
    buttons: dict[str, ButtonSpec]
    listeners: tuple[ListenerSpec, ...]

    @classmethod
    def collect(cls) -> Declarations:
        """Walk the handlers; two commands or buttons of one name are a programming error."""
        specs = [spec for module in modules_of(handlers) for spec in declared_in(module)]
        commands = [spec for spec in specs if isinstance(spec, CommandSpec)]
        buttons = [spec for spec in specs if isinstance(spec, ButtonSpec)]
        listeners = tuple(spec for spec in specs if isinstance(spec, ListenerSpec))
        aliases = {alias: spec for spec in commands for alias in spec.aliases}
        _refuse_twins([spec.name for spec in commands])
        _refuse_twins([spec.action for spec in buttons])
        return cls(
            {spec.name: spec for spec in commands},
            aliases,
            {spec.action: spec for spec in buttons},
            listeners,
        )

    def command(self, name: str) -> CommandSpec | None:
        """Return the command of a name, or of an alias written after the slash."""
        return self.commands.get(name.lower()) or self.aliases.get(name)

    def nearest(self, name: str) -> str | None:
        """Return the declared name that was probably meant."""
        near = get_close_matches(name.lower(), [*self.commands, *self.aliases], 1, NEAR)
        return near[0] if near else None

    def listening(self, update: Update) -> list[ListenerSpec]:
        """Return the listeners that want an update."""
        return [spec for spec in self.listeners if _wants(spec, update)]

    def quiet(self, update: Update) -> bool:
        """Say whether an update is an ordinary group message that nobody waits for."""
        if not isinstance(update, Message) or update.chat.private or update.actor.bot:
            return False
        return update.text.strip() not in self.aliases and not self.listening(update)


def _wants(spec: ListenerSpec, update: Update) -> bool:
    if not isinstance(update, spec.heard):
        return False
    if spec.where == "private":
        return update.chat.private
    if spec.where == "reply":
        return isinstance(update, Message) and update.reply_to is not None
    return True


def _refuse_twins(names: list[str]) -> None:
    twins = {name for name in names if names.count(name) > 1}
    if twins:
        message = f"declared twice: {', '.join(sorted(twins))}"
        raise TypeError(message)
