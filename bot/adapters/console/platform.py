"""The console as one of our platforms: how it sends, ranks and acts."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.adapters.console import outbound
from bot.posts import Limits, Rejected
from core.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.adapters.console.scene import Scene
    from bot.ear import Ear
    from bot.posts import Action, Finding, Post
    from core.addresses import Address

PLATFORMS = ("console", "console2")
ACTIONS = frozenset(
    {
        "approve_join",
        "ban",
        "decline_join",
        "delete",
        "grant_role",
        "invite",
        "kick",
        "mute",
        "revoke_role",
        "unban",
        "unmute",
    }
)


class ConsolePlatform:
    """One of the two consoles; its users are known by their names."""

    limits = Limits()
    trusted = True

    def __init__(self, name: str, scene: Scene) -> None:
        """Play in a scene."""
        self.name = name
        self._scene = scene
        self._invites = 0

    async def run(self, ear: Ear) -> None:
        """Wait until cancelled: whoever plays the users hands their updates to the ear."""
        del ear
        await asyncio.Event().wait()

    async def send(self, to: Address, post: Post) -> str:
        """Send and return the message id; raises the `SendError` that was asked for."""
        return self._scene.send(outbound.chat_at(to), post)

    async def rank(self, chat_id: str, user_id: str) -> Role:
        """Return what the user was promoted to in that chat."""
        promoted = (self.name, chat_id, user_id) in self._scene.administrators
        return Role.ADMIN if promoted else Role.MEMBER

    async def act(self, action: Action) -> None:
        """Show an action; raises `Rejected` for one that no console knows."""
        if action.kind not in ACTIONS:
            raise Rejected(action.kind)
        line = outbound.act(action)
        if action.kind == "invite":
            self._invites += 1
            line["link"] = f"{self.name}://{action.to.chat_id}/{self._invites}"
        self._scene.out(line)

    async def check(self, chats: Sequence[str] = ()) -> list[Finding]:
        """Find nothing: there is nothing to set."""
        del chats
        return []
