"""What ``qunzhu doctor`` finds out about Telegram, in sentences for the operator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import ChatMemberAdministrator, ChatMemberOwner
from telegram.error import InvalidToken, TelegramError

from bot.adapters.telegram.errors import UNREADABLE, redact, told
from bot.adapters.telegram.line import as_chat
from bot.posts import Finding
from core.i18n import t

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from telegram import ChatMember, User, WebhookInfo

    from bot.adapters.telegram.api import Api
    from bot.adapters.telegram.options import TelegramOptions


async def examine(api: Api, options: TelegramOptions, chats: Sequence[str]) -> list[Finding]:
    """Ask Telegram about the bot, its webhook and its standing in each chat."""
    try:
        await api.initialize()
        me = await api.get_me()
    except InvalidToken:
        text = t("Telegram 不认识这个令牌，请检查 QUNZHU_TELEGRAM_TOKEN。")
        return [Finding(ok=False, text=text)]
    except (TelegramError, *UNREADABLE) as error:
        reason = told(error, options.token)
        return [Finding(ok=False, text=t("连不上 Telegram：{reason}", reason=reason))]
    return [
        Finding(ok=True, text=t("令牌有效，机器人是 @{name}。", name=me.username)),
        _privacy(me),
        *[finding async for finding in _webhook(api, options)],
        *[await _standing(api, me, chat, options.token) for chat in chats],
    ]


def _privacy(me: User) -> Finding:
    if me.can_read_all_group_messages:
        return Finding(ok=True, text=t("隐私模式已关闭，群里的消息都听得到。"))
    return Finding(
        ok=False,
        text=t(
            "隐私模式开着，群里的普通消息听不到。"
            "请在 @BotFather 里用 /setprivacy 关掉，再把机器人移出群、重新拉进来。"
        ),
    )


async def _webhook(api: Api, options: TelegramOptions) -> AsyncIterator[Finding]:
    try:
        info = await api.get_webhook_info()
    except (TelegramError, *UNREADABLE) as error:
        reason = told(error, options.token)
        yield Finding(ok=False, text=t("查不到 webhook 的情况：{reason}", reason=reason))
        return
    wanted = options.webhook_target if options.mode == "webhook" else ""
    yield _address(info, wanted)
    if wanted and info.last_error_message:
        reason = redact(info.last_error_message, options.token)
        yield Finding(ok=False, text=t("Telegram 最近一次投递失败：{reason}", reason=reason))


def _address(info: WebhookInfo, wanted: str) -> Finding:
    if info.url == wanted:
        return Finding(ok=True, text=t("收消息的方式和设置一致。"))
    if not wanted:
        text = t("这个机器人还登记着 webhook，可能有别的程序在用它；开始轮询时会自动取消。")
    elif info.url:
        text = t("Telegram 上登记的 webhook 不是设置里的地址，启动时会改过来。")
    else:
        text = t("webhook 还没有登记，启动时会登记。")
    return Finding(ok=False, text=text)


async def _standing(api: Api, me: User, chat_id: str, token: str) -> Finding:
    try:
        member = await api.get_chat_member(as_chat(chat_id), me.id)
    except (TelegramError, *UNREADABLE) as error:
        reason = told(error, token)
        text = t("看不到群 {chat}：{reason}", chat=chat_id, reason=reason)
        return Finding(ok=False, text=text)
    if not isinstance(member, ChatMemberAdministrator | ChatMemberOwner):
        text = t("在群 {chat} 里还不是管理员，收不到表情回应和成员变动。", chat=chat_id)
        return Finding(ok=False, text=text)
    missing = _missing(member)
    if missing:
        text = t("在群 {chat} 里是管理员，但还缺权限：{rights}。", chat=chat_id, rights=missing)
        return Finding(ok=False, text=text)
    return Finding(ok=True, text=t("在群 {chat} 里是管理员，权限齐全。", chat=chat_id))


def _missing(member: ChatMember) -> str:
    rights = {
        "can_restrict_members": t("封禁用户"),
        "can_invite_users": t("邀请用户"),
        "can_delete_messages": t("删除消息"),
    }
    if isinstance(member, ChatMemberOwner):
        return ""
    return "、".join(name for right, name in rights.items() if not getattr(member, right))
