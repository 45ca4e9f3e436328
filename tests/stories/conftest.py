"""A stage for every story: the real application, a group and a few people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.stories.dialogue import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.stories.dialogue import Group, Person


@pytest.fixture
def stage(sqlite_url: str) -> Iterator[Stage]:
    """Begin on Monday, 5 January 2026, at nine in the morning in Shanghai."""
    with Stage(sqlite_url) as stage:
        yield stage


@pytest.fixture
def g1(stage: Stage) -> Group:
    """Return the community's group."""
    return stage.group("g1")


@pytest.fixture
def alice(stage: Stage) -> Person:
    """Return somebody."""
    return stage.person("alice")


@pytest.fixture
def bob(stage: Stage) -> Person:
    """Return somebody else."""
    return stage.person("bob")


@pytest.fixture
def carol(stage: Stage) -> Person:
    """Return a third one."""
    return stage.person("carol")


@pytest.fixture
def root(stage: Stage, g1: Group) -> Person:
    """Return an administrator of the group."""
    return stage.person("root").becomes_admin(g1)
