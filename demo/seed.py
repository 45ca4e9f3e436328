"""Eight weeks of the made-up school's life, lived through the same verbs as real members use."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from core import bootstrap, communities, courses, members, membership, points, questions
from core import recommend as recommending
from core.clock import ManualClock
from core.members import Purpose, Visitor
from core.membership.terms import Length
from core.outbox import remember
from core.roles import Role
from demo import school

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.communities import Community, Place
    from core.courses import Course
    from core.members import Member
    from core.uow import UnitOfWork
    from core.writer import Writer
    from demo.school import Pupil, Thread

SEED = 20
WEEKS = 8
DAYS = WEEKS * 7
# How likely a member is to check in, to talk and to take a course on any one day.
LIVELINESS = {"expert": 0.8, "helper": 0.7, "learner": 0.5, "newbie": 0.4, "lurker": 0.1}

OWNER = "a_ke"
# How likely whoever takes up a paid course bought it by itself, and likes another one.
BUYING, LIKING = 0.1, 0.3


@dataclass(slots=True)
class _School:
    """What the seeding holds in its hands while the days go by."""

    community: Community
    places: dict[str, Place]
    chance: random.Random
    members: dict[str, Member] = field(default_factory=dict)
    pupils: dict[str, Pupil] = field(default_factory=dict)
    taken: set[tuple[str, str]] = field(default_factory=set)


def seed(url: str, now: datetime) -> bool:
    """Fill an empty database with the school's last eight weeks; False when it is not empty."""
    clock = ManualClock(now - timedelta(days=DAYS))
    writer = bootstrap.open_writer(url, clock)
    with writer.read() as uow:
        if communities.all_communities(uow):
            writer.close()
            return False
    read = bootstrap.reader()
    chance = random.Random(SEED)  # noqa: S311 - a story, not a secret
    state = _found(writer, chance)
    threads = _spread(chance, school.threads())
    for day in range(DAYS, -1, -1):
        clock.move_to(max(clock.now(), now - timedelta(days=day, hours=2)))
        with writer.begin() as uow:
            _add_courses(uow, state, day)
            _admit(uow, state, day)
            for thread in threads.get(day, ()):
                _discuss(uow, state, thread)
            _live_a_day(uow, state, read)
    clock.move_to(now)
    with writer.begin() as uow:
        recommending.train(uow, state.community.id)
    writer.close()
    return True


def _found(writer: Writer, chance: random.Random) -> _School:
    with writer.begin() as uow:
        community = communities.create(uow, school.NAME)
        places = {
            platform: communities.bind(uow, community.id, platform, school.GROUP, title=school.NAME)
            for platform in school.PLATFORMS.values()
        }
    return _School(community, places, chance)


def _spread(chance: random.Random, threads: tuple[Thread, ...]) -> dict[int, list[Thread]]:
    days: dict[int, list[Thread]] = {}
    for thread in threads:
        days.setdefault(chance.randrange(1, DAYS), []).append(thread)
    return days


def _add_courses(uow: UnitOfWork, state: _School, day: int) -> None:
    oldest = day == DAYS
    fresh = [
        draft for age, draft in school.courses_by_age() if age == day or (oldest and age > day)
    ]
    if fresh:
        courses.import_courses(uow, state.community.id, fresh)


def _admit(uow: UnitOfWork, state: _School, day: int) -> None:
    for pupil in school.pupils():
        if pupil.joined_days_ago == day:
            _join(uow, state, pupil)


def _join(uow: UnitOfWork, state: _School, pupil: Pupil) -> None:
    visitor = Visitor(pupil.platform, pupil.handle, pupil.handle, pupil.handle, pupil.language)
    place = state.places[pupil.platform]
    sighting = bootstrap.sighting(state.community, place.chat_id, visitor)
    member = members.recognise_one(uow, sighting)
    members.rename(uow, member, pupil.name)
    members.change_zone(uow, member, pupil.zone)
    members.choose_interests(uow, member, pupil.interests)
    if pupil.persona != "lurker":
        members.agree(uow, member, Purpose.RECOMMEND)
    if pupil.handle == OWNER:
        members.promote(uow, member, Role.OWNER)
    state.members[pupil.handle] = member = members.by_id(uow, member.id)
    state.pupils[pupil.handle] = pupil
    _subscribe(uow, member, pupil)


def _subscribe(uow: UnitOfWork, member: Member, pupil: Pupil) -> None:
    if pupil.plan == "trial":
        membership.start_trial(uow, member)
    elif pupil.plan != "free":
        membership.grant(uow, member, pupil.plan, Length(months=12))


def _live_a_day(uow: UnitOfWork, state: _School, read: bootstrap.Reader) -> None:
    heard = []
    for handle, member in state.members.items():
        pupil = state.pupils[handle]
        liveliness = LIVELINESS[pupil.persona]
        if state.chance.random() < liveliness:
            points.check_in(uow, member, state.community)
        if state.chance.random() < liveliness / 2:
            heard.append((_overheard(uow, state, pupil, read), member))
        if state.chance.random() < liveliness / 3:
            _study(uow, state, pupil, member)
    bootstrap.note(uow, heard, {state.community.id: state.community})


def _overheard(
    uow: UnitOfWork, state: _School, pupil: Pupil, read: bootstrap.Reader
) -> bootstrap.Overheard:
    visitor = Visitor(pupil.platform, pupil.handle, pupil.handle, pupil.handle)
    text = state.chance.choice(school.chatter())
    return bootstrap.Overheard(state.places[pupil.platform], visitor, read(text), uow.now)


def _study(uow: UnitOfWork, state: _School, pupil: Pupil, member: Member) -> None:
    tier = membership.tier_of(uow, member)
    offered = [course for course in _open_to(uow, state, pupil) if course.tier <= tier]
    if not offered:
        return
    liking = [1 + 6 * len(set(course.tags) & set(pupil.interests)) ** 2 for course in offered]
    course = state.chance.choices(offered, liking)[0]
    courses.enrol(uow, member, course, tier=tier)
    state.taken.add((pupil.handle, course.code))
    if course.price and state.chance.random() < BUYING:
        courses.sell(uow, member, course, by=state.members[OWNER])
    if state.chance.random() < LIKING:
        courses.like(uow, member, state.chance.choice(offered))
    if state.chance.random() < 0.6:  # noqa: PLR2004 - most who begin a course finish it
        courses.complete(uow, member, course)
        if state.chance.random() < 0.5:  # noqa: PLR2004 - and half of those rate it
            courses.rate(uow, member, course, state.chance.choice((3, 4, 4, 5, 5)))
    else:
        courses.progress(uow, member, course, state.chance.choice((25, 50, 75)))


def _open_to(uow: UnitOfWork, state: _School, pupil: Pupil) -> Iterator[Course]:
    for course in courses.every(uow, state.community.id):
        if (pupil.handle, course.code) in state.taken:
            continue
        if all((pupil.handle, code) in state.taken for code in course.requires):
            yield course


def _discuss(uow: UnitOfWork, state: _School, thread: Thread) -> None:
    asker, *helpers = _people(state, thread)
    question = questions.ask(uow, asker, thread.text)
    place = state.places[state.pupils[_handle(state, asker)].platform]
    subject = questions.question_subject(question.id)
    remember(uow, state.community.id, place.address, f"seed-q{question.id}", subject)
    for index, (helper, text) in enumerate(zip(helpers, thread.answers, strict=False)):
        given = questions.answer(uow, helper, question, text)
        if given is None:
            continue
        for voter in state.chance.sample(list(state.members.values()), k=state.chance.randrange(4)):
            questions.upvote(uow, voter, given)
        if index == thread.accepted:
            questions.accept(uow, asker, given.id)
        uow.settle()


def _people(state: _School, thread: Thread) -> list[Member]:
    """Return an asker, and as many helpers as there are answers, those who know the topic first."""
    handles = list(state.members)
    state.chance.shuffle(handles)
    helping = sorted(handles, key=lambda handle: -_skill(state.pupils[handle], thread))
    asker = next(handle for handle in handles if handle not in helping[: len(thread.answers)])
    return [state.members[handle] for handle in (asker, *helping[: len(thread.answers)])]


def _skill(pupil: Pupil, thread: Thread) -> int:
    knows = len(set(pupil.interests) & set(thread.tags))
    return knows + {"expert": 3, "helper": 2}.get(pupil.persona, 0)


def _handle(state: _School, member: Member) -> str:
    return next(handle for handle, found in state.members.items() if found.id == member.id)
