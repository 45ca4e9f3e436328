"""A community with members and a small catalogue, in a real database."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from core import bootstrap, communities, courses, members
from core.clock import ManualClock
from core.courses import Course, Draft, Level, Tier
from core.db import Database
from core.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.communities import Community
    from core.members import Member
    from core.uow import UnitOfWork

CATALOGUE = (
    Draft("PY01", "零基础 Python", "从装环境到写小工具。", ("Python", "入门")),
    Draft(
        "API1", "用 FastAPI 搭建接口", "路由、校验、部署。", ("FastAPI", "后端"), tier=Tier.BASIC
    ),
    Draft(
        "PIC1", "手机摄影构图", "光线与角度。", ("摄影",), "林老师", Level.ADVANCED, Tier.VIP, 19900
    ),
)


@pytest.fixture
def clock() -> ManualClock:
    """Return a clock that stands on a Monday at noon in Shanghai."""
    return ManualClock(datetime(2026, 3, 2, 4, 0, tzinfo=UTC))


@pytest.fixture
def uow(database_url: str, clock: ManualClock) -> Iterator[UnitOfWork]:
    """Open one unit of work."""
    with (
        closing(Database(database_url)) as database,
        Writer(database, clock, bootstrap.REACTIONS).begin() as uow,
    ):
        yield uow


@pytest.fixture
def community(uow: UnitOfWork) -> Community:
    """Found a community with three courses."""
    founded = communities.create(uow, "南山学习社")
    courses.import_courses(uow, founded.id, CATALOGUE)
    return founded


@pytest.fixture
def member(uow: UnitOfWork, community: Community) -> Member:
    """Return a member of it."""
    return known(uow, community, "小满")


@pytest.fixture
def python(uow: UnitOfWork, community: Community) -> Course:
    """Return the course that everyone may take."""
    return courses.get(uow, community.id, "PY01")


def known(uow: UnitOfWork, community: Community, name: str) -> Member:
    """Return the member of that name."""
    visitor = members.Visitor("console", name, name)
    return members.recognise_one(uow, members.Sighting(community.id, visitor))
