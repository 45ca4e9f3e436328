"""The runner: finds in the database which slots are due, and runs each once, whoever else does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

import scheduler.jobs
from core import communities, runs
from core.plugins import found_in
from core.writer import is_outage
from scheduler.job import Job, Slot
from scheduler.slots import Occurrence, between, following, occurrence, owed, wall

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from core.clock import ManualClock
    from core.communities import Community
    from core.runs import Run
    from core.uow import UnitOfWork
    from core.writer import Writer
    from scheduler.slots import NextFire

BEAT_SECONDS = 15
# Jobs looked at in one transaction, so that members are not kept waiting for a long one.
AT_ONCE = 50
# APScheduler counts weekdays from Monday, cron from Sunday; their names mean the same to both.
WEEKDAYS = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
# Any day will do to see whether a cron expression ever comes true.
SOME_DAY = datetime(2024, 1, 1, tzinfo=UTC)

log = structlog.get_logger(__name__)

Key = tuple[int, str, str]


class _Due(NamedTuple):
    job: Job
    slot: Slot


def discovered() -> tuple[Job, ...]:
    """Return every job that a file of ``scheduler/jobs`` declares, by the name of the file."""
    return tuple(found_in(scheduler.jobs, Job))


def crontab(expression: str) -> NextFire:
    """Return the times of a cron expression; ValueError for one that is wrong or never true.

    Weekdays are written by name. Where a day of the month is given too, both must be true.
    """
    trigger = CronTrigger.from_crontab(expression, timezone=UTC)
    weekdays = expression.lower().split()[-1].replace("-", ",").split(",")
    if weekdays != ["*"] and not WEEKDAYS.issuperset(weekdays):
        message = f"weekdays are named mon to sun: {expression!r}"
        raise ValueError(message)
    if trigger.get_next_fire_time(None, SOME_DAY) is None:
        message = f"never comes true: {expression!r}"
        raise ValueError(message)

    def next_fire(local: datetime) -> datetime:
        later = local.replace(tzinfo=UTC) + timedelta(microseconds=1)
        fire: datetime = trigger.get_next_fire_time(None, later)
        return fire.replace(tzinfo=None)

    return next_fire


class Runner:
    """Runs jobs for every community; several runners may share one database."""

    def __init__(self, writer: Writer, jobs: Sequence[Job]) -> None:
        """Stand ready to run the jobs; ValueError for a wrong cron expression."""
        self._writer = writer
        self._jobs = {job.name: job for job in jobs}
        self._next_fire = {job.name: crontab(job.cron) for job in jobs}
        self._next: dict[Key, datetime] = {}
        self._background: BackgroundScheduler | None = None

    def start(self) -> None:
        """Look for what is due now and every few seconds, on a thread of its own."""
        with self._writer.begin() as uow:
            runs.retire(uow, self._jobs)
        self._background = BackgroundScheduler(timezone=UTC)
        self._background.add_job(
            self._beat,
            "interval",
            seconds=BEAT_SECONDS,
            next_run_time=datetime.now(UTC),
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
        self._background.start()

    def stop(self) -> None:
        """Wait for what is running, then stop."""
        if self._background is not None:
            self._background.shutdown()
            self._background = None

    def tick(self) -> None:
        """Run every slot that is due, in order, and return when all are over."""
        now = self._writer.clock.now()
        with self._writer.read() as uow:
            everywhere = communities.all_communities(uow)
            stale = runs.stale(uow)
        dead = {(run.community_id, run.job) for run in stale}
        ready = [
            (community, job)
            for community in everywhere
            for job in self._jobs.values()
            if (community.id, job.name) in dead or self._next.get(_key(community, job), now) <= now
        ]
        due, coming = self._look(ready, stale)
        for job, slot in due:
            self._run(job, slot)
        self._next |= coming

    def upcoming(self, moment: datetime) -> list[datetime]:
        """Return the moments after the present one, up to another, at which slots come about."""
        with self._writer.read() as uow:
            everywhere = communities.all_communities(uow)
            now = uow.now
        found: set[datetime] = set()
        for community in everywhere:
            zone = community.zoneinfo
            after = Occurrence(now, wall(now, zone))
            for next_fire in self._next_fire.values():
                found |= {slot.at for slot in between(next_fire, zone, after, moment)}
        return sorted(found)

    def advance(
        self, clock: ManualClock, to: datetime, after_each: Callable[[], None] | None = None
    ) -> None:
        """Move a clock to a moment, stopping at each slot on the way to run it."""
        self.tick()
        for moment in [*self.upcoming(to), to]:
            clock.move_to(moment)
            self.tick()
            if after_each is not None:
                after_each()

    def run_now(self, job_name: str, community: Community) -> Run:
        """Run a job outside its times, in a slot named by this minute, and return the run.

        Slots before it that were missed count as caught up. KeyError for an unknown job.
        """
        job = self._jobs[job_name]
        now = self._writer.clock.now()
        slot = Slot(community, _minute(now, community), now)
        self._run(job, slot)
        with self._writer.read() as uow:
            return runs.get(uow, community.id, job.name, slot.local)

    def _beat(self) -> None:
        try:
            self.tick()
        except Exception:
            log.exception("the scheduler stumbled and goes on")

    def _look(
        self, ready: Sequence[tuple[Community, Job]], stale: Collection[Run]
    ) -> tuple[list[_Due], dict[Key, datetime]]:
        """Return what is due, in order, and when to look at each job again."""
        due: list[_Due] = []
        coming: dict[Key, datetime] = {}
        for start in range(0, len(ready), AT_ONCE):
            with self._writer.begin() as uow:
                for community, job in ready[start : start + AT_ONCE]:
                    mark = self._mark(uow, community, job)
                    dead = _slots(stale, community, job)
                    slots = self._owed(uow, community, job, mark, dead)
                    due += [_Due(job, Slot(community, slot.local, slot.at)) for slot in slots]
                    coming[_key(community, job)] = self._plan(uow, community, job, mark)
        return sorted(due, key=lambda item: item.slot.at), coming

    def _mark(self, uow: UnitOfWork, community: Community, job: Job) -> Occurrence:
        """Return the newest slot seen to; at first sight all that were before now."""
        last = runs.last(uow, community.id, job.name)
        if last is None:
            minute = _minute(uow.now, community)
            runs.baseline(uow, community.id, job.name, minute)
            return Occurrence(uow.now, minute)
        if last.outcome is runs.Outcome.BASELINE:
            return Occurrence(last.started_at, last.slot)
        return occurrence(last.slot, community.zoneinfo)

    def _owed(
        self,
        uow: UnitOfWork,
        community: Community,
        job: Job,
        mark: Occurrence,
        stale: Collection[datetime],
    ) -> Sequence[Occurrence]:
        """Return the slots to run, and give up those whose process died and are not among them."""
        zone = community.zoneinfo
        missed = set(between(self._next_fire[job.name], zone, mark, uow.now))
        again = stale if job.catch_up == "all" else {mark.local}.intersection(stale)
        missed |= {occurrence(local, zone) for local in again}
        slots = owed(missed, job.catch_up, uow.now)
        for local in set(stale).difference(slot.local for slot in slots):
            runs.finish(uow, community.id, job.name, local, trouble=runs.INTERRUPTED)
        return slots

    def _plan(self, uow: UnitOfWork, community: Community, job: Job, mark: Occurrence) -> datetime:
        zone = community.zoneinfo
        present = max(mark, Occurrence(uow.now, wall(uow.now, zone)))
        slot = following(self._next_fire[job.name], zone, present)
        runs.plan(uow, community.id, job.name, title=job.title, next_slot=slot.local)
        return slot.at

    def _run(self, job: Job, slot: Slot) -> None:
        community_id = slot.community.id
        with self._writer.begin() as uow:
            if not runs.claim(uow, community_id, job.name, slot.local):
                return
        try:
            job.run(self._writer.begin, slot)
        except Exception as error:
            log.exception("a job failed", key=f"{job.name}:{community_id}:{slot.local.isoformat()}")
            if is_outage(error):  # it stays unended, and is claimed again later
                return
            trouble = type(error).__name__
        else:
            trouble = ""
        with self._writer.begin() as uow:
            runs.finish(uow, community_id, job.name, slot.local, trouble=trouble)


def _key(community: Community, job: Job) -> Key:
    return community.id, community.zone, job.name


def _slots(of: Collection[Run], community: Community, job: Job) -> set[datetime]:
    return {run.slot for run in of if (run.community_id, run.job) == (community.id, job.name)}


def _minute(moment: datetime, community: Community) -> datetime:
    return wall(moment, community.zoneinfo).replace(second=0, microsecond=0)
