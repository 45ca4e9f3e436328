"""What a handler is given: who spoke, where, in which community, and the work to do it in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.addresses import Address

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.routes import CommandSpec
    from bot.updates import Update
    from core.communities import Community, Place
    from core.members import Member
    from core.roles import Role
    from core.text.reading import Reading
    from core.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class Context:
    """One update on its way through a handler.

    ``place`` is None in a private chat; ``reading`` None where nothing was said. ``role`` is the
    higher of the member's own role and what the platform's list says of them. ``removed`` is true
    where the message breaks the rules and is taken away. ``bind_code`` makes
    the code that binds another chat to this community.
    """

    update: Update
    community: Community
    member: Member
    role: Role
    uow: UnitOfWork
    place: Place | None = None
    reading: Reading | None = None
    removed: bool = False
    commands: tuple[CommandSpec, ...] = ()
    bind_code: Callable[[], str] = str

    @property
    def here(self) -> Address:
        """The chat in which the update happened."""
        chat = self.update.chat
        return Address(chat.platform, chat.id, chat.private, chat.thread)

    @property
    def private(self) -> bool:
        """Whether it was said in the member's private chat."""
        return self.update.chat.private
