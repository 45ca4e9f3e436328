"""A member who does everything that leaves a row, so that forgetting them can be proved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect, select

from core import care, courses, experiments, members
from core.db import Row
from core.experiments import templates
from core.questions.waiting import waiting_of
from core.roles import Role
from migrations.tables import load
from tests.bot.front import alone, button, group, person

if TYPE_CHECKING:
    from bot.updates import Person
    from core.db import Database
    from core.members import Member
    from core.uow import UnitOfWork
    from tests.bot.front import Front

load()
CATALOGUE = "code,title,tags\nPY1,零基础学编程,编程\nEN1,英语口语,英语\n".encode()
GROUP = group("读书群")


def prepare(front: Front) -> None:
    """Found the community, with two courses and somebody to talk to."""
    front.says(person("root"), "/setup", GROUP, role=Role.ADMIN)
    front.does(lambda uow: courses.import_courses(uow, 1, courses.read_courses(CATALOGUE, "a.csv")))
    front.says(person("neighbour"), "/ask 第一次来，应该先看哪门课？", GROUP)


def live(front: Front, who: Person, word: str) -> Member:
    """Do everything once; ``word`` stands in everything that the member writes."""
    front.says(person("root"), "/screening captcha on", GROUP, role=Role.ADMIN)
    front.joins(who, GROUP)
    front.says(person("root"), "/screening captcha off", GROUP, role=Role.ADMIN)
    front.says(who, f"今天的作业写完了，真开心，{word}", GROUP)
    chooser = front.says(who, "/interests", GROUP)
    front.presses(who, button(chooser, "编程"), GROUP)
    front.says(who, f"/nickname {word}", GROUP)
    front.presses(who, button(front.says(who, "/privacy"), "推荐"))
    front.presses(who, button(front.says(who, "/settings"), "升级"))
    front.says(who, f"/ask 请问{word}是什么意思？", GROUP)
    front.says(who, f"/ask 私下问一句{word}可以吗？")
    front.says(who, f"/answer 1 我觉得先看{word}吧", GROUP)
    front.says(who, "/checkin", GROUP)
    front.says(who, "/trial")
    course = front.says(who, "/course PY1", GROUP)
    for label in ("报名", "5★", "学完了", "感兴趣"):
        front.presses(who, button(course, label), GROUP)
    front.says(who, "/suggest")
    front.says(person("root"), f"/sold EN1 @{who.username} 99", GROUP, role=Role.ADMIN)
    front.says(who, "兼职刷单日赚三百，加微信 abc12345", GROUP)
    front.says(who, f"/report @neighbour {word}太吵", GROUP)
    front.says(person("neighbour"), f"/report @{who.username} 太吵", GROUP)
    front.says(person("root"), f"/warn @{who.username} {word}刷屏", GROUP, role=Role.ADMIN)
    front.says(who, f"/appeal 我只是说了{word}")
    front.says(person("root"), f"/trust @{who.username}", GROUP, role=Role.ADMIN)
    front.says(who, "/link", alone(who))
    front.says(person("root"), f"/grant @{who.username} vip 30d", GROUP, role=Role.ADMIN)
    front.says(person("root"), f"/revoke @{who.username} {word}没有付款", GROUP, role=Role.ADMIN)
    member = seen(front, who)
    front.does(lambda uow: _draft(uow, member, f"{word}，你好"))
    front.does(lambda uow: _try(uow, member))
    return member


def _draft(uow: UnitOfWork, member: Member, text: str) -> None:
    """Draft a word of care about the question that waits."""
    care.draft(uow, care.Need(member, waiting_of(uow, member.id)[0]), text)


def _try(uow: UnitOfWork, member: Member) -> None:
    """Have the member decide about an experiment, and be shown one of its variants."""
    variants = templates.variants(templates.COPIES, "plain", "next")
    made = experiments.create(uow, 1, experiments.Outline("文案", "会更好", variants), member)
    shown = experiments.Assigned(variants={made.id: "plain"})
    experiments.expose(uow, 1, shown, [1], member_id=member.id)


def seen(front: Front, who: Person) -> Member:
    """Return the member behind somebody."""
    found: Member = front.does(lambda uow: members.find(uow, 1, who.platform, f"id:{who.id}"))
    return found


def dump(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Return every row of every table."""
    with database.read.connect() as connection:
        return {
            name: [
                dict(row)
                for row in connection.execute(select(Row.metadata.tables[name])).mappings()
            ]
            for name in inspect(connection).get_table_names()
            if name in Row.metadata.tables
        }


def text_of(tables: dict[str, list[dict[str, Any]]]) -> str:
    """Return everything in the tables, one row a line."""
    return "\n".join(f"{name}: {row!r}" for name, rows in tables.items() for row in rows)
