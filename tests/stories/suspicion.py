"""Messages with hits for stories: as the guard would find them, without sending any."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from core import communities, members
from core.moderation import Suspect, enforce
from core.text.reading import Hit
from tests.stories.dialogue import Heard

if TYPE_CHECKING:
    from tests.stories.dialogue import Group, Person

_NUMBERS = count(1)


def caught(group: Group, person: Person, rule: str, entry: str = "", *, times: int = 1) -> Heard:
    """Let somebody write what a rule finds; return what comes of it."""
    stage = group.stage
    before = len(stage.heard)
    for _ in range(times):
        with stage.app.writer.begin() as uow:
            place = communities.place_of(uow, group.on, group.name)
            assert place is not None
            suspect = Suspect(
                community=communities.get(uow, place.community_id),
                place=place,
                member=members.find(uow, place.community_id, person.on, person.name),
                user_id=person.name,
                message_id=f"x{next(_NUMBERS)}",
                at=uow.now,
                hits=(Hit(rule, 0, 2, entry),),
            )
            enforce(uow, [suspect])
    stage.clock_to(stage.now)
    return Heard(stage.heard.lines[before:])
