"""A town of made-up members whose taste we know, in a real database, served as real members are."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from core import bootstrap, communities, courses, experiments, members, recommend
from core.clock import ManualClock
from core.experiments import Metric, Outline, Surface, templates
from core.members import Purpose, Sighting, Visitor
from core.recommend import Recipe
from core.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.courses import Course
    from core.experiments import Assigned, Experiment, Report
    from core.experiments.templates import Template
    from core.members import Member
    from core.uow import UnitOfWork

MONDAY = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)
SUBJECTS = ("数据分析", "英语口语", "手机摄影", "理财入门")
TIER = 3
QUIET = 30
"""Days between what members studied and the first suggestion."""
TAKES, SHRUGS = 0.35, 0.03
"""How likely a member takes a suggested course of their own subject, and one of another."""


class Town:
    """Members who each care for one subject, and courses of which some are known to everyone."""

    def __init__(self, url: str, people: int, offered: int = 40, past: int = 3) -> None:
        """Settle ``people`` members and let each take ``past`` courses, nearly all to their taste.

        Members stand in the order of their ids, the subject of the n-th being n modulo four.
        """
        self.chance = np.random.default_rng(0)
        self.clock = ManualClock(MONDAY)
        self.writer = bootstrap.open_writer(url, self.clock)
        rows = "".join(_row(place) for place in range(offered))
        with self.writer.begin() as uow:
            self.community = communities.create(uow, "四味学堂")
            drafts = courses.read_courses(f"code,title,tags\n{rows}".encode(), "a.csv")
            courses.import_courses(uow, self.community.id, drafts)
            self.courses: list[Course] = courses.every(uow, self.community.id)
            self.members = self._settle(uow, people)
            self.root = members.recognise_one(uow, self._sighting("root"))
            members.promote(uow, self.root, Role.ADMIN)
            for place, member in enumerate(self.members):
                self._study(uow, place, member, past)
        self.waits(QUIET)

    def trains(self) -> None:
        """Let the recommender learn from what happened so far."""
        with self.writer.begin() as uow:
            recommend.train(uow, self.community.id)

    def starts(self, template: Template, first: str, second: str, lift: float) -> Experiment:
        """Start an experiment from a template that is to find a rise by ``lift`` in enrolments."""
        variants = templates.variants(template, first, second)
        outline = Outline(template.title, "会更好", variants, metric=Metric.ENROL)
        with self.writer.begin() as uow:
            made = experiments.create(uow, self.community.id, outline, self.root)
            made = experiments.redesign(uow, made, lift=lift)
            return experiments.start(uow, made, self.root)

    def week(self) -> dict[str, float]:
        """Have everybody ask for suggestions and take what they like, and let a week pass.

        Returns the share of members who took a course, by the recipe that they were served.
        """
        took: dict[str, list[bool]] = defaultdict(list)
        with self.writer.begin() as uow:
            for place, member, seen, shown in self._served(uow):
                liked = [course for course in shown if self._takes(place, course)]
                took[",".join(Recipe.of(seen.recipe).models)].append(bool(liked))
                for course in liked:
                    courses.enrol(uow, member, course, tier=TIER)
        return {models: sum(taken) / len(taken) for models, taken in took.items()}

    def waits(self, days: int) -> None:
        """Let time pass."""
        self.clock.move_to(self.clock.now() + timedelta(days=days))

    def results(self, one: Experiment) -> Report:
        """Return what an experiment shows."""
        with self.writer.begin() as uow:
            return experiments.results(uow, one)

    def _served(self, uow: UnitOfWork) -> Iterator[tuple[int, Member, Assigned, Sequence[Course]]]:
        """Serve everybody, those of one recipe together, and note what they are shown."""
        here = self.community.id
        traffic = experiments.traffic(uow, here, Surface.COMMAND)
        alike: dict[Recipe, list[tuple[int, Member, Assigned]]] = defaultdict(list)
        for place, member in enumerate(self.members):
            seen = traffic.of_member(member.id)
            alike[Recipe.of(seen.recipe)].append((place, member, seen))
        for recipe, served in alike.items():
            receivers = [(member, TIER) for _, member, _ in served]
            lists = recommend.suggest_each(uow, here, receivers, recipe=recipe)
            for (place, member, seen), shown in zip(served, lists, strict=True):
                ids = [one.course.id for one in shown]
                recommend.note_shown(uow, here, shown, recommend.COMMAND, member.id)
                experiments.expose(uow, here, seen, ids, member_id=member.id)
                yield place, member, seen, [one.course for one in shown]

    def _settle(self, uow: UnitOfWork, people: int) -> list[Member]:
        settled = members.recognise(uow, [self._sighting(f"学员{n}") for n in range(people)])
        for member in settled:
            members.agree(uow, member, Purpose.RECOMMEND)
        return settled

    def _study(self, uow: UnitOfWork, place: int, member: Member, past: int) -> None:
        """Let a member take courses: the earlier in the catalogue, the better known."""
        known = 1.0 / np.arange(1, len(self.courses) + 1) ** 0.7
        mine = np.arange(len(self.courses)) % len(SUBJECTS) == place % len(SUBJECTS)
        weights = known * np.where(mine, 1.0, 0.04)
        chosen = self.chance.choice(
            len(self.courses), past, replace=False, p=weights / weights.sum()
        )
        for one in chosen:
            courses.enrol(uow, member, self.courses[one], tier=TIER)

    def _takes(self, place: int, course: Course) -> bool:
        own = SUBJECTS[place % len(SUBJECTS)] in course.tags
        return bool(self.chance.random() < (TAKES if own else SHRUGS))

    def _sighting(self, name: str) -> Sighting:
        return Sighting(self.community.id, Visitor("console", name, name))


def _row(place: int) -> str:
    subject = SUBJECTS[place % len(SUBJECTS)]
    return f"C{place:03d},{subject}第 {place // len(SUBJECTS) + 1} 课,{subject}\n"
