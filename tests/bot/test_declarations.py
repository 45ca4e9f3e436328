"""Declarations are read from signatures, found by walking, and refused when they clash."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

import pytest

from bot.context import Context
from bot.declarations import Declarations
from bot.routes import Choice, Kind, Rest, button, command, declared_in, on
from bot.updates import Reaction
from core.members import Member
from tests.bot.front import Front, alone, group, person


class Size(Choice):
    """How big."""

    SMALL = "小"


@command("try_all", "什么都试一下", who="谁", count="几个", size="多大", words="内容")
def try_all(
    _ctx: Context, who: Member, count: int, size: Size = Size.SMALL, words: Rest | None = None
) -> None:
    """Take every kind of parameter."""
    del who, count, size, words


@button("try")
@on(Reaction)
def try_twice(_ctx: Context) -> None:
    """Be a button and a listener."""


def _module() -> ModuleType:
    module = ModuleType("tried")
    vars(module).update(try_all=try_all, try_twice=try_twice)
    return module


def test_parameters_are_read_from_the_signature() -> None:
    [spec] = [spec for spec in declared_in(_module()) if hasattr(spec, "parameters")]
    assert [(p.name, p.title, p.kind, p.required) for p in spec.parameters] == [
        ("who", "谁", Kind.PERSON, True),
        ("count", "几个", Kind.INTEGER, True),
        ("size", "多大", Kind.CHOICE, False),
        ("words", "内容", Kind.REST, False),
    ]


def test_one_handler_may_be_declared_more_than_once() -> None:
    assert len(declared_in(_module())) == 3


def test_a_title_for_no_parameter_is_an_error() -> None:
    def handler(_ctx: Context) -> None:
        """Take nothing."""

    with pytest.raises(TypeError, match="colour"):
        command("x", "题目", colour="颜色")(handler)


def test_a_command_is_found_by_its_name_and_by_its_alias() -> None:
    declarations = Declarations.collect()
    spec = declarations.command("checkin")
    assert spec is not None
    assert declarations.command("CheckIn") is declarations.command("签到") is spec
    assert declarations.command("nothing") is None


@pytest.mark.parametrize(("written", "meant"), [("pionts", "points"), ("chekin", "checkin")])
def test_a_slip_of_the_finger_is_understood(written: str, meant: str) -> None:
    assert Declarations.collect().nearest(written) == meant


def test_what_resembles_nothing_is_not_guessed_at() -> None:
    assert Declarations.collect().nearest("qqqqqq") is None


def test_only_ordinary_messages_of_groups_are_heard_in_bulk(front: Front) -> None:
    quiet = front.router.declarations.quiet
    alice, here = person("alice"), group("g1")
    assert quiet(front.said(alice, "大家早", here))
    assert not quiet(front.said(alice, "签到", here))
    assert not quiet(front.said(alice, "早", alone(alice)))
    assert not quiet(front.said(alice, "我觉得是这样", here, reply_to="1"))
    assert not quiet(front.said(replace(alice, bot=True), "大家早", here))
    assert not quiet(front.said(alice, "/help", here))
