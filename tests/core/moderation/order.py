"""A community with moderators, in which rules are broken without anybody writing."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from core import communities, members, moderation, outbox
from core.moderation import Suspect
from core.roles import Role
from core.text.reading import Hit
from tests.core.community import Circle

if TYPE_CHECKING:
    from core.members import Member
    from core.moderation import Mode
    from core.outbox import Parcel

PLATFORMS = ("telegram", "discord")


class Order(Circle):
    """A circle with a group, an owner called 群主, and hits to be caught with."""

    def __init__(self, url: str) -> None:
        """Found the community."""
        super().__init__(url)
        self._numbers = count(1)
        with self.work() as uow:
            self.place = communities.bind(
                uow, self.community.id, "telegram", "-100", title="读书群"
            )
        self.owner = self.ranked("群主", Role.OWNER)

    def member(self, name: str, **known: Any) -> Member:  # noqa: ANN401 - what `sees` takes
        """Return somebody who is in the group."""
        return self.sees(name, **{"chat_id": self.place.chat_id, **known})

    def ranked(self, name: str, role: Role) -> Member:
        """Return somebody with a role of the community's own."""
        member = self.member(name)
        with self.work() as uow:
            members.promote(uow, member, role)
        return self.again(member)

    def switch(self, mode: Mode) -> None:
        """Switch the mode."""
        with self.work() as uow:
            moderation.switch(uow, self.owner, mode)

    def caught(self, who: Member, *hits: Hit | str, **known: Any) -> list[Parcel]:  # noqa: ANN401
        """Let a message with hits be written; return the letters that are due then."""
        self.breaks(who, *hits, **known)
        return self.mail()

    def breaks(self, who: Member, *hits: Hit | str, **known: Any) -> None:  # noqa: ANN401
        """Let a message with hits be written, and leave what is posted in the outbox."""
        found = tuple(Hit(hit, 0, 1) if isinstance(hit, str) else hit for hit in hits)
        with self.work() as uow:
            suspect = {
                "community": self.community,
                "place": self.place,
                "member": who,
                "user_id": f"1-{who.name}",
                "message_id": f"m{next(self._numbers)}",
                "at": uow.now,
                "hits": found,
                **known,
            }
            moderation.enforce(uow, [Suspect(**suspect)])

    def mail(self) -> list[Parcel]:
        """Take the letters that are due."""
        with self.work() as uow:
            parcels = outbox.claim(uow, PLATFORMS)
            for parcel in parcels:
                outbox.ended(uow, parcel, outbox.Ending.SENT)
        return parcels


def deeds(parcels: list[Parcel]) -> list[str]:
    """Return the kinds of deeds among letters."""
    return [parcel.deed.kind for parcel in parcels if parcel.deed]


def said(parcels: list[Parcel]) -> str:
    """Return everything that letters say."""
    return "\n".join(parcel.card.text for parcel in parcels if not parcel.deed)
