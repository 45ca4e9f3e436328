"""The composition root: settings become a database, rooms, platforms and a scheduler."""

from __future__ import annotations

import asyncio
import gc
import secrets
import signal
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import structlog

from bot import adapters
from bot.declarations import Declarations
from bot.delivery import Sender
from bot.ear import Ear
from bot.flood import Flood
from bot.lanes import Lanes
from bot.router import Router
from bot.seals import Seals
from bot.settings import ENV_FILE, SettingError
from bot.tenancy import Tenancy
from bot.watch import Watch
from core import bootstrap, communities
from core.db import migrate, revisions
from core.refusal import Refusal
from scheduler.runner import Runner, discovered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic import SecretStr

    from bot.posts import Platform
    from bot.settings import Settings
    from core.clock import Clock
    from core.writer import Writer

log = structlog.get_logger(__name__)


class NothingToServeError(Exception):
    """No platform has its token."""


@dataclass(frozen=True, slots=True)
class App:
    """Everything that runs in one process, wired but not started."""

    writer: Writer
    router: Router
    lanes: Lanes
    seals: Seals
    runner: Runner

    def sender(self, platforms: Mapping[str, Platform]) -> Sender:
        """Return the outbox's sender for the platforms that run here."""
        return Sender(self.writer, platforms, self.lanes, self.seals)

    def ear(self, platform: Platform) -> Ear:
        """Return what a platform's adapter talks to."""
        return Ear(platform, self.router, self.lanes)

    def close(self) -> None:
        """Finish what waits and close the database."""
        self.writer.stop()
        self.writer.close()


def build(settings: Settings, *, clock: Clock | None = None, trusted: Sequence[str] = ()) -> App:
    """Migrate the database, wire everything, and start the writer.

    Raises `core.db.DatabaseProblemError` when the database cannot be reached, `SettingError` for
    a calibration that cannot be used.
    """
    reader = _reader(settings)
    prepare(settings.database_url)
    writer = bootstrap.open_writer(settings.database_url, clock)
    seals = Seals(_secret(settings.secret, writer))
    tenancy = Tenancy(seals, settings.owner_accounts, trusted)
    flood = Flood(0 if trusted else settings.commands_per_minute)
    watch = Watch(writer, reader)
    router = Router(writer, Declarations.collect(), seals, tenancy, flood, watch)
    writer.start()
    return App(writer, router, Lanes(writer.clock), seals, Runner(writer, discovered()))


def _reader(settings: Settings) -> bootstrap.Reader:
    try:
        return bootstrap.reader(settings.sentiment_model, settings.sentiment_folder)
    except Refusal as problem:
        message = f"{settings.variable('sentiment_folder')}：{problem.said()}"
        raise SettingError(message) from None


def platforms(env_file: Path = ENV_FILE) -> list[Platform]:
    """Return the adapters of every platform whose token is set; raises `SettingError`."""
    found = (plugin.configured(env_file) for plugin in adapters.plugins())
    return [platform for platform in found if platform is not None]


async def serve(settings: Settings, env_file: Path = ENV_FILE) -> None:
    """Serve every configured platform until the process is told to stop.

    Raises NothingToServeError, `SettingError`, `TokenRefusedError` or
    `core.db.DatabaseProblemError` when that cannot be before something is put right.
    """
    serving = platforms(env_file)
    if not serving:
        raise NothingToServeError
    app = build(settings)
    Thread(target=bootstrap.warm_up, name="warm-up", daemon=True).start()
    keep_for_good()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    try:
        await _run_all(app, serving, stop)
    finally:
        await asyncio.to_thread(app.close)


def keep_for_good() -> None:
    """Let the garbage collector pass over what the start made, which lives as long as the process.

    Walking over it stops everything for a tenth of a second, again and again.
    """
    gc.collect()
    gc.freeze()


def prepare(database_url: str, revision: str = "head") -> None:
    """Make the database if there is none, and bring its schema to a revision.

    Raises `core.db.DatabaseProblemError` when it cannot be reached.
    """
    make_folder(database_url)
    revisions(database_url)
    migrate(database_url, revision)


def make_folder(database_url: str) -> None:
    """Make the folder of an SQLite file."""
    path = database_url.removeprefix("sqlite:///")
    if path != database_url and path not in {"", ":memory:"}:
        Path(path).parent.mkdir(parents=True, exist_ok=True)


async def _run_all(app: App, serving: Sequence[Platform], stop: asyncio.Event) -> None:
    """Run platforms, sender and scheduler; a platform that ends with an error ends them all."""
    ears = {platform.name: app.ear(platform) for platform in serving}
    sender = app.sender({platform.name: platform for platform in serving})
    tasks = [
        asyncio.create_task(platform.run(ears[platform.name]), name=platform.name)
        for platform in serving
    ]
    tasks.append(asyncio.create_task(sender.run(), name="sender"))
    stopping = asyncio.create_task(stop.wait(), name="stop")
    app.runner.start()
    log.info("serving", platforms=sorted(ears))
    try:
        done, _rest = await asyncio.wait([*tasks, stopping], return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        app.runner.stop()
        for task in (*tasks, stopping):
            task.cancel()
        await asyncio.gather(*tasks, stopping, return_exceptions=True)
        await asyncio.gather(*(ear.settle(ending=True) for ear in ears.values()))
        log.info("stopped")


def _secret(configured: SecretStr | None, writer: Writer) -> str:
    """Return the configured secret, or one made once and kept in the database."""
    if configured is not None:
        return configured.get_secret_value()
    with writer.begin() as uow:
        return communities.instance_secret(uow, secrets.token_urlsafe(32))
