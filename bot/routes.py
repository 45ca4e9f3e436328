"""Declarations: a command, button or listener is declared once, where its handler is written."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints

from core.i18n import speaking, t
from core.members import Member
from core.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.updates import Update

    Handler = Callable[..., Any]


Where = Literal["any", "reply", "private"]


class Kind(StrEnum):
    """What a command's parameter holds; the words are ours, adapters map them to their platform."""

    WORD = "word"
    REST = "rest"
    INTEGER = "integer"
    CHOICE = "choice"
    PERSON = "person"


class Rest(str):
    """Annotates the parameter that takes the rest of the line, spaces and line breaks included."""

    __slots__ = ()


class Choice(StrEnum):
    """Base of a parameter's choices: the values are titles, written in Chinese."""

    @property
    def shown(self) -> str:
        """Return the choice as members read it."""
        return t(self.value)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a command, as read from its handler's signature."""

    name: str
    title: str
    kind: Kind
    required: bool
    choices: type[Choice] | None = None

    def title_in(self, language: str) -> str:
        """Return the title in a language."""
        with speaking(language):
            return t(self.title)


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedSpec:
    """What is served to those of at least a role."""

    role: Role = Role.MEMBER
    asks_rank: bool = False

    @property
    def ranked(self) -> bool:
        """Whether the platform must be asked for somebody's role before they are served."""
        return self.asks_rank or self.role is not Role.MEMBER


@dataclass(frozen=True, slots=True)
class CommandSpec(RankedSpec):
    """A command as declared: adapters publish it, the router calls it, ``/help`` lists it."""

    name: str
    title: str
    handler: Handler
    parameters: tuple[Parameter, ...]
    private: bool = False
    aliases: tuple[str, ...] = ()
    topic: str = ""

    @property
    def shown(self) -> str:
        """The title in the spoken language."""
        return t(self.title)

    def title_in(self, language: str) -> str:
        """Return the title in a language."""
        with speaking(language):
            return t(self.title)


@dataclass(frozen=True, slots=True)
class ButtonSpec(RankedSpec):
    """What a pressed button calls; ``once`` consumes the button with the first press that works."""

    action: str
    handler: Handler
    once: bool = False


@dataclass(frozen=True, slots=True)
class ListenerSpec:
    """A handler for an update that is neither a command nor a button."""

    heard: type[Update]
    handler: Handler
    where: Where = "any"


def command(  # noqa: PLR0913 - a declaration has as many keywords as there is to declare
    name: str,
    title: str,
    /,
    *,
    role: Role = Role.MEMBER,
    private: bool = False,
    aliases: tuple[str, ...] = (),
    asks_rank: bool = False,
    **titles: str,
) -> Callable[[Handler], Handler]:
    """Declare a command; keywords beyond those named give the parameters' titles.

    ``aliases`` are whole messages, such as 签到, that call the command without a slash;
    ``asks_rank`` has a member's command told the role that the platform gives the speaker.
    """

    def declare(handler: Handler) -> Handler:
        spec = CommandSpec(
            name=name,
            title=title,
            handler=handler,
            parameters=_parameters(handler, titles),
            role=role,
            private=private,
            aliases=aliases,
            asks_rank=asks_rank,
            topic=handler.__module__.rsplit(".", 1)[-1],
        )
        return _declared(handler, spec)

    return declare


def button(
    action: str, /, *, role: Role = Role.MEMBER, once: bool = False, asks_rank: bool = False
) -> Callable[[Handler], Handler]:
    """Declare what a button does; the handler is called with the context and the button's arg."""

    def declare(handler: Handler) -> Handler:
        spec = ButtonSpec(action, handler, once, role=role, asks_rank=asks_rank)
        return _declared(handler, spec)

    return declare


def on(heard: type[Update], /, *, where: Where = "any") -> Callable[[Handler], Handler]:
    """Declare a listener for a kind of update; it answers or returns None.

    ``where`` narrows messages to a ``reply`` or to a ``private`` chat. A group's messages that no
    listener wants are heard in bulk, so a listener to any message would slow all of them down.
    """

    def declare(handler: Handler) -> Handler:
        return _declared(handler, ListenerSpec(heard, handler, where))

    return declare


def declared_in(module: object) -> list[CommandSpec | ButtonSpec | ListenerSpec]:
    """Return what the handlers of a module declare, in the order they are written."""
    specs: list[CommandSpec | ButtonSpec | ListenerSpec] = []
    for value in vars(module).values():
        specs.extend(getattr(value, "__declared__", ()))
    return specs


def _declared(handler: Handler, spec: CommandSpec | ButtonSpec | ListenerSpec) -> Handler:
    specs = getattr(handler, "__declared__", ())
    handler.__declared__ = (*specs, spec)  # type: ignore[attr-defined]
    return handler


def _parameters(handler: Handler, titles: dict[str, str]) -> tuple[Parameter, ...]:
    signature = list(inspect.signature(handler).parameters.values())[1:]
    hints = get_type_hints(handler)
    unknown = titles.keys() - {parameter.name for parameter in signature}
    if unknown:
        message = f"{handler.__name__} has no parameter named {', '.join(sorted(unknown))}"
        raise TypeError(message)
    return tuple(
        _parameter(parameter, hints[parameter.name], titles[parameter.name])
        for parameter in signature
    )


def _parameter(parameter: inspect.Parameter, hint: object, title: str) -> Parameter:
    types = [kind for kind in get_args(hint) if kind is not type(None)]
    plain = types[0] if types and get_origin(hint) is not None else hint
    required = parameter.default is inspect.Parameter.empty
    if isinstance(plain, type) and issubclass(plain, Choice):
        return Parameter(parameter.name, title, Kind.CHOICE, required, plain)
    return Parameter(parameter.name, title, _KINDS[plain], required)


_KINDS: dict[object, Kind] = {
    str: Kind.WORD,
    int: Kind.INTEGER,
    Rest: Kind.REST,
    Member: Kind.PERSON,
}
