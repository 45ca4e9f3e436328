"""Updates as the Bot API documents them, in texts of our own."""

from __future__ import annotations

from typing import Any

from bot.adapters.telegram.messages import Me

Json = dict[str, Any]

ME = Me("7001234567", "qunzhu_test_bot")
GROUP: Json = {"id": -1001234567890, "type": "supergroup", "title": "日语自习室"}
ALICE: Json = {
    "id": 11,
    "is_bot": False,
    "first_name": "小",
    "last_name": "艾",
    "username": "xiaoai",
    "language_code": "zh-hans",
}
BOB: Json = {"id": 12, "is_bot": False, "first_name": "小波"}
BOT: Json = {"id": 7001234567, "is_bot": True, "first_name": "群主", "username": "qunzhu_test_bot"}
ANONYMOUS: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group"}


def command(length: int) -> list[Json]:
    return [{"type": "bot_command", "offset": 0, "length": length}]


def message(text: str | None = "早上好", sender: Json = ALICE, **more: Any) -> Json:  # noqa: ANN401 - JSON
    said = {"message_id": 501, "date": 1767600000, "chat": GROUP, "from": sender, "text": text}
    return {"update_id": 900, "message": said | more}


def membership(old: Json, new: Json, **more: Any) -> Json:  # noqa: ANN401 - JSON
    change = {
        "chat": GROUP,
        "from": ALICE,
        "date": 1767600000,
        "old_chat_member": {"user": BOB, **old},
        "new_chat_member": {"user": BOB, **new},
    }
    return {"update_id": 901, "chat_member": change | more}


def reaction(old: list[Json], new: list[Json], **more: Any) -> Json:  # noqa: ANN401 - JSON
    change = {
        "chat": GROUP,
        "message_id": 501,
        "user": BOB,
        "date": 1767600000,
        "old_reaction": old,
        "new_reaction": new,
    }
    return {"update_id": 902, "message_reaction": change | more}


def emoji(*some: str) -> list[Json]:
    return [{"type": "emoji", "emoji": one} for one in some]


PRESS: Json = {
    "update_id": 903,
    "callback_query": {
        "id": "4382bfdwdsb323b2d9",
        "from": BOB,
        "chat_instance": "1",
        "data": "seal",
        "message": {"message_id": 502, "date": 0, "chat": GROUP},
    },
}
JOIN_REQUEST: Json = {
    "update_id": 904,
    "chat_join_request": {
        "chat": GROUP,
        "from": BOB,
        "user_chat_id": 12,
        "date": 1767600000,
        "invite_link": {"invite_link": "https://t.me/+abc", "name": "order-42"},
    },
}
CHECKOUT: Json = {
    "update_id": 905,
    "pre_checkout_query": {
        "id": "c1",
        "from": BOB,
        "currency": "XTR",
        "total_amount": 5,
        "invoice_payload": "x",
    },
}
ALL = [
    message(),
    message("/ask@qunzhu_test_bot 怎么背单词", entities=command(20), reply_to_message={
        "message_id": 1, "date": 1, "chat": GROUP, "from": BOB, "text": "不会"
    }),
    message("小波 看", entities=[{"type": "text_mention", "offset": 0, "length": 2, "user": BOB}]),
    message(new_chat_members=[ALICE, BOB, BOT]),
    message(left_chat_member=BOB),
    message(migrate_to_chat_id=-1009),
    message(sender_chat=GROUP, sender=ANONYMOUS),
    membership({"status": "left"}, {"status": "member"}, invite_link={"invite_link": "x"}),
    reaction(emoji("👍"), emoji("❤", "🔥")),
    PRESS,
    JOIN_REQUEST,
    CHECKOUT,
]  # fmt: skip
