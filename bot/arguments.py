"""Reading a command's arguments: from a typed line, or from a slash command's typed options."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.routes import Kind
from core import members
from core.i18n import LANGUAGES, speaking, t
from core.refusal import Refusal

if TYPE_CHECKING:
    from bot.context import Context
    from bot.routes import Choice, CommandSpec, Parameter
    from bot.updates import Command

QUOTED = re.compile(r"""["“](?P<word>[^"”]+)["”](?P<rest>.*)""", re.DOTALL)
# What a database's integer holds on every engine, with room to add.
LARGEST = 2**31


def read(ctx: Context, spec: CommandSpec, said: Command) -> dict[str, object]:
    """Return the handler's keyword arguments; refuse with the usage when they do not fit."""
    texts = said.options if said.options is not None else _split(spec, said)
    values: dict[str, object] = {}
    for parameter in spec.parameters:
        text = texts.get(parameter.name, "").strip()
        if text or (parameter.kind is Kind.PERSON and parameter.required):
            values[parameter.name] = _value(ctx, spec, parameter, text, said)
        elif parameter.required:
            raise _usage(spec, t("缺少「{title}」。", title=t(parameter.title)))
    return values


def usage(spec: CommandSpec) -> str:
    """Return how a command is written, in the spoken language."""
    return " ".join([f"/{spec.name}", *(_placeholder(item) for item in spec.parameters)])


def _placeholder(parameter: Parameter) -> str:
    title = t(parameter.title)
    if parameter.choices is not None:
        title = "|".join(choice.shown for choice in parameter.choices)
    return f"<{title}>" if parameter.required else f"[{title}]"


def _usage(spec: CommandSpec, trouble: str) -> Refusal:
    return Refusal("{trouble}用法：{usage}", trouble=trouble, usage=usage(spec))


def _split(spec: CommandSpec, said: Command) -> dict[str, str]:
    texts: dict[str, str] = {}
    rest = said.args.strip()
    for parameter in spec.parameters:
        if parameter.kind is Kind.REST:
            texts[parameter.name], rest = rest, ""
        elif parameter.kind is Kind.PERSON and _named_by_reply(parameter, said, rest):
            texts[parameter.name] = ""
        else:
            texts[parameter.name], rest = _word(rest)
    if rest:
        raise _usage(spec, t("「{rest}」是多余的。", rest=rest[:40]))
    return texts


def _named_by_reply(parameter: Parameter, said: Command, rest: str) -> bool:
    if said.reply_author is None:
        return False
    return not rest.startswith("@") and not said.mentions and parameter.required


def _word(text: str) -> tuple[str, str]:
    quoted = QUOTED.match(text)
    if quoted:
        return quoted["word"], quoted["rest"].strip()
    head, tail = (*text.split(maxsplit=1), "", "")[:2]
    return head, tail.strip()


def _value(
    ctx: Context, spec: CommandSpec, parameter: Parameter, text: str, said: Command
) -> object:
    if parameter.kind is Kind.INTEGER:
        return _integer(spec, parameter, text)
    if parameter.kind is Kind.CHOICE and parameter.choices is not None:
        return _choice(spec, parameter.choices, text)
    if parameter.kind is Kind.PERSON:
        return _person(ctx, spec, parameter, text, said)
    return text


def _integer(spec: CommandSpec, parameter: Parameter, text: str) -> int:
    try:
        number = int(text.removeprefix("#"))
    except ValueError:
        number = LARGEST
    if abs(number) < LARGEST:
        return number
    raise _usage(
        spec,
        t("「{title}」要写成整数，不能是「{text}」。", title=t(parameter.title), text=text[:40]),
    )


def _choice(spec: CommandSpec, choices: type[Choice], text: str) -> Choice:
    for choice in choices:
        if text.lower() in _spellings(choice):
            return choice
    raise _usage(spec, t("没有「{text}」这个选项。", text=text[:40]))


def _spellings(choice: Choice) -> set[str]:
    spellings = {choice.value.lower(), choice.name.lower()}
    for language in LANGUAGES:
        with speaking(language):
            spellings.add(choice.shown.lower())
    return spellings


def _person(
    ctx: Context, spec: CommandSpec, parameter: Parameter, text: str, said: Command
) -> members.Member:
    platform = said.chat.platform
    if text:
        return members.find(ctx.uow, ctx.community.id, platform, _meant(text, said))
    if said.mentions:
        return members.find(ctx.uow, ctx.community.id, platform, f"id:{said.mentions[0].id}")
    if said.reply_author is not None:
        return members.find(ctx.uow, ctx.community.id, platform, f"id:{said.reply_author.id}")
    raise _usage(spec, t("缺少「{title}」。", title=t(parameter.title)))


def _meant(text: str, said: Command) -> str:
    named = text.removeprefix("@")
    return next((f"id:{person.id}" for person in said.mentions if person.name == named), text)
