"""A catalogue for stories: the made-up school's courses, brought in as an import brings them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from core import communities, courses
from demo import school
from tests.stories.dialogue import SHANGHAI

if TYPE_CHECKING:
    from tests.stories.dialogue import Group, Person, Stage


def furnish(stage: Stage) -> None:
    """Import every course of the school into the only community."""
    drafts = [draft for _age, draft in school.courses_by_age()]
    with stage.app.writer.begin() as uow:
        community = communities.all_communities(uow)[0]
        courses.import_courses(uow, community.id, drafts)


def points_of(person: Person) -> int:
    """Return what a person is told of their points."""
    words = person.tells("/points").text
    return int(words.partition("你现在有 ")[2].partition(" 积分")[0])


def skip_to(stage: Stage, moment: str) -> None:
    """Let time pass ("2026-01-12 09:00" being Shanghai time) with the scheduler switched off."""
    at = datetime.fromisoformat(moment)
    stage.clock.move_to(at if at.tzinfo else at.replace(tzinfo=SHANGHAI))


def interested(g1: Group, person: Person, *tags: str) -> None:
    """Let a person choose tags and agree to suggestions."""
    person.says(g1, "/interests")
    for tag in tags:
        person.presses(tag)
    person.presses("选好了")
    person.presses("好，推荐给我")
