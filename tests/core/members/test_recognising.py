"""Members are recognised by their accounts, shown by clean names, and found by what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import members
from core.addresses import Address
from core.members import Notification, Purpose, Sighting, Visitor
from core.members.member import NAME_LIMIT, shown_name
from core.refusal import Refusal
from core.roles import Role

if TYPE_CHECKING:
    from tests.core.community import Circle


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("\u202e管理员\u202c", "管理员"),
        ("小\u200b满\u2060", "小满"),
        ("\u2066abc\u2069\ufeff", "abc"),
        ("  小 \n 满\t", "小 满"),
        ("e\u0301mile", "émile"),
        ("\u200b\u200f\u202e", ""),
        ("阿" * 100, "阿" * NAME_LIMIT),
    ],
)
def test_a_name_is_shown_without_what_cannot_be_seen(written: str, shown: str) -> None:
    assert shown_name(written) == shown


@given(st.text())
def test_a_shown_name_is_one_short_line_that_stays_as_it_is(written: str) -> None:
    shown = shown_name(written)
    assert len(shown) <= NAME_LIMIT
    assert shown.split("\n") == [shown]
    assert shown_name(shown).strip() == shown.strip()


def test_somebody_without_a_visible_name_is_shown_by_username_or_number() -> None:
    assert Visitor("telegram", "123456789", "\u200b", "moon").shown == "moon"
    assert Visitor("telegram", "123456789", "\u200b").shown == "#456789"


def test_an_account_is_one_member_however_often_it_is_seen(circle: Circle) -> None:
    first = circle.sees("小满", account="77")
    assert circle.sees("小满", account="77").id == first.id
    assert circle.sees("小满", account="78").id != first.id
    assert circle.sees("小满", account="77", platform="discord").id != first.id


def test_many_seen_at_once_are_each_recognised(circle: Circle) -> None:
    known = circle.sees("小满", account="77")
    visitors = [Visitor("telegram", account, account) for account in ("77", "78", "78", "79")]
    with circle.work() as uow:
        seen = members.recognise(
            uow, [Sighting(circle.community.id, visitor) for visitor in visitors]
        )
    assert seen[0].id == known.id
    assert seen[1] == seen[2]
    assert len({member.id for member in seen}) == 3


def test_a_new_name_on_the_platform_is_followed_unless_one_chose_another(circle: Circle) -> None:
    member = circle.sees("小满", account="77")
    circle.sees("小满满", account="77")
    assert circle.again(member).name == "小满满"
    with circle.work() as uow:
        members.rename(uow, member, "满老师")
    circle.sees("又改了", account="77")
    assert circle.again(member).name == "满老师"


def test_a_newcomer_speaks_the_platforms_language_or_the_communitys(circle: Circle) -> None:
    spoken = {code: circle.sees(f"n-{code}", language=code).language for code in ("en-US", "fr")}
    assert spoken == {"en-US": "en", "fr": "zh"}
    assert circle.sees("小满").language == "zh"


def test_being_in_a_chat_is_noted_and_leaving_the_last_one_leaves_the_community(
    circle: Circle,
) -> None:
    one, two = circle.chat("g1"), circle.chat("g2")
    member = circle.sees("小满", chat_id=one)
    circle.sees("小满", chat_id=two)
    with circle.work() as uow:
        members.left(uow, member, one)
        assert [item.id for item in members.present(uow, circle.community.id)] == [member.id]
        members.left(uow, member, two)
        assert members.present(uow, circle.community.id) == []
    circle.sees("小满", chat_id=two)
    assert not circle.again(member).gone


def test_nobody_takes_anothers_place_by_taking_their_name(circle: Circle) -> None:
    """An impostor who came first, and is named as another is, must not be granted anything."""
    impostor = circle.sees("过客", account="66")
    alice = circle.sees("小满", account="alice")
    for stolen in ("alice", "小满"):
        with circle.work() as uow:
            members.rename(uow, impostor, stolen)
            for word in ("@alice", "alice", "id:alice"):
                assert members.find(uow, circle.community.id, "telegram", word).id == alice.id
    with circle.work() as uow, pytest.raises(Refusal, match="好几位"):
        members.find(uow, circle.community.id, "telegram", "小满")


def test_an_id_that_nobody_has_is_not_looked_for_among_names(circle: Circle) -> None:
    impostor = circle.sees("过客", account="66")
    with circle.work() as uow:
        members.rename(uow, impostor, "12345")
    with circle.work() as uow, pytest.raises(Refusal, match="没有找到"):
        members.find(uow, circle.community.id, "telegram", "id:12345")


def test_a_username_means_the_one_on_this_platform_first(circle: Circle) -> None:
    there = circle.sees("一号", account="moon", platform="discord")
    here = circle.sees("二号", account="moon", platform="telegram")
    with circle.work() as uow:
        for platform, member in (("telegram", here), ("discord", there)):
            assert members.find(uow, circle.community.id, platform, "@MOON").id == member.id


def test_choices_that_do_not_fit_are_refused(circle: Circle) -> None:
    member = circle.sees("小满")
    with circle.work() as uow:
        with pytest.raises(Refusal):
            members.rename(uow, member, "\u200b")
        with pytest.raises(Refusal):
            members.change_zone(uow, member, "火星")
        with pytest.raises(Refusal):
            members.change_language(uow, member, "fr")
        with pytest.raises(Refusal):
            members.choose_interests(uow, member, list("一二三四五六"))
    assert circle.again(member) == member


def test_choices_that_fit_are_kept(circle: Circle) -> None:
    member = circle.sees("小满")
    with circle.work() as uow:
        members.change_zone(uow, member, "Europe/Berlin")
        members.change_language(uow, member, "en")
        members.choose_interests(uow, member, ["编程", "英语", "编程"])
        members.promote(uow, member, Role.MODERATOR)
    kept = circle.again(member)
    assert (kept.zone, kept.language, kept.interests, kept.role) == (
        "Europe/Berlin",
        "en",
        ("编程", "英语"),
        Role.MODERATOR,
    )


def test_consent_is_as_it_is_by_default_until_somebody_speaks(circle: Circle) -> None:
    member = circle.sees("小满")
    with circle.work() as uow:
        for purpose in Purpose:
            assert members.consents(uow, member.id, purpose) is purpose.by_default
            members.agree(uow, member, purpose)
            assert members.consents(uow, member.id, purpose)
            members.disagree(uow, member, purpose)
            assert not members.consents(uow, member.id, purpose)


def test_a_notification_is_switched_to_and_fro(circle: Circle) -> None:
    member = circle.sees("小满")
    with circle.work() as uow:
        for kind in Notification:
            assert members.notified(uow, member.id, kind) is kind.by_default
            assert members.switch_notification(uow, member, kind) is not kind.by_default
            assert members.switch_notification(uow, member, kind) is kind.by_default


def test_a_member_is_written_to_where_they_were_seen_last(circle: Circle) -> None:
    one = circle.sees("小满", account="77")
    with circle.work() as uow:
        other = members.recognise_one(
            uow, Sighting(circle.community.id, Visitor("discord", "88", "小满"))
        )
        step = members.begin_link(uow, one, public=False)
        members.enter_link_code(uow, other, step.code)
    circle.wait(hours=1)
    circle.sees("小满", account="77")
    with circle.work() as uow:
        assert members.address_of(uow, one.id) == Address("telegram", "77", private=True)
        members.reachable(uow, "telegram", "77", is_so=False)
        assert members.address_of(uow, one.id) == Address("discord", "88", private=True)
