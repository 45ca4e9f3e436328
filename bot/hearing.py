"""What is heard without being answered: a crowd's ordinary messages, and changes of a chat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.replies import NOTHING, Outcome
from bot.updates import ChatMigrated, Message
from core import bootstrap, communities, inbox, members, outbox
from core.addresses import Address
from core.roles import Role
from core.text.reading import NOTHING_READ

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.flood import Verdict
    from bot.tenancy import Tenancy, Tenant
    from bot.updates import MessageDeleted, Update
    from core.communities import Place
    from core.text.reading import Reading
    from core.uow import UnitOfWork

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Heard:
    """An update with everything that was worked out before the transaction.

    ``role`` is the platform's own word on who spoke, None where it was not asked.
    """

    update: Update
    role: Role | None
    reading: Reading | None
    verdict: Verdict

    def understood(self, reading: Reading | None) -> Heard:
        """Return the update with what is understood of it."""
        return Heard(self.update, self.role, reading, self.verdict)

    @property
    def rank(self) -> Role:
        """The role, a member's where the platform was not asked."""
        return self.role or Role.MEMBER

    @property
    def doubt(self) -> Doubt | None:
        """What must be asked before anything may come of the message, None where nothing must."""
        reading = self.reading
        if self.role is not None or reading is None or not reading.hits:
            return None
        in_group = isinstance(self.update, Message) and not self.update.chat.private
        return Doubt(reading=reading) if in_group else None


@dataclass(frozen=True, slots=True)
class Doubt(Outcome):
    """Nothing was done yet: something was found in a message, and who wrote it is to be asked."""

    reading: Reading = NOTHING_READ


class Crowd:
    """Takes in many ordinary group messages with a handful of statements."""

    def __init__(self, tenancy: Tenancy) -> None:
        """Know whose chats they are."""
        self._tenancy = tenancy

    def take_in(self, uow: UnitOfWork, many: Sequence[Heard]) -> list[Outcome]:
        """Note who was there and how it felt; repeats and chats of nobody are dropped."""
        clear = [heard for heard in many if heard.doubt is None]
        places = self._places(uow, [heard.update for heard in clear])
        fresh = inbox.fresh(uow, [heard.update.key for heard in clear])
        noted = []
        for heard in clear:
            place = places.get(_chat_of(heard.update))
            if place is not None and heard.update.key in fresh and heard.reading is not None:
                fresh.discard(heard.update.key)
                noted.append(overheard(heard.update, place, heard.reading, heard.rank))
        bootstrap.overhear(uow, noted)
        return [heard.doubt or NOTHING for heard in many]

    def _places(self, uow: UnitOfWork, updates: Sequence[Update]) -> dict[Key, Place]:
        places = dict(communities.places(uow, {_chat_of(update) for update in updates}))
        for update in updates:
            if _chat_of(update) not in places:
                tenant = self._tenancy.find(uow, update, Role.MEMBER)
                if tenant and tenant.place:
                    places[_chat_of(update)] = tenant.place
        return places


def overheard(update: Update, place: Place, reading: Reading, role: Role) -> bootstrap.Overheard:
    """Return a message as the rooms take it in."""
    message_id = update.message_id if isinstance(update, Message) else ""
    return bootstrap.Overheard(
        place, visitor(update), reading, update.at, update.mark, message_id, role
    )


def visitor(update: Update) -> members.Visitor:
    """Return who spoke, as the rooms know visitors."""
    actor = update.actor
    return members.Visitor(actor.platform, actor.id, actor.name, actor.username, actor.language)


def follow(uow: UnitOfWork, update: MessageDeleted | ChatMigrated, tenant: Tenant) -> None:
    """Follow what happened to a chat itself, by nobody's deed."""
    chat = update.chat
    if isinstance(update, ChatMigrated):
        communities.migrate_chat(uow, chat.platform, chat.id, update.new_id)
    else:
        here = Address(chat.platform, chat.id)
        outbox.forget_message(uow, tenant.community.id, here, update.message_id)


def _chat_of(update: Update) -> Key:
    return update.chat.platform, update.chat.id
