"""What members read about courses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.cards import Button, Card
from core.courses.course import PAGE_SIZE, STARS, Level, Tier
from core.i18n import t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.courses.course import Course, Enrolment, Page, Reader, Standing

ARG_LIMIT = 24
PARTS = (25, 50, 75)
"""The progress that buttons offer, in percent."""
OWN = ":own"
"""Ends the args of a page's buttons when one member alone sees the page."""
SEVERAL = 3
"""Fewer people are not counted, and their stars not told, lest they point at one of them."""
_ROW = 4


def catalogue(
    page: Page, standings: Mapping[int, Standing], *, tier: int, owner: int, words: str = ""
) -> Card:
    """Show a page of the catalogue, or of what ``words`` found, to a member of a tier."""
    if not page.total:
        return Card(_nothing(words))
    first = (page.number - 1) * PAGE_SIZE + 1
    lines = [
        f"{number}. {_line(course, standings[course.id], tier)}"
        for number, course in enumerate(page.courses, start=first)
    ]
    openers = [
        Button(str(number), "course.open", str(course.id))
        for number, course in enumerate(page.courses, start=first)
    ]
    rows = [tuple(openers[at : at + _ROW]) for at in range(0, len(openers), _ROW)]
    turns = _turns(page, words, owner)
    lines += ["", _footer(page, turnable=bool(turns))]
    title = t("「{words}」相关课程", words=words) if words else t("课程目录")
    return Card("\n".join(lines), title, (*rows, *((turns,) if turns else ())))


def course(
    course: Course, standing: Standing, reader: Reader, *, required: Sequence[Course] = ()
) -> Card:
    """Show a course to whoever reads; ``required`` are the courses to be taken before it."""
    lines = [
        t(
            "编号 {code}｜{level}｜{tier}",
            code=course.code,
            level=level(course.level),
            tier=_tier(course, reader.tier),
        ),
        t("价格：{price}", price=money(course.price, course.currency)),
        *([t("讲师：{author}", author=course.author)] if course.author else []),
        *([t("标签：{tags}", tags="、".join(course.tags))] if course.tags else []),
        *([_required(required)] if required else []),
        *_standing(course, standing),
        *([_enrolment(reader.taken)] if reader.taken else []),
        *(["", course.description] if course.description else []),
        *(["", t("这门课已经下架。")] if not course.published else []),
    ]
    return Card("\n".join(lines), course.title, _course_buttons(course, reader))


def mine(enrolments: Sequence[Enrolment]) -> Card:
    """Show a member what they take and took."""
    if not enrolments:
        return Card(t("你还没有报名课程，发送 /courses 挑一门吧。"))
    return Card("\n".join(_enrolment(enrolment) for enrolment in enrolments), t("我的课程"))


def enrolled(course: Course, lacking: Sequence[Course] = ()) -> str:
    """Tell a member that they take a course now, and what they should have finished before it."""
    said = t("报名成功！《{title}》学完后记得点「学完了」。", title=course.title)
    if not lacking:
        return said
    return said + t("建议先学《{title}》。", title=lacking[0].title)


def completed(course: Course) -> str:
    """Congratulate a member on finishing a course."""
    return t("恭喜学完《{title}》！给它打个分吧。", title=course.title)


def rated(course: Course, stars: int) -> str:
    """Thank a member for their stars."""
    return t("已给《{title}》打 {stars} 分，谢谢！", title=course.title, stars=stars)


def liked(course: Course) -> str:
    """Tell a member that their interest is noted."""
    return t("记下了，你对《{title}》感兴趣。", title=course.title)


def dismissed(course: Course, *, comes_again: bool) -> str:
    """Tell a member that a course will not be suggested for long, or never again."""
    if comes_again:
        return t("好的，三个月内不再推荐《{title}》。", title=course.title)
    return t("好的，以后不再推荐《{title}》。", title=course.title)


def progressed(course: Course, percent: int) -> str:
    """Tell a member that their progress is noted."""
    return t("记下了，《{title}》学到 {percent}%。", title=course.title, percent=percent)


def published(course: Course, *, is_so: bool) -> str:
    """Tell a manager whether a course is in the catalogue now."""
    if is_so:
        return t("《{title}》已重新上架。", title=course.title)
    return t("《{title}》已下架，已报名的人不受影响。", title=course.title)


def level(level: Level) -> str:
    """Name a level."""
    return {
        Level.BEGINNER: t("入门"),
        Level.INTERMEDIATE: t("进阶"),
        Level.ADVANCED: t("高级"),
    }[level]


def tier(tier: Tier) -> str:
    """Name who may take courses of a tier."""
    return {
        Tier.FREE: t("人人可学"),
        Tier.BASIC: t("普通会员"),
        Tier.PREMIUM: t("高级会员"),
        Tier.VIP: t("VIP 会员"),
    }[tier]


def money(amount: int, currency: str) -> str:
    """Write an amount of minor units as people write it."""
    if not amount:
        return t("免费")
    whole, cents = divmod(amount, 100)
    number = f"{whole}.{cents:02d}" if cents else str(whole)
    if currency == "CNY":
        return t("{amount} 元", amount=number)
    return f"{number} {currency}"


def _nothing(words: str) -> str:
    if words:
        return t("没有找到和「{words}」有关的课程，换个词试试。", words=words)
    return t("目录里还没有课程。")


def _line(course: Course, standing: Standing, held: int) -> str:
    parts = [f"《{course.title}》", course.code, level(course.level)]
    if course.tier > held:
        parts.append(f"🔒{tier(course.tier)}")
    if standing.ratings >= SEVERAL:
        parts.append(f"★{standing.stars:.1f}")
    return " · ".join(parts)


def _turns(page: Page, words: str, owner: int) -> tuple[Button, ...]:
    if len(f"{page.pages}:{words}".encode()) > ARG_LIMIT:
        return ()
    back = Button(t("上一页"), "courses.page", f"{page.number - 1}:{words}", owner)
    on = Button(t("下一页"), "courses.page", f"{page.number + 1}:{words}", owner)
    return (
        *((back,) if page.number > 1 else ()),
        *((on,) if page.number < page.pages else ()),
    )


def _footer(page: Page, *, turnable: bool) -> str:
    if page.pages == 1:
        return t("共 {total} 门，点数字看详情。", total=page.total)
    if not turnable:
        return t(
            "共 {total} 门，先列出 {size} 门；关键词短一些可以翻页。",
            total=page.total,
            size=PAGE_SIZE,
        )
    return t(
        "第 {number}/{pages} 页，共 {total} 门，点数字看详情。",
        number=page.number,
        pages=page.pages,
        total=page.total,
    )


def _tier(course: Course, held: int) -> str:
    return f"🔒{tier(course.tier)}" if course.tier > held else tier(course.tier)


def _required(required: Sequence[Course]) -> str:
    said = "、".join(f"《{one.title}》（{one.code}）" for one in required)
    return t("先修：{courses}", courses=said)


def _standing(course: Course, standing: Standing) -> list[str]:
    if not standing.learners:
        return [t("还没有人报名，来当第一个。")] if course.published else []
    if standing.learners < SEVERAL:
        return [t("已经有人在学或学过。")]
    if standing.ratings < SEVERAL:
        return [t("{learners} 人在学或学过。", learners=standing.learners)]
    return [
        t(
            "{learners} 人在学或学过，{ratings} 人评分，平均 ★{stars}。",
            learners=standing.learners,
            ratings=standing.ratings,
            stars=f"{standing.stars:.1f}",
        )
    ]


def _course_buttons(course: Course, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    """Offer what fits what the reader did, or everything where others may press too."""
    arg, taken = str(course.id), reader.taken
    mark = "" if reader.shared else OWN
    going = taken is not None and taken.completed_at is None
    rows = (
        (
            *_enrol(course, mark, open_to=reader.shared or taken is None),
            *(_going(arg, mark) if reader.shared or going else ()),
        ),
        _stars(arg, mark) if reader.shared or taken is not None else (),
        (
            *(_interest(arg) if reader.shared or taken is None else ()),
            Button(t("分享"), "course.share", arg),
            *((Button(t("学习路线"), "course.path", arg),) if course.requires else ()),
        ),
        (Button(t("去上课"), url=course.url),) if course.url else (),
        _shelf(course, mark) if reader.manages else (),
    )
    return tuple(row for row in rows if row)


def _enrol(course: Course, mark: str, *, open_to: bool) -> tuple[Button, ...]:
    offered = open_to and course.published
    return (Button(t("报名"), "course.enrol", f"{course.id}{mark}"),) if offered else ()


def _going(arg: str, mark: str) -> tuple[Button, ...]:
    parts = (Button(f"{part}%", "course.progress", f"{arg}:{part}{mark}") for part in PARTS)
    return (*parts, Button(t("学完了"), "course.complete", f"{arg}{mark}"))


def _stars(arg: str, mark: str) -> tuple[Button, ...]:
    return tuple(Button(f"{stars}★", "course.rate", f"{arg}:{stars}{mark}") for stars in STARS)


def _interest(arg: str) -> tuple[Button, ...]:
    return (
        Button(t("感兴趣"), "course.like", arg),
        Button(t("不感兴趣"), "course.dismiss", arg),
    )


def _shelf(course: Course, mark: str) -> tuple[Button, ...]:
    label = t("下架") if course.published else t("重新上架")
    arg = f"{course.id}:{int(not course.published)}{mark}"
    return (Button(label, "course.publish", arg),)


def _enrolment(enrolment: Enrolment) -> str:
    title = enrolment.course.title
    if enrolment.completed_at is None and enrolment.progress:
        return t("📖 《{title}》学到 {percent}%", title=title, percent=enrolment.progress)
    if enrolment.completed_at is None:
        return t("📖 《{title}》在学", title=title)
    if enrolment.rating is None:
        return t("✅ 《{title}》已学完", title=title)
    return t("✅ 《{title}》已学完，你打了 {stars} 分", title=title, stars=enrolment.rating)
