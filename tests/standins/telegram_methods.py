"""The stand-in's Bot API methods: what each request changes, and how it is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.standins import telegram_deeds
from tests.standins.telegram_deeds import chat_of, user_of
from tests.standins.telegram_limits import ApiError, keep_limits
from tests.standins.telegram_world import units

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.standins.telegram import TelegramStandIn
    from tests.standins.telegram_world import Shown

Json = dict[str, Any]
Files = dict[str, tuple[str, bytes]]

SENDS = ("sendMessage", "sendPhoto", "sendDocument")


def get_me(tg: TelegramStandIn, _params: Json, _files: Files) -> Json:
    """Describe the bot."""
    return tg.bot.as_json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": tg.hears_everything,
        "supports_inline_queries": False,
    }


def set_webhook(tg: TelegramStandIn, params: Json, _files: Files) -> bool:
    """Deliver updates to an address from now on."""
    tg.webhook = {"url": params["url"], "secret_token": params.get("secret_token", "")}
    tg.allowed = set(params.get("allowed_updates") or tg.allowed)
    if not params["url"]:
        tg.webhook = {}
    return True


def delete_webhook(tg: TelegramStandIn, params: Json, _files: Files) -> bool:
    """Stop delivering."""
    tg.webhook = {}
    if params.get("drop_pending_updates"):
        tg.updates.clear()
    return True


def get_webhook_info(tg: TelegramStandIn, _params: Json, _files: Files) -> Json:
    """Describe the webhook."""
    info: Json = {
        "url": tg.webhook.get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": len(tg.updates),
    }
    if "last_error_message" in tg.webhook:
        info |= {"last_error_message": tg.webhook["last_error_message"], "last_error_date": 1}
    return info


def send(tg: TelegramStandIn, params: Json, files: Files) -> Json:
    """Show a message, a photo or a document."""
    chat = chat_of(tg, params)
    keep_limits(tg, chat)
    if chat.member is not None and not chat.member.reachable:
        raise ApiError(403, "Forbidden: bot can't initiate conversation with a user")
    content: Json = content_of(params, files)
    reply = params.get("reply_parameters", {})
    if reply and chat.find(reply["message_id"]) is None:
        if not reply.get("allow_sending_without_reply"):
            raise ApiError(400, "Bad Request: message to be replied not found")
        reply = {}
    content |= {"reply_to": reply.get("message_id"), "thread": params.get("message_thread_id")}
    if content["thread"] is not None and not chat.forum:
        raise ApiError(400, "Bad Request: message thread not found")
    return tg.show(chat, content).as_json()


def edit_text(tg: TelegramStandIn, params: Json, files: Files) -> Json:
    """Replace a message's text and buttons."""
    message = _own(tg, params)
    if message.photo is not None or message.document is not None:
        raise ApiError(400, "Bad Request: there is no text in the message to edit")
    return _edited(message, content_of(params, files))


def edit_caption(tg: TelegramStandIn, params: Json, files: Files) -> Json:
    """Replace the words under a picture or a file."""
    return _edited(_own(tg, params), content_of(params, files))


def edit_media(tg: TelegramStandIn, params: Json, files: Files) -> Json:
    """Replace a message's content by a picture or a file."""
    media = params["media"]
    name = media["media"].removeprefix("attach://")
    kinds = {"photo": "photo", "document": "document"}
    words = params | {k: media[k] for k in ("caption", "caption_entities") if k in media}
    return _edited(_own(tg, params), content_of(words, {kinds[media["type"]]: files[name]}))


def answer_callback(tg: TelegramStandIn, params: Json, _files: Files) -> bool:
    """Show a toast, or only stop the button from turning."""
    query = params["callback_query_id"]
    if query not in tg.callbacks or query in tg.answered:
        raise ApiError(
            400,
            "Bad Request: query is too old and response timeout expired or query ID is invalid",
        )
    if units(params.get("text", "")) > 200:
        raise ApiError(400, "Bad Request: MESSAGE_TOO_LONG")
    tg.answered[query] = params
    if params.get("text"):
        tg.callbacks[query].toasts.append(params["text"])
    return True


def answer_checkout(tg: TelegramStandIn, params: Json, _files: Files) -> bool:
    """Let a payment pass, or refuse it."""
    tg.checkouts[params["pre_checkout_query_id"]] = params
    return True


def administrators(tg: TelegramStandIn, params: Json, _files: Files) -> list[Json]:
    """List a group's owner and administrators."""
    chat = chat_of(tg, params)
    if chat.type == "private":
        raise ApiError(400, "Bad Request: there are no administrators in the private chat")
    leading = {"creator", "administrator"}
    return [chat.status(u) for u, m in chat.members.items() if m["status"] in leading]


def chat_member(tg: TelegramStandIn, params: Json, _files: Files) -> Json:
    """Describe one member."""
    return chat_of(tg, params).status(user_of(tg, params).id)


def set_commands(tg: TelegramStandIn, params: Json, _files: Files) -> bool:
    """Publish a command menu."""
    tg.menus[_scope(params)] = params["commands"]
    return True


def get_commands(tg: TelegramStandIn, params: Json, _files: Files) -> list[Json]:
    """Return a published menu."""
    return tg.menus.get(_scope(params), [])


METHODS: dict[str, Callable[[TelegramStandIn, Json, Files], object]] = {
    "getMe": get_me,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    **dict.fromkeys(SENDS, send),
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageMedia": edit_media,
    "answerCallbackQuery": answer_callback,
    "answerPreCheckoutQuery": answer_checkout,
    "getChatAdministrators": administrators,
    "getChatMember": chat_member,
    "banChatMember": telegram_deeds.ban,
    "unbanChatMember": telegram_deeds.unban,
    "restrictChatMember": telegram_deeds.restrict,
    "deleteMessage": telegram_deeds.delete,
    "approveChatJoinRequest": telegram_deeds.approve,
    "declineChatJoinRequest": telegram_deeds.decline,
    "setMyCommands": set_commands,
    "getMyCommands": get_commands,
}


def content_of(params: Json, files: Files) -> Json:
    """Return what a message will show, refused where it is longer than Telegram takes."""
    captioned = "text" not in params
    text = params.get("caption", "") if captioned else params["text"]
    limit = 1024 if captioned else 4096
    if units(text) > limit:
        raise ApiError(400, f"Bad Request: {'caption' if captioned else 'message'} is too long")
    if not text.strip() and not files:
        raise ApiError(400, "Bad Request: message text is empty")
    entities = params.get("caption_entities" if captioned else "entities", [])
    if any(e["offset"] + e["length"] > units(text) for e in entities):
        raise ApiError(400, "Bad Request: entity beyond the end of the text")
    keyboard = params.get("reply_markup", {}).get("inline_keyboard", [])
    for button in (button for row in keyboard for button in row):
        if "url" not in button and not 1 <= len(button.get("callback_data", "").encode()) <= 64:
            raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
    return {
        "text": text,
        "entities": entities,
        "keyboard": keyboard,
        "photo": files["photo"][1] if "photo" in files else None,
        "document": files.get("document"),
    }


def _own(tg: TelegramStandIn, params: Json) -> Shown:
    message = chat_of(tg, params).find(params["message_id"])
    if message is None:
        raise ApiError(400, "Bad Request: message to edit not found")
    if message.sender is not tg.bot:
        raise ApiError(400, "Bad Request: message can't be edited")
    return message


def _edited(message: Shown, content: Json) -> Json:
    shown = {name: getattr(message, name) for name in ("text", "entities", "keyboard")}
    new_media = content["photo"] or content["document"]
    if not new_media and all(content[name] == value for name, value in shown.items()):
        raise ApiError(
            400,
            "Bad Request: message is not modified: specified new message content and reply "
            "markup are exactly the same as a current content and reply markup of the message",
        )
    for name, value in content.items():
        if name in shown or new_media:
            setattr(message, name, value)
    message.edits += 1
    return message.as_json()


def _scope(params: Json) -> tuple[str, str]:
    return params.get("scope", {}).get("type", "default"), params.get("language_code", "")
