"""The outbox keeps letters until they end, and gives each to one sender at a time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from core import outbox
from core.addresses import Address
from core.cards import Attachment, Button, Card
from core.outbox import Delivery, Ending, Letter
from core.outbox.service import LEASE
from core.uow import OUTBOX
from tests.core.community import Circle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from core.outbox import Parcel

HERE = Address("telegram", "-100", thread="5")
CARD = Card(
    "正文",
    "标题",
    ((Button("好", "keep", "1", 7, timedelta(hours=1)), Button("去", url="https://example.com")),),
    b"\x89PNG",
    Attachment("数据.json", b"{}"),
)


@pytest.fixture
def circle(database_url: str) -> Iterator[Circle]:
    """Return a community on either engine."""
    circle = Circle(database_url)
    yield circle
    circle.writer.close()


def _post(
    circle: Circle,
    key: str,
    *,
    to: Address = HERE,
    due: datetime | None = None,
    delivery: Delivery = Delivery.AT_LEAST,
) -> bool:
    letter = Letter(
        community_id=circle.community.id, key=key, to=to, card=CARD, due=due, delivery=delivery
    )
    with circle.work() as uow:
        return outbox.post(uow, letter)


def _claim(circle: Circle, **options: object) -> list[Parcel]:
    with circle.work() as uow:
        return outbox.claim(uow, ["telegram"], **options)  # type: ignore[arg-type]


def _end(circle: Circle, parcel: Parcel, ending: Ending) -> None:
    with circle.work() as uow:
        outbox.ended(uow, parcel, ending)


def test_a_letter_arrives_as_it_was_posted(circle: Circle) -> None:
    assert _post(circle, "a")
    [parcel] = _claim(circle)
    assert (parcel.to, parcel.card, parcel.delivery) == (HERE, CARD, Delivery.AT_LEAST)


def test_posting_again_under_the_same_key_is_harmless(circle: Circle) -> None:
    assert _post(circle, "a")
    assert not _post(circle, "a")
    assert len(_claim(circle)) == 1


def test_posting_signals_that_there_is_something_to_send(circle: Circle) -> None:
    signals: list[set[str]] = []
    circle.writer.listen(signals.append)
    _post(circle, "a")
    assert signals == [{OUTBOX}]


def test_a_letter_is_given_to_one_sender_while_its_lease_lasts(circle: Circle) -> None:
    _post(circle, "a")
    assert len(_claim(circle)) == 1
    assert _claim(circle) == []
    circle.wait(seconds=LEASE.total_seconds())
    assert len(_claim(circle)) == 1


def test_one_that_may_arrive_once_at_most_is_not_given_out_twice(circle: Circle) -> None:
    _post(circle, "a", delivery=Delivery.AT_MOST)
    assert len(_claim(circle)) == 1
    circle.wait(seconds=LEASE.total_seconds())
    assert _claim(circle) == []
    with circle.work() as uow:
        assert outbox.undelivered(uow, circle.community.id) == {"unknown": 1}


def test_one_that_was_put_back_unsent_is_given_out_again(circle: Circle) -> None:
    _post(circle, "a", delivery=Delivery.AT_MOST)
    [parcel] = _claim(circle)
    with circle.work() as uow:
        outbox.postpone(uow, parcel, circle.clock.now(), "lane", tried=False)
    [again] = _claim(circle)
    assert (again.id, again.attempts) == (parcel.id, 0)


def test_a_letter_waits_until_it_is_due(circle: Circle) -> None:
    _post(circle, "later", due=circle.clock.now() + timedelta(hours=1))
    assert _claim(circle) == []
    with circle.work() as uow:
        assert outbox.next_due(uow) == circle.clock.now() + timedelta(hours=1)
    circle.wait(hours=1)
    assert len(_claim(circle)) == 1


def test_letters_are_given_out_in_order_and_not_too_many(circle: Circle) -> None:
    for key in "abc":
        _post(circle, key)
    first = _claim(circle, limit=2)
    assert [parcel.id for parcel in first] == sorted(parcel.id for parcel in first)
    assert len(first) == 2
    assert len(_claim(circle, limit=2)) == 1


def test_letters_to_a_silent_chat_stay(circle: Circle) -> None:
    _post(circle, "a")
    _post(circle, "b", to=Address("telegram", "-200"))
    [parcel] = _claim(circle, skipped=[("telegram", "-100")])
    assert parcel.to.chat_id == "-200"


def test_cancelling_ends_what_waits_under_a_prefix_and_nothing_else(circle: Circle) -> None:
    for key in ("expiry:1:a", "expiry:1:b", "expiry:10:a", "expiry_1"):
        _post(circle, key)
    with circle.work() as uow:
        assert outbox.cancel(uow, circle.community.id, "expiry:1:") == 2
        assert outbox.cancel(uow, circle.community.id, "expiry:1:") == 0
        assert outbox.cancel(uow, circle.community.id + 1, "expiry:") == 0
        assert outbox.cancel(uow, circle.community.id, "expiry%") == 0
    assert len(_claim(circle)) == 2


@pytest.mark.parametrize("ending", Ending)
def test_a_letter_that_ended_is_never_given_out_again(circle: Circle, ending: Ending) -> None:
    _post(circle, "a")
    [parcel] = _claim(circle)
    _end(circle, parcel, ending)
    circle.wait(days=1)
    assert _claim(circle) == []
    with circle.work() as uow:
        left = {} if ending is Ending.SENT else {ending.value: 1}
        assert outbox.undelivered(uow, circle.community.id) == left
        assert outbox.next_due(uow) is None


def test_a_message_is_remembered_until_it_is_gone(circle: Circle) -> None:
    home = circle.community.id
    with circle.work() as uow:
        outbox.remember(uow, home, HERE, "1", "question:1")
        outbox.remember(uow, home, HERE, "1", "question:2")
        assert outbox.subject_at(uow, home, HERE, "1") == "question:1"
        assert outbox.subject_at(uow, home + 1, HERE, "1") is None
        outbox.forget_message(uow, home, HERE, "1")
        assert outbox.subject_at(uow, home, HERE, "1") is None
