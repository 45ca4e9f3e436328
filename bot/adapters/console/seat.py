"""Where a person sits at the console, and what the lines they type mean there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.adapters.console.outbound import DIRECT, chat_at
from core.addresses import Address
from core.i18n import t
from core.refusal import Refusal

if TYPE_CHECKING:
    from bot.adapters.console.messages import Messages

    Fields = dict[str, Any]

_SIGNS = (":", "：")  # the wide one comes easily to whoever types Chinese
# A longer number is something said.
_LONGEST_NUMBER = 2
_ATTENDING = {"join": "join", "leave": "leave", "request": "request_join"}
_RANKING = {"promote", "demote"}


class Seat:
    """Who is typing, in which chat, on which of the two platforms."""

    def __init__(self, messages: Messages) -> None:
        """Sit down as alice in the group g1."""
        self._messages = messages
        self._on = "console"
        self._user = "alice"
        self._chat = "g1"

    @property
    def prompt(self) -> str:
        """What stands before the line that is typed."""
        where = self._chat if self._on == "console" else f"{self._on}:{self._chat}"
        return f"{self._user}@{where}> "

    def read(self, typed: str) -> Fields | list[str] | None:
        """Return the fields of a deed, lines to show, or None when nothing is left to do.

        Raises a `Refusal` for what makes no sense.
        """
        text = typed.strip()
        if not text:
            return None
        if text.isdecimal() and len(text) <= _LONGEST_NUMBER:
            return self._press_latest(int(text))
        if text.startswith(_SIGNS):
            name, *words = text[1:].split() or [""]
            return self._ordered(name, words)
        return self._deed("say", chat=self._chat, text=text)

    def _ordered(self, name: str, words: list[str]) -> Fields | list[str] | None:
        if name in {"me", "chat", "on"}:
            self._move(name, words)
            return None
        if name in _ATTENDING or name in _RANKING:
            [] = _few(words, 0)
            return self._deed(_ATTENDING.get(name, name), chat=self._chat)
        if name == "quit":
            return {"do": "end"}
        if name == "help":
            return help_lines()
        return self._about_messages(name, words)

    def _about_messages(self, name: str, words: list[str]) -> Fields:
        if name == "press":
            message, button = _few(words, 2)
            return self._deed("press", message=message, **_button(button))
        if name in {"react", "unreact"}:
            message, emoji = _few(words, 2)
            return self._deed(name, message=message, emoji=emoji)
        if name == "reply":
            message, text = _few([*words[:1], " ".join(words[1:])], 2)
            return self._deed("say", chat=self._chat, text=text, reply_to=message)
        if name == "clock":
            [to] = _few(words, 1)
            return {"do": "clock", "to": to}
        raise Refusal("没有「:{name}」这个口令，:help 列出全部。", name=name)

    def _move(self, name: str, words: list[str]) -> None:
        [value] = _few(words, 1)
        if name == "me":
            self._user = value
        elif name == "chat":
            self._chat = value
        elif value in {"console", "console2"}:
            self._on = value
        else:
            raise Refusal("平台只有 console 和 console2。")

    def _press_latest(self, number: int) -> Fields:
        private = self._chat == DIRECT
        place = self._user if private else self._chat
        chat = chat_at(Address(self._on, place, private))
        message = self._messages.latest_with_buttons(chat, self._user)
        if message is None:
            raise Refusal("这里还没有带按钮的消息。")
        return self._deed("press", message=message.id, button=number)

    def _deed(self, do: str, **fields: object) -> Fields:
        return {"do": do, "on": self._on, "user": self._user, **fields}


def help_lines() -> list[str]:
    """Return what can be typed, one line each."""
    return [
        t("直接输入文字就是在当前聊天里说话，/help 看机器人会做什么。"),
        t("只输入一个数字，就是按最近那条消息的第几个按钮。"),
        t(":me bob 换成 bob 说话"),
        t(":chat g1 换到 g1 群，:chat dm 换到与机器人的私聊"),
        t(":on console2 换到另一个平台"),
        t(":reply b3 文字 回复消息 b3"),
        t(":press b3 1 按消息 b3 的第 1 个按钮"),
        t(":react m1 👍 给消息 m1 点表情，:unreact 取消"),
        t(":join、:leave、:request 进群、退群、申请进群"),
        t(":promote、:demote 成为本群管理员、不再是管理员"),
        t(":clock 2026-01-12T09:00:00+08:00 拨动模拟时钟（启动时加 --now）"),
        t(":help 再看一遍，:quit 离开"),
    ]


def _button(text: str) -> Fields:
    return {"button": int(text)} if re.fullmatch(r"\d{1,3}", text) else {"label": text}


def _few(words: list[str], count: int) -> list[str]:
    """Return the words if they are as many as were asked for, and none is empty."""
    if len(words) != count or not all(words):
        raise Refusal("没看懂，:help 列出全部口令的写法。")
    return words
