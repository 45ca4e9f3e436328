"""Courses: browse the catalogue, take, go on with, finish, rate and pass on a course."""

from __future__ import annotations

from bot.context import Context
from bot.replies import Answers, Reply, Toast
from bot.routes import Rest, button, command
from core import courses, membership, recommend
from core.cards import Card
from core.courses import Course, Kind, Learner, Page, Reader, cards, learning_cards
from core.refusal import Refusal
from core.roles import Role

WORDS_LIMIT = 64


@command("courses", "浏览课程目录", words="关键词")
def browse(ctx: Context, words: Rest | None = None) -> Reply:
    """Show the catalogue, or the courses that have all the words."""
    # A bar would end the words early in a button's token.
    wanted = " ".join((words or "").replace("|", " ").split())
    return Reply(_catalogue(ctx, wanted[:WORDS_LIMIT], 1))


@command("course", "查看一门课程", asks_rank=True, course="课程编号或标题")
def show(ctx: Context, course: Rest) -> Reply:
    """Show a course by its code or title."""
    return _shown(ctx, courses.find(ctx.uow, ctx.community.id, course))


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


@command("share", "把一门课推荐给别人", course="课程编号或标题")
def share(ctx: Context, course: Rest) -> Reply:
    """Tell the group of a course; in private, write it so that it can be forwarded."""
    found = courses.find(ctx.uow, ctx.community.id, course)
    courses.share(ctx.uow, ctx.member, found)
    if ctx.private:
        return Reply(learning_cards.to_pass_on(found, ctx.community.name))
    return Reply(learning_cards.passed_on(found, ctx.member.name))


@command("path", "看看怎么一步步学到一门课", private=True, course="课程编号或标题")
def path(ctx: Context, course: Rest) -> Reply:
    """Show the member the next steps to a course."""
    return _path(ctx, courses.find(ctx.uow, ctx.community.id, course))


@button("courses.page")
def turn(ctx: Context, arg: str) -> Reply:
    """Turn to another page of the list."""
    number, _, words = arg.partition(":")
    return Reply(_catalogue(ctx, words, int(number)), replace=True)


@button("course.open", asks_rank=True)
def open_course(ctx: Context, arg: str) -> Reply:
    """Show a course to whoever pressed its button."""
    return _shown(ctx, _course(ctx, arg), private=True)


@button("course.enrol", asks_rank=True)
def enrol(ctx: Context, arg: str) -> Answers:
    """Enrol whoever pressed, as far as their membership goes."""
    course, _ = _pressed(ctx, arg)
    return _noted(ctx, arg, course, _enrol(ctx, course))


@button("course.progress", asks_rank=True)
def press_progress(ctx: Context, arg: str) -> Answers:
    """Note how far whoever pressed is."""
    course, percent = _pressed(ctx, arg)
    return _noted(ctx, arg, course, _progress(ctx, course, percent))


@button("course.complete", asks_rank=True)
def complete(ctx: Context, arg: str) -> Answers:
    """Note that whoever pressed finished the course."""
    course, _ = _pressed(ctx, arg)
    courses.complete(ctx.uow, ctx.member, course)
    return _noted(ctx, arg, course, cards.completed(course))


@button("course.rate", asks_rank=True)
def rate(ctx: Context, arg: str) -> Answers:
    """Note the stars of whoever pressed."""
    course, stars = _pressed(ctx, arg)
    courses.rate(ctx.uow, ctx.member, course, stars)
    return _noted(ctx, arg, course, cards.rated(course, stars))


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
    comes_again = courses.dismiss(ctx.uow, ctx.member, course)
    return Toast(cards.dismissed(course, comes_again=comes_again))


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
    said = _enrol(ctx, _course(ctx, step_id))
    return Toast(said), _path(ctx, _course(ctx, goal_id), replace=True)


@button("course.publish", role=Role.ADMIN)
def publish(ctx: Context, arg: str) -> Answers:
    """Take a course out of the catalogue, or put it back."""
    course, number = _pressed(ctx, arg)
    is_so = number == 1
    courses.publish(ctx.uow, course, is_so=is_so)
    return _noted(ctx, arg, course, cards.published(course, is_so=is_so))


def _course(ctx: Context, arg: str) -> Course:
    return courses.by_id(ctx.uow, ctx.community.id, int(arg))


def _shown(ctx: Context, course: Course, *, private: bool = False) -> Reply:
    courses.view(ctx.uow, ctx.member, course)
    return _page_of(ctx, course, private=private)


def _page_of(
    ctx: Context, course: Course, *, private: bool = False, replace: bool = False
) -> Reply:
    """Return a course's page; in private it offers what fits what the member did."""
    alone = private or ctx.private
    reader = Reader(
        tier=membership.tier_of(ctx.uow, ctx.member),
        manages=ctx.role >= Role.ADMIN,
        shared=not alone,
        taken=courses.enrolment(ctx.uow, ctx.member, course) if alone else None,
    )
    standing = courses.standings(ctx.uow, [course.id])[course.id]
    required = courses.required(ctx.uow, course)
    card = cards.course(course, standing, reader, required=required)
    return Reply(card, private, replace, subject=f"course:{course.id}")


def _pressed(ctx: Context, arg: str) -> tuple[Course, int]:
    """Return what a button of a course's page is about, and its number (0 without one)."""
    course_id, _, number = arg.removesuffix(cards.OWN).partition(":")
    return _course(ctx, course_id), int(number or 0)


def _noted(ctx: Context, arg: str, course: Course, said: str) -> Answers:
    """Tell whoever pressed a button of a course's page; one that is theirs alone keeps up."""
    if not ctx.private and not arg.endswith(cards.OWN):
        return Toast(said)
    now = courses.by_id(ctx.uow, ctx.community.id, course.id)
    return Toast(said), _page_of(ctx, now, private=True, replace=True)


def _enrol(ctx: Context, course: Course) -> str:
    courses.enrol(ctx.uow, ctx.member, course, tier=membership.tier_of(ctx.uow, ctx.member))
    return cards.enrolled(course, courses.lacking(ctx.uow, ctx.member, course))


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
