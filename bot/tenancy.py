"""Which community an update belongs to, and how a chat that belongs to none gets one."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.updates import Command
from core import communities, members
from core.roles import Role

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.seals import Seals
    from bot.updates import Update
    from core.communities import Community, Place
    from core.uow import UnitOfWork

SETUP = "setup"
NAME = "学习社群"
CODE_LIFE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Tenant:
    """The community of an update, and its place there unless the chat is private."""

    community: Community
    place: Place | None


class Tenancy:
    """Finds tenants; ``owners`` are (platform, account id) who may bind any chat at once.

    On a trusted platform, where whoever runs the bot is alone, chats are bound at first sight.
    """

    def __init__(
        self, seals: Seals, owners: Collection[tuple[str, str]], trusted: Collection[str]
    ) -> None:
        """Know who may bind chats without being asked for a code."""
        self._seals = seals
        self._owners = set(owners)
        self._trusted = set(trusted)

    def trusts(self, platform: str) -> bool:
        """Say whether a platform is trusted."""
        return platform in self._trusted

    def owns(self, platform: str, account_id: str) -> bool:
        """Say whether an account is named as an owner in the settings."""
        return (platform, account_id) in self._owners

    def find(self, uow: UnitOfWork, update: Update, role: Role) -> Tenant | None:
        """Return whose update it is, binding its chat where that is allowed."""
        if update.chat.private:
            return self._private(uow, update)
        chat = update.chat
        place = communities.place_of(uow, chat.platform, chat.id, chat.space, chat.title)
        if place is None and self.trusts(chat.platform):
            place = self._bind(uow, update, self._only(uow))
        if place is None and isinstance(update, Command) and update.name == SETUP:
            place = self._set_up(uow, update, role)
        return Tenant(communities.get(uow, place.community_id), place) if place else None

    def code(self, uow: UnitOfWork, community: Community) -> str:
        """Return the code that binds another chat to a community, good for ten minutes or so."""
        return self._seals.code(f"bind:{community.id}", uow.now, CODE_LIFE)

    def _private(self, uow: UnitOfWork, update: Update) -> Tenant | None:
        actor = update.actor
        home = members.home_community(uow, actor.platform, actor.id)
        if home is not None:
            return Tenant(communities.get(uow, home), None)
        if self.trusts(actor.platform):
            return Tenant(self._only(uow), None)
        sole = communities.sole_community(uow)
        return Tenant(sole, None) if sole else None

    def _set_up(self, uow: UnitOfWork, update: Command, role: Role) -> Place | None:
        actor = update.actor
        owner = self.owns(actor.platform, actor.id)
        if actor.bot or (role < Role.ADMIN and not owner):
            return None
        known = communities.all_communities(uow)
        invited = self._invited(uow, update, known)
        if invited is not None:
            return self._bind(uow, update, invited)
        if self._owners and not owner:
            return None
        if not known:
            return self._bind(uow, update, communities.create(uow, update.chat.title or NAME))
        if owner:
            return self._bind(uow, update, known[0])
        home = self._administered(uow, update)
        return self._bind(uow, update, home) if home else None

    def _invited(
        self, uow: UnitOfWork, update: Command, known: Collection[Community]
    ) -> Community | None:
        said = (update.options or {}).get("code") or update.args
        code = said.strip()
        for community in known:
            for steps in (0, 1):
                purpose = f"bind:{community.id}"
                right = self._seals.code(purpose, uow.now, CODE_LIFE, steps_ago=steps)
                if hmac.compare_digest(code.encode(), right.encode()):
                    return community
        return None

    def _administered(self, uow: UnitOfWork, update: Update) -> Community | None:
        actor = update.actor
        home = members.home_community(uow, actor.platform, actor.id)
        if home is None:
            return None
        staff = members.staff(uow, home, Role.ADMIN)
        mine = {key for person in staff for key in members.account_keys(uow, person.id)}
        return communities.get(uow, home) if (actor.platform, actor.id) in mine else None

    def _only(self, uow: UnitOfWork) -> Community:
        known = communities.all_communities(uow)
        return known[0] if known else communities.create(uow, NAME)

    def _bind(self, uow: UnitOfWork, update: Update, community: Community) -> Place:
        chat = update.chat
        return communities.bind(
            uow, community.id, chat.platform, chat.id, title=chat.title, space=chat.space
        )
