"""Courses: browse the catalogue, take, finish and rate a course, say what interests you."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.context import Context
from bot.replies import Reply, Toast
from bot.routes import Rest, button, command
from core import courses, membership
from core.courses import Course, Page, cards
from core.roles import Role

if TYPE_CHECKING:
    from core.cards import Card

WORDS_LIMIT = 64


@command("courses", "浏览课程目录", words="关键词")
def browse(ctx: Context, words: Rest | None = None) -> Reply:
    """Show the catalogue, or the courses that have all the words."""
    # A bar would end the words early in a button's token.
    wanted = " ".join((words or "").replace("|", " ").split())
    return Reply(_catalogue(ctx, wanted[:WORDS_LIMIT], 1))


@command("course", "查看一门课程", asks_rank=True, code="课程编号")
def show(ctx: Context, code: str) -> Reply:
    """Show a course by its code."""
    return _shown(ctx, courses.get(ctx.uow, ctx.community.id, code))


@command("mycourses", "我的课程", private=True)
def mine(ctx: Context) -> Reply:
    """Show what the member takes and took."""
    return Reply(cards.mine(courses.enrolments(ctx.uow, ctx.member)), private=True)


@button("courses.page")
def turn(ctx: Context, arg: str) -> Reply:
    """Turn to another page of the list."""
    number, _, words = arg.partition(":")
    return Reply(_catalogue(ctx, words, int(number)), replace=True)


@button("course.open", asks_rank=True)
def open_course(ctx: Context, arg: str) -> Reply:
    """Show a course from the list."""
    return _shown(ctx, _course(ctx, arg))


@button("course.enrol")
def enrol(ctx: Context, arg: str) -> Toast:
    """Enrol whoever pressed, as far as their membership goes."""
    course = _course(ctx, arg)
    courses.enrol(ctx.uow, ctx.member, course, tier=membership.tier_of(ctx.uow, ctx.member))
    return Toast(cards.enrolled(course))


@button("course.complete")
def complete(ctx: Context, arg: str) -> Toast:
    """Note that whoever pressed finished the course."""
    course = _course(ctx, arg)
    courses.complete(ctx.uow, ctx.member, course)
    return Toast(cards.completed(course))


@button("course.rate")
def rate(ctx: Context, arg: str) -> Toast:
    """Note the stars of whoever pressed."""
    course_id, _, stars = arg.partition(":")
    course = _course(ctx, course_id)
    courses.rate(ctx.uow, ctx.member, course, int(stars))
    return Toast(cards.rated(course, int(stars)))


@button("course.like")
def like(ctx: Context, arg: str) -> Toast:
    """Note that the course interests whoever pressed."""
    course = _course(ctx, arg)
    courses.like(ctx.uow, ctx.member, course)
    return Toast(cards.liked(course))


@button("course.dismiss")
def dismiss(ctx: Context, arg: str) -> Toast:
    """Note that the course does not interest whoever pressed."""
    course = _course(ctx, arg)
    courses.dismiss(ctx.uow, ctx.member, course)
    return Toast(cards.dismissed(course))


@button("course.publish", role=Role.ADMIN)
def publish(ctx: Context, arg: str) -> Toast:
    """Take a course out of the catalogue, or put it back."""
    course_id, _, is_so = arg.partition(":")
    course = _course(ctx, course_id)
    courses.publish(ctx.uow, course, is_so=is_so == "1")
    return Toast(cards.published(course, is_so=is_so == "1"))


def _course(ctx: Context, arg: str) -> Course:
    return courses.by_id(ctx.uow, ctx.community.id, int(arg))


def _shown(ctx: Context, course: Course) -> Reply:
    courses.view(ctx.uow, ctx.member, course)
    card = cards.course(
        course,
        courses.standings(ctx.uow, [course.id])[course.id],
        tier=membership.tier_of(ctx.uow, ctx.member),
        manage=ctx.role >= Role.ADMIN,
    )
    return Reply(card, subject=f"course:{course.id}")


def _catalogue(ctx: Context, words: str, number: int) -> Card:
    page = _page(ctx, words, number)
    return cards.catalogue(
        page,
        courses.standings(ctx.uow, [course.id for course in page.courses]),
        tier=membership.tier_of(ctx.uow, ctx.member),
        owner=ctx.member.id,
        words=words,
    )


def _page(ctx: Context, words: str, number: int) -> Page:
    if words:
        return courses.search(ctx.uow, ctx.community.id, words, page=number)
    return courses.catalogue(ctx.uow, ctx.community.id, page=number)
