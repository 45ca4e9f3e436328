"""The sender sees every letter to its end, whatever the platform makes of it."""

from __future__ import annotations

import asyncio
from threading import Event
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.delivery import ATTEMPTS
from bot.posts import Ambiguous, NotSent, Rejected, SendError, Throttled, Unreachable
from bot.seals import Seals
from core import members, outbox
from core.addresses import Address
from core.members import Sighting, Visitor
from core.outbox import Delivery
from core.outbox.models import LetterRow, PostingRow
from tests.bot.post_office import GROUP, PRIVATE, Office

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

AGAIN = "again"
TROUBLES: list[tuple[type[SendError], dict[Delivery, str]]] = [
    (NotSent, dict.fromkeys(Delivery, AGAIN)),
    (Throttled, dict.fromkeys(Delivery, AGAIN)),
    (
        Ambiguous,
        {Delivery.ONCE: AGAIN, Delivery.AT_LEAST: AGAIN, Delivery.AT_MOST: "unknown"},
    ),
    (Unreachable, dict.fromkeys(Delivery, "unreachable")),
    (Rejected, dict.fromkeys(Delivery, "failed")),
]
CASES = [
    (trouble, delivery, ending) for trouble, ends in TROUBLES for delivery, ending in ends.items()
]


@pytest.fixture
def office(sqlite_url: str) -> Iterator[Office]:
    """Open a post office."""
    office = Office(sqlite_url)
    yield office
    office.close()


def _error(kind: type[SendError]) -> SendError:
    return Throttled(30) if kind is Throttled else kind()


def _rows(office: Office, columns: Sequence[object]) -> list[tuple[object, ...]]:
    with office.writer.read() as uow:
        return [tuple(row) for row in uow.execute(select(*columns))]  # type: ignore[call-overload]


def test_a_letter_is_sent_once_and_its_subject_remembered(office: Office) -> None:
    office.post("早上好", subject="question:1")
    assert office.deliver() == ["早上好"]
    assert office.deliver() == []
    assert office.endings() == {"早上好": "sent"}
    assert _rows(office, [PostingRow.message_id, PostingRow.subject]) == [("m1", "question:1")]


def test_what_was_said_is_kept_no_longer_than_until_it_is_sent(office: Office) -> None:
    office.post("早上好")
    assert "早上好" in str(_rows(office, [LetterRow.card]))
    office.deliver()
    assert "早上好" not in str(_rows(office, [LetterRow.card]))


@pytest.mark.parametrize(("trouble", "delivery", "ending"), CASES)
def test_a_trouble_ends_a_letter_or_has_it_tried_again(
    office: Office, trouble: type[SendError], delivery: Delivery, ending: str
) -> None:
    office.post("早上好", delivery)
    assert office.deliver(_error(trouble)) == []
    if ending is AGAIN:
        assert office.endings() == {"早上好": None}
        assert office.deliver() == []
        office.wait(31)
        assert office.deliver() == ["早上好"]
        assert office.endings() == {"早上好": "sent"}
    else:
        assert office.endings() == {"早上好": ending}
        office.wait(3600)
        assert office.deliver() == []


def test_a_letter_that_may_arrive_once_carries_the_same_nonce_each_time(office: Office) -> None:
    office.post("一次", Delivery.ONCE)
    office.post("至少一次", Delivery.AT_LEAST)
    office.deliver()
    nonces = {post.body: post.nonce for _chat, post in office.platform.sent}
    assert nonces["至少一次"] is None
    assert nonces["一次"]
    assert len(nonces["一次"] or "") <= 25


def test_a_letter_is_given_up_after_so_many_attempts(office: Office) -> None:
    office.post("早上好")
    for _ in range(ATTEMPTS - 1):
        office.deliver(NotSent())
        assert office.endings() == {"早上好": None}
        office.wait(3600)
    office.deliver(NotSent())
    assert office.endings() == {"早上好": "failed"}


def test_a_platforms_silence_does_not_use_up_a_letters_attempts(office: Office) -> None:
    office.post("早上好")
    for _ in range(ATTEMPTS + 1):
        assert office.deliver(Throttled(30)) == []
        office.wait(31)
    assert office.deliver() == ["早上好"]


def test_the_pauses_between_attempts_grow(office: Office) -> None:
    office.post("早上好")
    office.deliver(NotSent())
    office.wait(6)
    office.deliver(NotSent())
    office.wait(6)
    assert office.deliver() == []
    office.wait(6)
    assert office.deliver() == ["早上好"]


@pytest.mark.parametrize("trouble", [None, NotSent(), Ambiguous(), Throttled(5), Rejected()])
def test_a_chats_letters_arrive_in_the_order_in_which_they_were_posted(
    office: Office, trouble: SendError | None
) -> None:
    for text in ("一", "二", "三"):
        office.post(text)
    said = list(office.deliver(None, trouble))
    office.wait(60)
    said += office.deliver()
    assert said == [text for text in ("一", "二", "三") if text in said]
    assert {"一", "三"} <= set(said)


def test_a_chat_that_must_wait_holds_up_no_other(office: Office) -> None:
    office.post("一")
    office.post("二", to=PRIVATE)
    assert office.deliver(Throttled(30, whole=False)) == ["二"]
    office.post("三")
    assert office.deliver() == []
    office.wait(31)
    assert office.deliver() == ["一", "三"]


def test_a_platform_that_asked_for_silence_is_left_alone(office: Office) -> None:
    office.post("一")
    office.deliver(Throttled(30))
    office.post("二", to=PRIVATE)
    assert office.deliver() == []
    office.wait(31)
    assert sorted(office.deliver()) == ["一", "二"]


def test_letters_to_platforms_that_do_not_run_here_stay(office: Office) -> None:
    office.post("早上好", to=Address("elsewhere", "g1"))
    assert office.deliver() == []
    assert office.endings() == {"早上好": None}


def test_who_cannot_be_reached_is_written_to_no_more_until_they_speak(office: Office) -> None:
    office.post("早上好", to=PRIVATE)
    office.deliver(Unreachable())
    with office.writer.begin() as uow:
        assert members.address_of(uow, office.member.id) is None
        visitor = Visitor("fake", PRIVATE.chat_id, "小满")
        members.recognise_one(uow, Sighting(office.community.id, visitor))
        assert members.address_of(uow, office.member.id) == PRIVATE


def test_a_group_that_is_gone_marks_no_account(office: Office) -> None:
    office.post("早上好", to=Address("fake", PRIVATE.chat_id))
    office.deliver(Unreachable())
    with office.writer.read() as uow:
        assert members.address_of(uow, office.member.id) == PRIVATE


@pytest.mark.parametrize(
    ("delivery", "ending", "again"),
    [
        (Delivery.AT_MOST, "unknown", []),
        (Delivery.AT_LEAST, "sent", ["早上好"]),
        (Delivery.ONCE, "sent", ["早上好"]),
    ],
)
def test_a_letter_whose_sender_died_is_sent_again_only_where_it_may_be(
    office: Office, delivery: Delivery, ending: str, again: list[str]
) -> None:
    office.post("早上好", delivery)
    with office.writer.begin() as uow:
        assert len(outbox.claim(uow, ["fake"])) == 1
    assert office.deliver() == []
    office.wait(121)
    assert office.deliver() == again
    assert office.endings() == {"早上好": ending}


def test_a_posted_letter_wakes_the_sender(office: Office) -> None:
    async def play() -> None:
        office.platform.reached = asyncio.Event()
        running = asyncio.create_task(office.sender().run())
        await asyncio.to_thread(office.post, "早上好")
        await office.platform.reached.wait()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    asyncio.run(asyncio.wait_for(play(), 30))
    assert office.platform.said == ["早上好"]


def test_what_was_sent_is_written_down_also_when_the_sender_is_stopped(office: Office) -> None:
    async def play() -> None:
        office.platform.reached = asyncio.Event()
        running = asyncio.create_task(office.sender().deliver_due())
        await office.platform.reached.wait()
        while not running.done():
            running.cancel()
            await asyncio.sleep(0)

    gate = Event()
    office.platform.meanwhile = lambda: office.writer.submit(lambda _uow: gate.wait(30))
    office.post("早上好", Delivery.AT_MOST)
    asyncio.run(asyncio.wait_for(play(), 30))
    gate.set()
    office.writer.submit(lambda _uow: None).result(30)
    assert office.endings() == {"早上好": "sent"}


def test_buttons_are_sealed_for_the_chat_that_the_letter_goes_to(office: Office) -> None:
    office.post("早上好")
    office.deliver()
    [(_chat, post)] = office.platform.sent
    seals = Seals("a secret of the tests")
    opened = seals.open(post.keys[0][0].token, "fake", GROUP.chat_id, office.clock.now())
    assert opened.action == "keep"
