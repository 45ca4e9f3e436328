"""Deeds of the outbox are done once the platform takes them, and never to its staff."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.posts import NotSent, Rejected, Unreachable
from core import members, outbox
from core.outbox import Deed, Letter
from core.roles import Role
from tests.bot.post_office import GROUP, MONDAY, Office

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.posts import SendError


@pytest.fixture
def office(sqlite_url: str) -> Iterator[Office]:
    office = Office(sqlite_url)
    yield office
    office.close()


def ask_for(office: Office, deed: Deed) -> None:
    letter = Letter(community_id=office.community.id, key=deed.kind, to=GROUP, deed=deed)
    with office.writer.begin() as uow:
        assert outbox.post(uow, letter)


def test_a_deed_is_done_as_it_was_asked_for(office: Office) -> None:
    until = MONDAY + timedelta(hours=1)
    ask_for(office, Deed("mute", "u7", until=until))
    ask_for(office, Deed("delete", "u7", message_id="m3"))
    assert office.deliver() == []
    mute, delete = office.platform.done
    assert (mute.kind, mute.to, mute.user_id, mute.until) == ("mute", GROUP, "u7", until)
    assert (delete.kind, delete.message_id) == ("delete", "m3")
    assert office.endings() == {"mute": "sent", "delete": "sent"}


@pytest.mark.parametrize("kind", ["kick", "ban", "mute", "delete"])
def test_nothing_is_done_to_who_keeps_order_on_the_platform(office: Office, kind: str) -> None:
    office.platform.moderators = {"u7"}
    ask_for(office, Deed(kind, "u7", message_id="m3"))
    with office.writer.begin() as uow:
        members.promote(uow, office.member, Role.MODERATOR)
    said = office.deliver()
    assert office.platform.done == []
    assert office.endings()[kind] == "cancelled"
    assert ["管理员" in text for text in said] == ([] if kind == "delete" else [True])


def test_a_moderators_mute_can_be_lifted(office: Office) -> None:
    office.platform.moderators = {"u7"}
    ask_for(office, Deed("unmute", "u7"))
    office.deliver()
    assert [action.kind for action in office.platform.done] == ["unmute"]


def test_a_deed_in_doubt_is_tried_again(office: Office) -> None:
    ask_for(office, Deed("kick", "u7"))
    office.deliver(NotSent())
    assert office.endings() == {"kick": None}
    office.wait(31)
    office.deliver()
    assert [action.kind for action in office.platform.done] == ["kick"]


@pytest.mark.parametrize("trouble", [Rejected(), Unreachable()])
def test_moderators_are_told_what_could_not_be_done(office: Office, trouble: SendError) -> None:
    with office.writer.begin() as uow:
        members.promote(uow, office.member, Role.MODERATOR)
    ask_for(office, Deed("kick", "u7"))
    said = office.deliver(trouble)
    assert len(said) == 1
    assert "移出成员" in said[0]
    assert office.endings()["kick"] == "failed"
