"""What administrators make of a draft, once and with what they have seen; and whose data it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from core import care, outbox
from core.refusal import Refusal

if TYPE_CHECKING:
    from core.care import Proposal
    from core.members import Member
    from tests.core.care.conftest import School


@pytest.fixture
def alice(school: School) -> Member:
    """Return a member to whom something was drafted this morning."""
    return _drafted_to(school, "alice")


def _drafted_to(school: School, name: str) -> Member:
    member = school.joins(name)
    school.asks(member)
    school.waits(days=1)
    school.is_low(member)
    school.morning()
    return member


def _first(school: School) -> Proposal:
    with school.work() as uow:
        return care.by_number(uow, school.community.id, 1)


def _exported(school: School, member: Member) -> list[tuple[str, str]]:
    with school.work() as uow:
        return [(one["state"], one["text"]) for one in care.PERSONAL.export(uow, member.id)]


@pytest.mark.usefixtures("alice")
def test_a_draft_can_be_put_in_other_words_of_a_hundred_characters_at_most(
    school: School,
) -> None:
    before = _first(school)
    with school.work() as uow:
        changed = care.change(uow, before, f" {'好' * 100}\n")
    assert changed.draft.text == "好" * 100
    assert changed.draft.revision == before.draft.revision + 1
    with school.work() as uow, pytest.raises(Refusal, match="最多"):
        care.change(uow, changed, "好" * 101)
    assert _first(school) == changed


def test_a_draft_is_decided_once_and_its_text_is_gone(school: School, alice: Member) -> None:
    proposed = _first(school)
    with school.work() as uow:
        care.sent(uow, proposed, school.root)
    assert _exported(school, alice) == [("sent", "")]
    for decide in (care.sent, care.drop):
        with school.work() as uow, pytest.raises(Refusal, match="刚刚被改过或处理过"):
            decide(uow, proposed, school.root)
    with school.work() as uow, pytest.raises(Refusal, match="已经发送过") as refused:
        care.by_number(uow, school.community.id, 1)
    assert refused.value.said() == "root 已经发送过这条关怀消息了。"


@pytest.mark.usefixtures("alice")
def test_what_was_changed_meanwhile_is_not_sent(school: School) -> None:
    seen = _first(school)
    with school.work() as uow:
        care.change(uow, seen, "周末有空一起看看作业吗？")
    with school.work() as uow, pytest.raises(Refusal, match="刚刚被改过"):
        care.sent(uow, seen, school.root)
    assert _first(school).draft.text == "周末有空一起看看作业吗？"


@pytest.mark.usefixtures("alice")
def test_a_decided_draft_is_not_shown_to_those_who_have_not_heard_of_it(school: School) -> None:
    proposed = _first(school)
    with school.work() as uow:
        care.drop(uow, proposed, school.root)
    with school.work() as uow:
        assert outbox.claim(uow, ["console"]) == []


def test_another_community_has_no_such_draft(school: School, alice: Member) -> None:
    del alice
    draft_id = _first(school).draft.id
    with school.work() as uow:
        for find, number in ((care.by_id, draft_id), (care.by_number, 1)):
            with pytest.raises(Refusal, match="没有这份"):
                find(uow, school.community.id + 1, number)


def test_erasing_a_member_ends_the_draft_and_what_would_show_it(
    school: School, alice: Member
) -> None:
    with school.work() as uow:
        care.PERSONAL.erase(uow, alice.id)
    assert _exported(school, alice) == [("lapsed", "")]
    with school.work() as uow:
        assert outbox.claim(uow, ["console"]) == []


def test_of_two_members_who_are_one_the_older_draft_goes_on(school: School, alice: Member) -> None:
    twin = _drafted_to(school, "twin")
    with school.work() as uow:
        care.PERSONAL.merge(uow, alice.id, twin.id)
    assert [state for state, _text in _exported(school, alice)] == ["open", "lapsed"]
    assert _exported(school, twin) == []
