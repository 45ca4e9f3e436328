"""A community with a small catalogue, whose members take courses by code."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core import courses, members, recommend
from core.courses import Draft, Tier
from core.members import Purpose

if TYPE_CHECKING:
    from core.communities import Community
    from core.members import Member
    from core.recommend import Suggestion
    from core.uow import UnitOfWork

FREE, VIP = 0, 3
DRAFTS = (
    Draft("API", "用 FastAPI 搭建接口", "路由和部署。", ("FastAPI", "后端")),
    Draft("ASY", "异步编程入门", "事件循环与协程。", ("异步", "Python")),
    Draft("PIC", "手机摄影构图", "光线与角度。", ("摄影",)),
    Draft("POR", "人像摄影布光", "一盏灯的用法。", ("摄影", "人像")),
    Draft("SOUP", "家常汤的火候", "从一锅汤学起。", ("烹饪",)),
    Draft("VIP1", "架构师私塾", "系统设计。", ("架构",), tier=Tier.VIP),
    Draft("VIP2", "架构师私塾续篇", "系统设计。", ("架构",), tier=Tier.VIP),
)


class World:
    """A community whose members take courses by code."""

    def __init__(self, uow: UnitOfWork, community: Community) -> None:
        """Import the catalogue."""
        self.uow, self.community = uow, community
        courses.import_courses(uow, community.id, DRAFTS)

    def member(self, name: str, *taken: str, consents: bool = True) -> Member:
        """Return the member of a name, who takes courses."""
        visitor = members.Visitor("console", name, name)
        found = members.recognise_one(self.uow, members.Sighting(self.community.id, visitor))
        if consents:
            members.agree(self.uow, found, Purpose.RECOMMEND)
        for code in taken:
            courses.enrol(self.uow, found, self.course(code), tier=VIP)
        return found

    def course(self, code: str) -> courses.Course:
        """Return a course."""
        return courses.get(self.uow, self.community.id, code)

    def later(self, **span: float) -> None:
        """Let time pass."""
        self.uow.now += timedelta(**span)

    def train(self) -> None:
        """Learn from the community as it is."""
        recommend.train(self.uow, self.community.id)

    def suggested(self, member: Member, count: int = 3, tier: int = VIP) -> list[str]:
        """Return the codes of what is suggested to a member."""
        return codes(recommend.suggest(self.uow, member, count, tier=tier))


def codes(suggestions: list[Suggestion]) -> list[str]:
    """Return the codes of what is suggested."""
    return [suggestion.course.code for suggestion in suggestions]


def learners(world: World) -> None:
    """Let two circles of four take two courses each."""
    for number in range(4):
        world.member(f"后端{number}", "API", "ASY")
        world.member(f"摄影{number}", "PIC", "POR")
