"""Faces: some events tell an id and no name, which is then remembered or asked for."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from bot.adapters.discord.inbound import MALFORMED, person
from bot.posts import Rejected, Unreachable

if TYPE_CHECKING:
    from bot.adapters.discord.rest import Rest
    from bot.updates import Person, Update

    Heard = TypeVar("Heard", bound=Update)

MOST = 10_000


class Faces:
    """The people last seen, at most ``MOST`` of them."""

    def __init__(self, rest: Rest) -> None:
        """Begin knowing nobody."""
        self._rest = rest
        self._seen: OrderedDict[str, Person] = OrderedDict()

    async def recognised(self, update: Heard) -> Heard:
        """Return an update whose actor has a name, as far as Discord tells one."""
        actor = update.actor
        if actor.bot:
            return update
        if not actor.name:
            known = self._seen.get(actor.id) or await self._ask(update)
            if known is None:
                return update
            update = replace(update, actor=known)
        self._remember(update.actor)
        return update

    def _remember(self, someone: Person) -> None:
        self._seen[someone.id] = someone
        self._seen.move_to_end(someone.id)
        if len(self._seen) > MOST:
            self._seen.popitem(last=False)

    async def _ask(self, update: Update) -> Person | None:
        user_id, space = update.actor.id, update.chat.space
        try:
            if space is None:
                return person(await self._rest.call("GET", "/users/{user_id}", user_id=user_id))
            path = "/guilds/{guild_id}/members/{user_id}"
            member = await self._rest.call("GET", path, guild_id=space, user_id=user_id)
            return person(member["user"], member)
        except (Unreachable, Rejected, *MALFORMED):
            return None
