"""What every button must honour: it calls something declared, and its token fits."""

from __future__ import annotations

import ast
from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from bot.declarations import Declarations
from bot.seals import TOKEN_BYTES, Seals
from core.addresses import Address
from core.cards import Button
from core.members import Notification, Purpose
from core.points import Period
from core.recommend.suggestion import listed
from tests.architecture.sources import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.architecture.sources import Source

BUTTONS = Declarations.collect().buttons
# Later than any of us, for a member of a larger community than any.
THEN = datetime(2060, 1, 1, tzinfo=UTC)
SOMEBODY = 10**9
NUMBER = str(10**9)
ARG_BYTES = 24
# The longest arg of each action whose arg is not the number of something.
LONGEST = {
    "care.send": f"{NUMBER}:99",
    "consent": max((f"{purpose.value}:yes" for purpose in Purpose), key=len),
    "course.complete": f"{NUMBER}:own",
    "course.enrol": f"{NUMBER}:own",
    "course.progress": f"{NUMBER}:75:own",
    "course.publish": f"{NUMBER}:1:own",
    "course.rate": f"{NUMBER}:5:own",
    "courses.page": "字" * (ARG_BYTES // 3),
    "experiment.change": f"{NUMBER}:revenue",
    "experiment.promote": f"{NUMBER}:9",
    "forget": "",
    "interest": "字" * (ARG_BYTES // 3),
    "interests-done": "",
    "keep": "",
    "language": "zh",
    "purpose": max((f"{purpose.value}:yes" for purpose in Purpose), key=len),
    "path.enrol": f"{NUMBER}:{NUMBER}",
    "notify": max((kind.value for kind in Notification), key=len),
    "screening": f"{NUMBER}:1:9",
    "suggest.more": "",
    "suggest.why": listed([10**9] * 3),
    "top": max((period.value for period in Period), key=len),
    "trial": "",
}

every_button = pytest.mark.parametrize("action", sorted(BUTTONS))


def _offered() -> Iterator[tuple[str, str]]:
    """Yield where a button is made, and the action it names."""
    for source in sources():
        for call, name in source.calls():
            action = _action(call) if name == "Button" else None
            if action is not None:
                yield source.at(call, "offers a button"), _named(source, action)


def _action(call: ast.Call) -> ast.expr | None:
    named = [keyword.value for keyword in call.keywords if keyword.arg == "action"]
    return next(iter([*call.args[1:2], *named]), None)


def _named(source: Source, action: ast.expr) -> str:
    if isinstance(action, ast.Constant):
        return str(action.value)
    constant: str = getattr(import_module(source.module), ast.unparse(action), "")
    return constant or ast.unparse(action)


def test_every_button_offered_calls_something_declared() -> None:
    dead = [f"{where} for {action!r}" for where, action in _offered() if action not in BUTTONS]
    assert not dead


def test_every_button_declared_is_offered_somewhere() -> None:
    assert set(BUTTONS) == {action for _where, action in _offered()}


def test_every_action_whose_arg_is_described_is_declared() -> None:
    assert set(LONGEST) <= set(BUTTONS)


@every_button
def test_its_token_fits_with_the_longest_arg(action: str) -> None:
    button = Button("x", action, LONGEST.get(action, NUMBER), SOMEBODY)
    token = Seals("a secret of the tests").close(button, Address("console", "g1"), THEN)
    assert len(token.encode()) <= TOKEN_BYTES


@every_button
def test_its_handler_says_what_it_is_for(action: str) -> None:
    assert (BUTTONS[action].handler.__doc__ or "").strip()
