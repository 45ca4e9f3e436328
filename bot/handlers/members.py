"""Members: welcome, interests, one's own page, settings, linking accounts."""

from __future__ import annotations

from collections import Counter

from bot.context import Context
from bot.replies import Act, Reply, Toast
from bot.routes import Rest, button, command, on
from bot.updates import JoinRequested, MemberJoined, MemberLeft
from core import courses, inbox, members, membership, points, screening
from core.cards import Card
from core.i18n import speaking
from core.members import Linked, Notification, Purpose, SecondCode, cards
from core.membership import cards as membership_cards
from core.refusal import Refusal

OFFERED = 12
ARG_BYTES = 24


@on(MemberJoined)
def welcome(ctx: Context) -> Reply | None:
    """Welcome somebody who came into the chat, unless screening looks at them first."""
    return None if screening.guards(ctx.uow, ctx.community.id) else greet(ctx)


def greet(ctx: Context) -> Reply | None:
    """Welcome whoever is let in, once a day however often it is told."""
    day = ctx.uow.now.astimezone(ctx.community.zoneinfo).date()
    place = ctx.place.chat_id if ctx.place else 0
    if not inbox.fresh(ctx.uow, [f"welcomed:{place}:{ctx.member.id}:{day}"]):
        return None
    return Reply(cards.welcome(ctx.member, ctx.community, _offered(ctx)))


@on(JoinRequested)
def knock(ctx: Context) -> Act | Reply:
    """Let in whoever has a membership; others learn how to get one, and an admin may decide."""
    if membership.tier_of(ctx.uow, ctx.member) > 0:
        return Act("approve_join")
    return Reply(cards.membership_needed(ctx.community), private=True)


@on(MemberLeft)
def farewell(ctx: Context) -> None:
    """Note that a member left the chat."""
    if ctx.place is not None:
        members.left(ctx.uow, ctx.member, ctx.place.chat_id)


@command("interests", "选择感兴趣的方向")
def interests(ctx: Context) -> Reply:
    """Offer the tags of the community's courses to choose from."""
    return Reply(_chooser(ctx, ctx.member))


@button("interest")
def choose(ctx: Context, arg: str) -> Reply:
    """Tick an interest, or take the tick away."""
    chosen = [tag for tag in ctx.member.interests if tag != arg]
    if len(chosen) == len(ctx.member.interests):
        chosen.append(arg)
    members.choose_interests(ctx.uow, ctx.member, chosen)
    return Reply(_chooser(ctx, members.by_id(ctx.uow, ctx.member.id)), replace=True)


@button("interests-done")
def done(ctx: Context, _arg: str) -> Reply:
    """Thank for the interests and ask for consent to suggest by them."""
    asks = not members.consents(ctx.uow, ctx.member.id, Purpose.RECOMMEND)
    card = cards.interests_done(ctx.member, ctx.member.interests, asks_consent=asks)
    return Reply(card, replace=True)


@command("me", "看看我的资料", private=True)
def me(ctx: Context) -> Reply:
    """Show a member's own page."""
    standing = membership.status(ctx.uow, ctx.member)
    running = (
        standing.subscription if standing.subscription and standing.subscription.running else None
    )
    until = membership_cards.moment(running.expires_at, ctx.member.zone) if running else ""
    plan = membership_cards.plan_name(standing.plan)
    return Reply(cards.me(ctx.member, points.balance(ctx.uow, ctx.member), plan, until))


@command("settings", "设置语言、时区和通知", private=True)
def settings(ctx: Context) -> Reply:
    """Show what a member can set."""
    return Reply(_settings(ctx, ctx.member))


@button("notify")
def notify(ctx: Context, arg: str) -> Reply:
    """Switch a kind of notification."""
    members.switch_notification(ctx.uow, ctx.member, Notification(arg))
    return Reply(_settings(ctx, ctx.member), replace=True)


@button("language")
def language(ctx: Context, arg: str) -> Reply:
    """Change the language that a member is spoken to in."""
    members.change_language(ctx.uow, ctx.member, arg)
    with speaking(arg):
        return Reply(_settings(ctx, members.by_id(ctx.uow, ctx.member.id)), replace=True)


@command("zone", "修改我的时区", private=True, zone="时区")
def zone(ctx: Context, zone: str) -> Reply:
    """Change a member's time zone."""
    members.change_zone(ctx.uow, ctx.member, zone)
    return Reply(_settings(ctx, members.by_id(ctx.uow, ctx.member.id)))


@command("nickname", "修改我的昵称", private=True, name="昵称")
def nickname(ctx: Context, name: Rest) -> Reply:
    """Change the name under which a member is shown."""
    members.rename(ctx.uow, ctx.member, name)
    return Reply(cards.renamed(members.by_id(ctx.uow, ctx.member.id)))


@command("link", "绑定我在另一个平台的账号", private=True, code="绑定码")
def link(ctx: Context, code: str = "") -> Reply:
    """Begin to join two accounts, or enter the code from the other one."""
    public = not ctx.private
    if not code:
        step = members.begin_link(ctx.uow, ctx.member, public=public)
        return Reply(cards.link_code(step.code, public=public))
    result = members.enter_link_code(ctx.uow, ctx.member, code)
    if isinstance(result, SecondCode):
        return Reply(cards.second_code(result.code))
    return _linked(ctx, result)


@command("privacy", "我的数据怎么用", private=True)
def privacy(ctx: Context) -> Reply:
    """Say what is kept and why, with a switch for each purpose."""
    return Reply(_privacy(ctx))


@button("consent")
def consent(ctx: Context, arg: str) -> Reply:
    """Answer the question whether data may serve a purpose."""
    return Reply(Card(_decided(ctx, arg)), replace=True)


@button("purpose")
def switch_purpose(ctx: Context, arg: str) -> tuple[Toast, Reply]:
    """Give or withdraw consent to a purpose among the others."""
    return Toast(_decided(ctx, arg)), Reply(_privacy(ctx), private=True, replace=True)


def _decided(ctx: Context, arg: str) -> str:
    name, _, word = arg.partition(":")
    purpose, given = Purpose(name), word == "yes"
    decide = members.agree if given else members.disagree
    decide(ctx.uow, ctx.member, purpose)
    return cards.consented(purpose, given=given)


def _linked(ctx: Context, result: Linked) -> Reply:
    ctx.uow.settle()
    member = members.by_id(ctx.uow, result.member_id)
    return Reply(cards.linked(points.balance(ctx.uow, member)))


def _settings(ctx: Context, member: members.Member) -> Card:
    switched = {kind: members.notified(ctx.uow, member.id, kind) for kind in Notification}
    return cards.settings(member, switched)


def _privacy(ctx: Context) -> Card:
    given = {purpose: members.consents(ctx.uow, ctx.member.id, purpose) for purpose in Purpose}
    return cards.privacy(ctx.member, given)


def _chooser(ctx: Context, member: members.Member) -> Card:
    offered = _offered(ctx)
    if not offered:
        raise Refusal("还没有课程，等管理员导入课程后就能选兴趣了。")
    return cards.choose_interests(member, offered, member.interests)


def _offered(ctx: Context) -> list[str]:
    counted = Counter(
        tag for course in courses.every(ctx.uow, ctx.community.id) for tag in course.tags
    )
    fitting = [tag for tag, _count in counted.most_common() if len(tag.encode()) <= ARG_BYTES]
    return fitting[:OFFERED]
