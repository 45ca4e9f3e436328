"""What people do in the same moment: one of them is first, and nothing happens twice."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.updates import ButtonPress
from core import members, points
from core.addresses import Address
from tests.bot.front import Front, button, group, person, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.replies import Outcome
    from core.cards import Button
    from core.uow import UnitOfWork

ALICE, BOB, CAROL = person("alice"), person("bob"), person("carol")
G1 = group("g1")


@pytest.fixture
def front(database_url: str) -> Iterator[Front]:
    """Serve both engines."""
    with Front(database_url) as front:
        yield front


def test_of_two_acceptances_at_once_one_counts_and_the_other_is_told(front: Front) -> None:
    """Two devices of the asker press different answers' buttons before either is served."""
    front.says(ALICE, "/ask 怎么合并两个字典？", G1, message_id="q")
    given = [
        front.says(helper, text, G1, reply_to="q")
        for helper, text in ((BOB, "用 | 就行"), (CAROL, "用 ** 展开"))
    ]
    outcomes = _pressed_at_once(front, [button(answers, "采纳") for answers in given])
    said = [words(outcome.answers) for outcome in outcomes]
    assert sum("得到 15 分" in one for one in said) == 1
    assert sum("已经采纳过" in one for one in said) == 1
    assert sorted([_points(front, "bob"), _points(front, "carol")]) == [5, 20]


def test_of_two_check_ins_at_once_one_pays(front: Front) -> None:
    futures = [
        front.router.hear(front.said(ALICE, "/checkin", G1)) for _device in ("phone", "desk")
    ]
    for future in futures:
        future.result(timeout=60)
    assert _points(front, "alice") == 3


def _pressed_at_once(front: Front, buttons: list[Button]) -> list[Outcome]:
    to = Address(G1.platform, G1.id)
    presses = [
        ButtonPress(
            key=f"console:press:{number}",
            at=datetime.now(UTC),
            chat=G1,
            actor=ALICE,
            message_id="1",
            data=front.seals.close(one, to, front.clock.now()),
        )
        for number, one in enumerate(buttons)
    ]
    futures = [front.router.hear(press) for press in presses]
    return [future.result(timeout=60) for future in futures]


def _points(front: Front, name: str) -> int:
    def balance(uow: UnitOfWork) -> int:
        return points.balance(uow, members.find(uow, 1, "console", name))

    return int(front.read(balance))
