"""What users do on the console, as the updates that a platform would deliver."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

from bot.adapters.console.inbound import Attend, Pay, Press, React, Say
from bot.adapters.console.messages import Known
from bot.adapters.console.outbound import DIRECT, PREFIX, chat_at
from bot.updates import (
    ButtonPress,
    Command,
    JoinRequested,
    MemberJoined,
    MemberLeft,
    Message,
    Payment,
    Person,
    Reaction,
)
from core.addresses import Address
from core.refusal import Refusal

if TYPE_CHECKING:
    from datetime import datetime
    from typing import TypedDict

    from bot.adapters.console.scene import Scene
    from bot.posts import Key
    from bot.updates import Chat, Update

    class Happening(TypedDict):
        """What every update tells."""

        key: str
        at: datetime
        chat: Chat
        actor: Person


_COMMAND = re.compile(r"/([^\s@/]+)(?:@\S*)?(?:\s+(.*))?", re.DOTALL)


class Users:
    """Reads what users do; ids that nobody chose differ from those of every other session."""

    def __init__(self, scene: Scene) -> None:
        """Play in a scene."""
        self._scene = scene
        self._session = uuid4().hex[:12]
        self._keys = 0

    def update_of(self, deed: Say | Press | React | Attend | Pay) -> Update:
        """Return the update; raise a `Refusal` for what cannot be done."""
        match deed:
            case Say():
                return self._said(deed)
            case Press():
                return self._pressed(deed)
            case React():
                return self._reacted(deed)
            case Attend():
                return self._attended(deed)
            case Pay():
                return self._paid(deed)

    def chat(self, platform: str, name: str, user: str | None = None) -> Chat:
        """Return the chat of a name: ``dm`` is the user's own private one."""
        if name == DIRECT and user is not None:
            return chat_at(Address(platform, user, private=True))
        if name == DIRECT:
            raise Refusal("私聊要写明是谁的，例如 dm:alice。")
        if not name.startswith(PREFIX):
            return chat_at(Address(platform, name))
        owner = name.removeprefix(PREFIX)
        if not owner or (user is not None and owner != user):
            raise Refusal("别人的私聊进不去，自己的私聊写作 dm。")
        return chat_at(Address(platform, owner, private=True))

    def group(self, platform: str, name: str) -> Chat:
        """Return the group of a name."""
        if name == DIRECT or name.startswith(PREFIX):
            raise Refusal("这件事要在群里做，不能在私聊里。")
        return self.chat(platform, name)

    def _said(self, deed: Say) -> Message | Command:
        chat = self.chat(deed.on, deed.chat, deed.user)
        author = self._author(chat, deed.reply_to)
        known = self._known(deed, chat)
        what = self._happening(chat, deed.user, known.key)
        command = _COMMAND.fullmatch(deed.text)
        if command is None:
            return Message(
                **what,
                message_id=known.id,
                text=deed.text,
                reply_to=deed.reply_to,
                files=(deed.file,) if deed.file else (),
                forwarded=deed.forwarded,
            )
        return Command(
            **what,
            name=command[1],
            args=(command[2] or "").strip(),
            message_id=known.id,
            reply_to=deed.reply_to,
            reply_author=_person(deed.on, author) if author else None,
        )

    def _known(self, deed: Say, chat: Chat) -> Known:
        """Return the message that is said, as it was known before or from now on."""
        if deed.id is None:
            known = Known(chat, self._scene.messages.next_id("m"), deed.user, self._key())
        else:
            before = self._scene.messages.find(deed.on, deed.id)
            if before is not None and before.author is None:
                raise Refusal("「{id}」已经是机器人的消息了，换一个编号吧。", id=deed.id)
            if before is not None:
                return before
            known = Known(chat, deed.id, deed.user, f"console:m:{deed.on}:{deed.id}")
        self._scene.messages.add(known)
        return known

    def _author(self, chat: Chat, reply_to: str | None) -> str | None:
        known = self._scene.messages.find(chat.platform, reply_to) if reply_to else None
        if known is not None and known.chat != chat:
            raise Refusal("「{id}」不在这个聊天里，没法回复。", id=known.id)
        return known.author if known else None

    def _pressed(self, deed: Press) -> ButtonPress:
        message = self._message(deed)
        button = _button(deed, message)
        if button.url:
            raise Refusal("「{label}」是链接，点开是 {url}", label=button.label, url=button.url)
        what = self._happening(message.chat, deed.user)
        return ButtonPress(**what, message_id=message.id, data=button.token)

    def _reacted(self, deed: React) -> Reaction:
        message = self._message(deed)
        what = self._happening(message.chat, deed.user)
        added = deed.do == "react"
        return Reaction(**what, message_id=message.id, emoji=deed.emoji, added=added)

    def _attended(self, deed: Attend) -> Update:
        what = self._happening(self.group(deed.on, deed.chat), deed.user)
        what["actor"] = replace(what["actor"], created=deed.created)
        if deed.do == "join":
            return MemberJoined(**what, via=deed.via)
        if deed.do == "leave":
            return MemberLeft(**what)
        return JoinRequested(**what, via=deed.via)

    def _paid(self, deed: Pay) -> Payment:
        what = self._happening(self.chat(deed.on, DIRECT, deed.user), deed.user)
        charge = deed.charge or f"console-{what['key'].rpartition(':')[2]}-{self._session}"
        return Payment(
            **what, order=deed.order, amount=deed.amount, currency=deed.currency, charge=charge
        )

    def _message(self, deed: Press | React) -> Known:
        message = self._scene.messages.find(deed.on, deed.message)
        if message is None or not message.seen_by(deed.user):
            raise Refusal("{user} 看不到消息「{id}」。", user=deed.user, id=deed.message)
        return message

    def _happening(self, chat: Chat, user: str, key: str | None = None) -> Happening:
        now = self._scene.clock.now()
        actor = _person(chat.platform, user)
        return {"key": key or self._key(), "at": now, "chat": chat, "actor": actor}

    def _key(self) -> str:
        self._keys += 1
        return f"console:{self._session}:{self._keys}"


def _person(platform: str, name: str) -> Person:
    return Person(platform, name, name, username=name)


def _button(deed: Press, message: Known) -> Key:
    buttons = message.buttons
    if deed.button is not None:
        if not 1 <= deed.button <= len(buttons):
            raise Refusal("消息「{id}」没有第 {n} 个按钮。", id=message.id, n=deed.button)
        return buttons[deed.button - 1]
    label = deed.label or ""
    exact = [button for button in buttons if button.label == label]
    near = [button for button in buttons if label and label in button.label]
    if not exact and not near:
        raise Refusal("消息「{id}」没有「{label}」按钮。", id=message.id, label=label)
    return (exact or near)[0]
