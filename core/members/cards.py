"""Words about members: welcome, interests, their own page, settings, linking, privacy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.cards import Attachment, Button, Card
from core.i18n import t
from core.members.member import INTEREST_LIMIT, Notification, Purpose

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from core.communities import Community
    from core.members.member import Member

PER_ROW = 3


def welcome(member: Member, community: Community, interests: Sequence[str]) -> Card:
    """Welcome a newcomer in the group and offer interests to choose from."""
    default = t(
        "欢迎 {name} 加入「{community}」！👋\n"
        "有问题发 /ask，每天 /checkin 签到，/help 看全部功能。",
        name=member.name,
        community=community.name,
    )
    own = community.welcome.replace("{name}", member.name).replace("{community}", community.name)
    body = own or default
    if not interests:
        return Card(body)
    invitation = t("先选几个感兴趣的方向，我好给你推荐课程：")
    return Card(f"{body}\n\n{invitation}", buttons=interest_buttons(member, interests, ()))


def membership_needed(community: Community) -> Card:
    """Tell somebody who asks to be let in that it takes a membership."""
    return Card(
        t(
            "「{community}」的这个群只对会员开放。"
            "发送 /trial 可以免费试用 3 天，/plans 查看会员方案，"
            "开通后再申请一次就能进群。",
            community=community.name,
        )
    )


def choose_interests(member: Member, offered: Sequence[str], chosen: Collection[str]) -> Card:
    """Offer interests, those chosen ticked."""
    picked = t("、").join(chosen) if chosen else t("还没有选")
    return Card(
        title=t("选择兴趣"),
        body=t(
            "{name}，最多选 {limit} 个。已选：{picked}",
            name=member.name,
            limit=INTEREST_LIMIT,
            picked=picked,
        ),
        buttons=interest_buttons(member, offered, chosen),
    )


def interest_buttons(
    member: Member, offered: Sequence[str], chosen: Collection[str]
) -> tuple[tuple[Button, ...], ...]:
    """Return a button for each interest, and one to be done."""
    buttons = [
        Button(f"✓ {tag}" if tag in chosen else tag, "interest", arg=tag, owner=member.id)
        for tag in offered
    ]
    rows = [tuple(buttons[at : at + PER_ROW]) for at in range(0, len(buttons), PER_ROW)]
    return (*rows, (Button(t("选好了"), "interests-done", owner=member.id),))


def interests_done(member: Member, chosen: Sequence[str], *, asks_consent: bool) -> Card:
    """Thank for the choice and ask whether the bot may write with suggestions."""
    if not chosen:
        return Card(t("好的，以后想选再发 /interests。"))
    body = t("记下了，{name}：{interests}。", name=member.name, interests=t("、").join(chosen))
    if not asks_consent:
        return Card(body)
    question = t("要不要我按你的兴趣和学习记录挑课，每周私信你一次？随时可以在 /privacy 里关掉。")
    return Card(
        f"{body}\n{question}",
        buttons=(
            (
                Button(t("好，推荐给我"), "consent", arg="recommend:yes", owner=member.id),
                Button(t("不用了"), "consent", arg="recommend:no", owner=member.id),
            ),
        ),
    )


def me(member: Member, points: int, plan: str, until: str) -> Card:
    """Show a member's own page; ``until`` is empty where the plan has no end."""
    interests = t("、").join(member.interests) or t("还没有选，发送 /interests 来选")
    lines = (
        t("会员：{plan}，到 {until}", plan=plan, until=until)
        if until
        else t("会员：{plan}", plan=plan),
        t("积分：{points}", points=points),
        t("兴趣：{interests}", interests=interests),
        t("时区：{zone}", zone=member.zone),
    )
    return Card(title=member.name, body="\n".join(lines))


def settings(member: Member, switched: Mapping[Notification, bool]) -> Card:
    """Show what a member can set, with a switch for each kind of notification."""
    rows = tuple(
        (Button(_switch(kind, on=on), "notify", arg=kind.value, owner=member.id),)
        for kind, on in switched.items()
    )
    language = (
        Button("中文", "language", arg="zh", owner=member.id),
        Button("English", "language", arg="en", owner=member.id),
    )
    body = t(
        "时区：{zone}（用 /zone 修改，例如 /zone Asia/Shanghai）\n"
        "语言：{language}\n"
        "下面是私信通知，点一下开关：",
        zone=member.zone,
        language="中文" if member.language == "zh" else "English",
    )
    return Card(title=t("设置"), body=body, buttons=(*rows, language))


def _switch(kind: Notification, *, on: bool) -> str:
    titles = {
        Notification.EXPIRY: t("会员到期提醒"),
        Notification.ANSWERS: t("我的问题有新回答"),
        Notification.SUGGESTIONS: t("课程推荐"),
        Notification.LEVEL_UPS: t("升级通知"),
    }
    return f"{'🔔' if on else '🔕'} {titles[kind]}"


def renamed(member: Member) -> Card:
    """Confirm a new name."""
    return Card(t("好的，以后叫你 {name}。", name=member.name))


def link_code(code: str, *, public: bool) -> Card:
    """Give the code that joins another account."""
    body = t(
        "绑定码：{code}（5 分钟内有效）\n请在你的另一个平台账号上，给我发送「/link {code}」。",
        code=code,
    )
    if public:
        body += "\n" + t("因为是在群里发起的，对方账号会再收到一个确认码，要由你这边输入才算完成。")
    return Card(title=t("绑定账号"), body=body)


def second_code(code: str) -> Card:
    """Give the code that the first account must enter."""
    return Card(
        title=t("还差一步"),
        body=t(
            "确认码：{code}（5 分钟内有效）\n"
            "请回到最先发起绑定的账号，发送「/link {code}」完成绑定。",
            code=code,
        ),
    )


def linked(balance: int) -> Card:
    """Say that two accounts are one member now."""
    return Card(
        t(
            "✅ 绑定成功！两个账号现在是同一位成员，积分、会员和记录已合并，共 {balance} 分。",
            balance=balance,
        )
    )


def privacy(member: Member, given: Mapping[Purpose, bool]) -> Card:
    """Say what is kept and why, with a switch for each purpose."""
    body = t(
        "我保存什么：你的账号编号和昵称、你选的兴趣和设置、会员与积分流水、你交给我的提问和回答、"
        "选课和学习记录，还有给你推荐过哪些课（半年后删除）。\n"
        "我不保存什么：群里的普通消息。每条消息只在内存里读一遍，留下的只有情绪和话题的数字，"
        "90 天后删除；碰到群规时，只记下是哪一条规则，不记原话。\n"
        "计入情绪统计时，如果你的情绪连着几天偏低，又有提问没人回答或会员快到期，"
        "管理员会看到一份问候草稿，发不发由人决定。\n"
        "为什么：提供会员、积分、答疑和选课服务。\n"
        "要看全部数据发 /mydata，要删除发 /forgetme。\n"
        "下面每一项用途都由你决定，点一下开关："
    )
    rows = tuple(
        (
            Button(
                _purpose(purpose, on=on),
                "purpose",
                arg=f"{purpose.value}:{'no' if on else 'yes'}",
                owner=member.id,
            ),
        )
        for purpose, on in given.items()
    )
    return Card(title=t("隐私"), body=body, buttons=rows)


def _purpose(purpose: Purpose, *, on: bool) -> str:
    return f"{'✅' if on else '⬜'} {_purpose_title(purpose)}"


def _purpose_title(purpose: Purpose) -> str:
    return {
        Purpose.RECOMMEND: t("按我的学习记录推荐课程"),
        Purpose.BOARD: t("在积分榜上显示我"),
        Purpose.MOOD: t("把我计入群情绪统计"),
    }[purpose]


def consented(purpose: Purpose, *, given: bool) -> str:
    """Confirm a choice."""
    title = _purpose_title(purpose)
    if given:
        return t("好的，已打开「{title}」。随时可以发送 /privacy 关掉。", title=title)
    return t("好的，已关掉「{title}」。随时可以发送 /privacy 打开。", title=title)


def my_data(content: bytes) -> Card:
    """Hand over everything that is kept about a member."""
    return Card(
        t("这是我保存的关于你的全部数据（JSON 文件）。"),
        attachment=Attachment("mydata.json", content),
    )


def forget_me(member: Member, kept: Sequence[str]) -> Card:
    """Ask for confirmation before a member is erased; ``kept`` says what every room must keep."""
    lines = (
        t("会删除：昵称、账号、兴趣、设置、提问和回答的内容、学习记录。"),
        t("会员剩余时间和积分会一并作废，无法恢复。"),
        t("会保留（不再与你的账号关联）："),
        *kept,
    )
    return Card(
        title=t("确定要删除你的数据吗？"),
        body="\n".join(lines),
        buttons=(
            (
                Button(t("删除我的数据"), "forget", owner=member.id),
                Button(t("再想想"), "keep", owner=member.id),
            ),
        ),
    )


def forgotten() -> Card:
    """Confirm an erasure."""
    return Card(
        t(
            "已经删除。保留的只有匿名的积分流水和防止重复试用的指纹。以后你在群里再说话，会当作新成员。"
        )
    )


def kept() -> Card:
    """Confirm that nothing was erased."""
    return Card(t("好的，什么都没有删。"))
