"""Updates, theirs → ours: a pure reading of one update's JSON, whatever is in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.adapters.telegram import people
from bot.adapters.telegram.fields import Fields, Unreadable
from bot.adapters.telegram.messages import Me, read_message, topic
from bot.updates import (
    ButtonPress,
    JoinRequested,
    MemberJoined,
    MemberLeft,
    Person,
    Reaction,
    Update,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

ALLOWED_UPDATES = (
    "message",
    "edited_message",
    "callback_query",
    "message_reaction",
    "chat_member",
    "my_chat_member",
    "chat_join_request",
    "pre_checkout_query",
)
_PRESENT = {"creator", "administrator", "member"}


@dataclass(frozen=True, slots=True)
class Checkout:
    """Someone is about to pay through Telegram."""

    id: str
    language: str | None


@dataclass(frozen=True, slots=True)
class Heard:
    """One update as read.

    ``callback`` and ``checkout`` are questions that Telegram wants answered, ``ranks`` is a
    chat whose members or administrators changed.
    """

    updates: tuple[Update, ...] = ()
    callback: str | None = None
    checkout: Checkout | None = None
    ranks: str | None = None

    @property
    def lane(self) -> str:
        """The chat whose order must be kept."""
        return self.updates[0].chat.id if self.updates else ""


def read(raw: object, me: Me, now: datetime) -> Heard:
    """Translate one update; ``now`` dates those that Telegram does not. Raises Unreadable."""
    fields = Fields(raw)
    key = f"{people.PLATFORM}:{me.id}:{fields.number('update_id')}"
    if "callback_query" in fields:
        query = fields.part("callback_query")
        return Heard(tuple(_press(query, key, now)), callback=_query_id(query))
    if "pre_checkout_query" in fields:
        query = fields.part("pre_checkout_query")
        payer = people.person(query.part("from"))
        return Heard(checkout=Checkout(_query_id(query), payer.language))
    return Heard(_numbered(_happened(fields, me, key)), ranks=_ranks(fields))


def update_id(raw: object) -> int | None:
    """Return the number of an update that may be unreadable otherwise."""
    try:
        return Fields(raw).number("update_id")
    except Unreadable:
        return None


def _happened(fields: Fields, me: Me, key: str) -> Iterator[Update]:
    if "message" in fields:
        yield from read_message(fields.part("message"), me, key)
    elif "message_reaction" in fields:
        yield from _reactions(fields.part("message_reaction"), key)
    elif "chat_member" in fields:
        yield from _membership(fields.part("chat_member"), key)
    elif "chat_join_request" in fields:
        yield _join_request(fields.part("chat_join_request"), key)


def _numbered(updates: Iterator[Update]) -> tuple[Update, ...]:
    several = tuple(updates)
    if len(several) < 2:  # noqa: PLR2004 - one alone needs no number
        return several
    return tuple(replace(u, key=f"{u.key}:{n}") for n, u in enumerate(several, 1))


def _press(query: Fields, key: str, now: datetime) -> Iterator[Update]:
    if "message" not in query or "data" not in query:
        return
    message = query.part("message")
    yield ButtonPress(
        key=key,
        at=now,
        chat=people.chat(message.part("chat"), topic(message)),
        actor=people.person(query.part("from")),
        message_id=message.id("message_id"),
        data=query.text("data"),
    )


def _query_id(query: Fields) -> str:
    number = query.text("id")
    if not number:
        raise Unreadable("id", "given")
    return number


def _reactions(change: Fields, key: str) -> Iterator[Update]:
    actor = _reactor(change)
    if actor is None:
        return
    old = [_emoji(kind) for kind in change.parts("old_reaction")]
    new = [_emoji(kind) for kind in change.parts("new_reaction")]
    changes = [(e, False) for e in old if e not in new] + [(e, True) for e in new if e not in old]
    for emoji, added in changes:
        yield Reaction(
            key=key,
            at=change.moment("date"),
            chat=people.chat(change.part("chat")),
            actor=actor,
            message_id=change.id("message_id"),
            emoji=emoji,
            added=added,
        )


def _reactor(change: Fields) -> Person | None:
    if "user" in change:
        return people.person(change.part("user"))
    if "actor_chat" in change:
        return people.speaking_chat(change.part("actor_chat"))
    return None


def _emoji(kind: Fields) -> str:
    match kind.text("type"):
        case "emoji":
            return kind.text("emoji")
        case "custom_emoji":
            return f"custom:{kind.text('custom_emoji_id')}"
        case other:
            return other


def _membership(change: Fields, key: str) -> Iterator[Update]:
    user = people.person(change.part("new_chat_member").part("user"))
    before, after = (_is_in(change.part(name)) for name in ("old_chat_member", "new_chat_member"))
    chat, at = people.chat(change.part("chat")), change.moment("date")
    if user.bot or before == after:
        return
    if after:
        yield MemberJoined(key=key, at=at, chat=chat, actor=user, via=_invite(change))
    else:
        yield MemberLeft(key=key, at=at, chat=chat, actor=user)


def _is_in(member: Fields) -> bool:
    status = member.text("status")
    return status in _PRESENT or (status == "restricted" and member.flag("is_member"))


def _join_request(request: Fields, key: str) -> Update:
    return JoinRequested(
        key=key,
        at=request.moment("date"),
        chat=people.chat(request.part("chat")),
        actor=people.person(request.part("from")),
        via=_invite(request),
    )


def _invite(change: Fields) -> str | None:
    if "invite_link" not in change:
        return None
    link = change.part("invite_link")
    return link.text("name") or link.text("invite_link") or None


def _ranks(fields: Fields) -> str | None:
    for name in ("chat_member", "my_chat_member"):
        if name in fields:
            return fields.part(name).part("chat").id("id")
    return None
