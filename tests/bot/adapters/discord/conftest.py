"""A Discord of our own for each test, and adapters that run against it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import pytest

from bot.adapters.discord import DiscordOptions
from tests.bot.adapters.discord.harness import Notebook, Running
from tests.standins.discord import Discord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.standins.discord_people import User
    from tests.standins.discord_world import Channel, Guild


class Start(Protocol):
    """Starts an adapter against the stand-in; options may be given."""

    def __call__(self, **options: Any) -> Running:  # noqa: ANN401 - options of any kind
        """Return it running."""
        ...


@pytest.fixture
def dc() -> Iterator[Discord]:
    """Return a Discord whose requests must all obey the public documents and ping nobody."""
    with Discord() as discord:
        yield discord
        assert discord.violations == []
        said = [
            r.body for r in discord.requests if isinstance(r.body, dict) and "content" in r.body
        ]
        assert all(body["allowed_mentions"] == {"parse": []} for body in said)


@pytest.fixture
def ear(dc: Discord) -> Notebook:
    """Return an ear that writes everything down."""
    return Notebook(dc)


@pytest.fixture
def start(dc: Discord, ear: Notebook) -> Iterator[Start]:
    """Return how to start an adapter; every one is stopped at the end."""
    started: list[Running] = []

    def begin(**options: Any) -> Running:  # noqa: ANN401 - options of any kind
        asked = {"token": dc.token, "api_base": dc.api_base} | options
        started.append(Running(DiscordOptions(**asked), ear))
        return started[-1]

    yield begin
    for running in started:
        running.stop()


@pytest.fixture
def running(dc: Discord, start: Start) -> Running:
    """Return an adapter that has connected."""
    running = start()
    dc.until_connected()
    return running


@pytest.fixture
def guild(dc: Discord) -> Guild:
    """Return a guild that the bot is in."""
    return dc.guild("学习服务器")


@pytest.fixture
def channel(dc: Discord, guild: Guild) -> Channel:
    """Return a text channel."""
    return dc.channel(guild, "闲聊")


@pytest.fixture
def bob(dc: Discord, guild: Guild) -> User:
    """Return a member of the guild."""
    bob = dc.user("小波", "bob")
    bob.joins(guild, told=False)
    return bob
