"""Courses: browse the catalogue, take, go on with, finish, rate and pass on a course."""

from __future__ import annotations

from bot.context import Context
from bot.replies import Reply, Toast
from bot.routes import Rest, button, command
from core import courses, membership, recommend
from core.cards import Card
from core.courses import Course, Kind, Learner, Page, cards, learning_cards
from core.refusal import Refusal
from core.roles import Role

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


@command("progress", "记下学到哪儿了", private=True, code="课程编号", percent="百分比")
def note_progress(ctx: Context, code: str, percent: str) -> Reply:
    """Note how far the member is in a course."""
    digits = percent.rstrip("%％")
    if not digits.isdecimal():
        raise Refusal("进度请写 0 到 100 之间的数字。")
    course = courses.get(ctx.uow, ctx.community.id, code)
    return Reply(Card(_progress(ctx, course, int(digits[:4]))), private=True)


@command("share", "把一门课推荐给别人", code="课程编号")
def share(ctx: Context, code: str) -> Reply:
    """Tell the group of a course; in private, write it so that it can be forwarded."""
    course = courses.get(ctx.uow, ctx.community.id, code)
    courses.share(ctx.uow, ctx.member, course)
    if ctx.private:
        return Reply(learning_cards.to_pass_on(course, ctx.community.name))
    return Reply(learning_cards.passed_on(course, ctx.member.name))


@command("path", "看看怎么一步步学到一门课", private=True, code="课程编号")
def path(ctx: Context, code: str) -> Reply:
    """Show the member the next steps to a course."""
    return _path(ctx, courses.get(ctx.uow, ctx.community.id, code))


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
    return Toast(cards.enrolled(course, courses.lacking(ctx.uow, ctx.member, course)))


@button("course.progress")
def press_progress(ctx: Context, arg: str) -> Toast:
    """Note how far whoever pressed is."""
    course_id, _, percent = arg.partition(":")
    return Toast(_progress(ctx, _course(ctx, course_id), int(percent)))


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


@button("course.share")
def press_share(ctx: Context, arg: str) -> Reply:
    """Write the course to whoever pressed so that it can be forwarded."""
    course = _course(ctx, arg)
    courses.share(ctx.uow, ctx.member, course)
    return Reply(learning_cards.to_pass_on(course, ctx.community.name), private=True)


@button("course.path")
def press_path(ctx: Context, arg: str) -> Reply:
    """Show whoever pressed the next steps to the course."""
    return _path(ctx, _course(ctx, arg))


@button("path.enrol")
def enrol_in_step(ctx: Context, arg: str) -> tuple[Toast, Reply]:
    """Enrol in the next step of a path, and show what comes then."""
    goal_id, _, step_id = arg.partition(":")
    step = _course(ctx, step_id)
    courses.enrol(ctx.uow, ctx.member, step, tier=membership.tier_of(ctx.uow, ctx.member))
    return Toast(cards.enrolled(step)), _path(ctx, _course(ctx, goal_id), replace=True)


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
        required=courses.required(ctx.uow, course),
    )
    return Reply(card, subject=f"course:{course.id}")


def _progress(ctx: Context, course: Course, percent: int) -> str:
    courses.progress(ctx.uow, ctx.member, course, percent)
    finished = percent == courses.FINISHED
    return cards.completed(course) if finished else cards.progressed(course, percent)


def _path(ctx: Context, goal: Course, *, replace: bool = False) -> Reply:
    tier = membership.tier_of(ctx.uow, ctx.member)
    done = courses.interactions_of(ctx.uow, [ctx.member.id])
    finished = {row.course_id for row in done if row.kind is Kind.COMPLETE}
    learner = Learner(
        done=finished,
        taking={row.course_id for row in done if row.kind is Kind.ENROL} - finished,
        tier=tier,
        liking=recommend.liking(ctx.uow, ctx.member, tier=tier),
    )
    way = courses.path_to(goal, courses.every(ctx.uow, ctx.community.id), learner)
    return Reply(learning_cards.path(way, owner=ctx.member.id), private=True, replace=replace)


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
