"""A group of the community, into which members come, and what it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import communities, members, recommend

if TYPE_CHECKING:
    from core.members import Member
    from core.recommend import Suggestion
    from tests.core.recommend.serving.world import World


class Chat:
    """A group of the world's community."""

    def __init__(self, world: World, name: str, *, space: str | None = None) -> None:
        """Bind it."""
        self.world = world
        here = world.community.id
        self.id = communities.bind(world.uow, here, "console", name, space=space).chat_id

    def comes(
        self, name: str, *tags: str, took: tuple[str, ...] = (), agrees: bool = True
    ) -> Member:
        """Let a member come in who chose tags and takes courses."""
        member = self.world.member(name, *took, consents=agrees)
        members.joined(self.world.uow, member, self.id)
        members.choose_interests(self.world.uow, member, tags)
        return members.by_id(self.world.uow, member.id)

    def told(self, count: int = 3) -> list[Suggestion]:
        """Return what it is told now, and note that."""
        uow, here = self.world.uow, self.world.community.id
        suggested = recommend.suggest_for_group(uow, here, self.id, count)
        recommend.note_shown(uow, here, suggested, recommend.group_channel(self.id))
        return suggested

    def would_be_told(self, count: int = 3) -> list[Suggestion]:
        """Return what it would be told."""
        uow, here = self.world.uow, self.world.community.id
        return recommend.suggest_for_group(uow, here, self.id, count)
