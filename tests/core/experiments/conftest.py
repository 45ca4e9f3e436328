"""A community with courses and members who agreed to suggestions from their learning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from core import courses, experiments, members, outbox
from core.experiments import Exposure, Outline, State, Surface, templates
from core.experiments.service import changed
from core.members import Purpose
from core.roles import Role
from tests.core.community import Circle

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime

    from core.courses import Course
    from core.experiments import Experiment, Report
    from core.experiments.templates import Template
    from core.members import Member

CATALOGUE = "code,title\n" + "".join(f"C{n},第 {n} 课\n" for n in range(1, 7))


class Class(Circle):
    """A circle that learns; its administrator is ``root``."""

    def __init__(self, url: str) -> None:
        """Bring in the courses."""
        super().__init__(url)
        self.suggested: list[Exposure] = []
        self.root = self.sees("root")
        with self.work() as uow:
            members.promote(uow, self.root, Role.ADMIN)
            drafts = courses.read_courses(CATALOGUE.encode(), "a.csv")
            courses.import_courses(uow, self.community.id, drafts)
            self.courses: list[Course] = courses.every(uow, self.community.id)

    def willing(self, *names: str) -> list[Member]:
        """Return members of these names who agreed."""
        found = [self.sees(name) for name in names]
        with self.work() as uow:
            for member in found:
                members.agree(uow, member, Purpose.RECOMMEND)
        return found

    def drafts(
        self,
        template: Template = templates.COPIES,
        first: str = "标准",
        second: str = "接着学",
        **fields: Any,  # noqa: ANN401 - of the design
    ) -> Experiment:
        """Draft an experiment from a template."""
        variants = templates.variants(template, first, second)
        outline = Outline("试一试", "会更好", variants, template.surface)
        with self.work() as uow:
            made = experiments.create(
                uow, self.community.id, outline, self.root, history=self.history
            )
            if fields:
                made = experiments.redesign(uow, made, history=self.history, **fields)
            return made

    def suggests(self, units: Sequence[int], *places: int) -> None:
        """Let the experiments know that members, or chats, were suggested courses just now."""
        now = self.clock.now()
        shown = tuple(self.courses[place].id for place in places or (0, 1, 2))
        self.suggested += [Exposure(unit, "", now, shown, now.date()) for unit in units]

    def history(self, _surface: Surface, units: Collection[int], since: datetime) -> list[Exposure]:
        """Return what units were suggested since a moment."""
        return [one for one in self.suggested if one.unit in set(units) and one.at >= since]

    def starts(self, *args: Any, **fields: Any) -> Experiment:  # noqa: ANN401 - those of a draft
        """Draft an experiment and start it."""
        made = self.drafts(*args, **fields)
        with self.work() as uow:
            return experiments.start(uow, made, self.root)

    def start_anyhow(self, made: Experiment) -> None:
        """Start an experiment that has too few to be started."""
        with self.work() as uow:
            changed(uow, made, {"state": State.RUNNING.value, "started_at": uow.now})

    def promotes(self, one: Experiment, variant: str = "") -> Experiment:
        """Use a variant for everyone."""
        with self.work() as uow:
            return experiments.promote(uow, one, self.root, variant)

    def undoes(self, one: Experiment) -> Experiment:
        """Take a promotion back."""
        with self.work() as uow:
            return experiments.undo(uow, one, self.root)

    def promoted(self, surface: Surface = Surface.COMMAND) -> dict[str, object]:
        """Return what was promoted at a surface."""
        with self.work() as uow:
            return dict(experiments.traffic(uow, self.community.id, surface).promoted)

    def shows(
        self, some: Sequence[Member], surface: Surface = Surface.COMMAND, letter: str = ""
    ) -> list[str]:
        """Show the first three courses to members; return the variant that each one saw."""
        shown = [course.id for course in self.courses[:3]]
        saw = []
        with self.work() as uow:
            for member in some:
                seen = experiments.recipe(uow, member, surface)
                key = f"{letter}{member.id}" if letter else ""
                experiments.expose(
                    uow, self.community.id, seen, shown, member_id=member.id, letter=key
                )
                saw.append(",".join(seen.variants.values()))
        return saw

    def results(self, one: Experiment) -> Report:
        """Return what an experiment shows now."""
        with self.work() as uow:
            return experiments.results(uow, experiments.by_id(uow, self.community.id, one.id))

    def delivers(self) -> None:
        """Have every letter that is due arrive."""
        with self.work() as uow:
            for parcel in outbox.claim(uow, ["telegram"]):
                outbox.ended(uow, parcel, outbox.Ending.SENT, message_id=str(parcel.id))


@pytest.fixture
def learners(database_url: str) -> Iterator[Class]:
    """Return a community on each engine."""
    learners = Class(database_url)
    yield learners
    learners.writer.close()


@pytest.fixture
def few(sqlite_url: str) -> Iterator[Class]:
    """Return a community on an SQLite file."""
    learners = Class(sqlite_url)
    yield learners
    learners.writer.close()
