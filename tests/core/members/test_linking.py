"""Two accounts become one member by a code, which only their owner can have seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from core import bootstrap, members, points, questions
from core.members import Linked, LinkStep, Purpose, SecondCode
from core.members.models import LinkCodeRow
from core.refusal import Refusal
from core.roles import Role
from tests.core.community import Circle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.members import Member

DEAD = "绑定码不对或已经失效"


@pytest.fixture
def circle(database_url: str) -> Iterator[Circle]:
    """Return a community on either engine."""
    circle = Circle(database_url)
    yield circle
    circle.writer.close()


@pytest.fixture
def first(circle: Circle) -> Member:
    """Return whoever came first."""
    return circle.sees("小满", account="77")


@pytest.fixture
def second(circle: Circle, first: Member) -> Member:
    """Return the same person's other account, seen later."""
    circle.wait(days=1)
    other = circle.sees("满满", account="88", platform="discord")
    assert other.joined_at > first.joined_at
    return other


def _begin(circle: Circle, member: Member, *, public: bool = False) -> str:
    with circle.work() as uow:
        step = members.begin_link(uow, member, public=public)
    assert isinstance(step, LinkStep)
    return step.code


def _enter(circle: Circle, member: Member, code: str) -> SecondCode | Linked:
    with circle.work() as uow:
        return members.enter_link_code(uow, member, code)


def _behind_both(circle: Circle) -> set[int]:
    return {
        circle.sees("小满", account="77").id,
        circle.sees("满满", account="88", platform="discord").id,
    }


def test_whoever_begins_the_elder_member_goes_on(
    circle: Circle, first: Member, second: Member
) -> None:
    assert _enter(circle, first, _begin(circle, second)) == Linked(first.id)
    assert _behind_both(circle) == {first.id}


def test_the_code_may_be_typed_in_small_letters_and_with_spaces(
    circle: Circle, first: Member, second: Member
) -> None:
    assert isinstance(_enter(circle, second, f" {_begin(circle, first).lower()} "), Linked)


def test_a_code_that_a_group_saw_needs_a_second_one_from_the_first_account(
    circle: Circle, first: Member, second: Member
) -> None:
    step = _enter(circle, second, _begin(circle, first, public=True))
    assert isinstance(step, SecondCode)
    assert _behind_both(circle) == {first.id, second.id}
    assert _enter(circle, first, step.code) == Linked(first.id)
    assert _behind_both(circle) == {first.id}


def test_a_second_code_serves_the_first_account_alone(
    circle: Circle, first: Member, second: Member
) -> None:
    thief = circle.sees("路人", account="99")
    step = _enter(circle, thief, _begin(circle, first, public=True))
    assert isinstance(step, SecondCode)
    for member in (thief, second):
        with pytest.raises(Refusal, match="最先发起"):
            _enter(circle, member, step.code)
    assert len(_behind_both(circle)) == 2


def test_a_code_dies_after_five_minutes(circle: Circle, first: Member, second: Member) -> None:
    code = _begin(circle, first)
    circle.wait(minutes=5)
    with pytest.raises(Refusal, match=DEAD):
        _enter(circle, second, code)


def test_a_code_works_once(circle: Circle, first: Member, second: Member) -> None:
    code = _begin(circle, first)
    _enter(circle, second, code)
    third = circle.sees("路人", account="99")
    with pytest.raises(Refusal, match=DEAD):
        _enter(circle, third, code)


def test_a_new_code_takes_the_place_of_the_last(
    circle: Circle, first: Member, second: Member
) -> None:
    old = _begin(circle, first)
    _begin(circle, first)
    with pytest.raises(Refusal, match=DEAD):
        _enter(circle, second, old)


def test_ones_own_code_is_refused_and_stays_good(
    circle: Circle, first: Member, second: Member
) -> None:
    code = _begin(circle, first)
    with pytest.raises(Refusal, match="你自己生成的"):
        _enter(circle, first, code)
    assert isinstance(_enter(circle, second, code), Linked)


@pytest.mark.parametrize("code", ["", "AAAAAAAA", "' OR 1=1 --", "零" * 8])
def test_a_wrong_code_is_refused(circle: Circle, first: Member, code: str) -> None:
    with pytest.raises(Refusal, match=DEAD):
        _enter(circle, first, code)


def test_a_code_is_not_kept_in_the_clear(circle: Circle, first: Member) -> None:
    code = _begin(circle, first)
    with circle.work() as uow:
        [kept] = uow.execute(select(LinkCodeRow.__table__)).all()
    assert code not in str(kept)


def test_everything_is_there_once_after_linking(
    circle: Circle, first: Member, second: Member
) -> None:
    helper = circle.sees("热心人", account="55")
    with circle.work() as uow:
        for member in (first, second):
            points.check_in(uow, member, circle.community)
            questions.ask(uow, member, "请问怎么开始学编程？")
        for member in (first, second):
            members.choose_interests(uow, member, [f"兴趣{member.id}", "编程"])
        members.agree(uow, second, Purpose.RECOMMEND)
        members.promote(uow, second, Role.MODERATOR)
        given = questions.answer(uow, helper, questions.by_number(uow, 1, 1), "从写小程序开始")
        assert given is not None
        assert [questions.upvote(uow, member, given) for member in (first, second)] == [True] * 2
    with circle.work() as uow:
        held = [points.balance(uow, member) for member in (first, second)]
    assert min(held) > 0
    _enter(circle, second, _begin(circle, first))
    member = circle.again(first)
    assert member.interests == (f"兴趣{first.id}", "编程", f"兴趣{second.id}")
    assert member.role is Role.MODERATOR
    with circle.work() as uow:
        assert points.balance(uow, member) == sum(held)
        assert points.audit(uow, circle.community.id) == []
        assert members.consents(uow, member.id, Purpose.RECOMMEND)
        exported = bootstrap.export(uow, member)
        answer = questions.answer(uow, helper, questions.by_number(uow, 1, 1), "还可以看书")
        assert answer is not None
    assert [item["number"] for item in exported["questions"]["asked"]] == [1, 2]
    assert {item["id"] for item in exported["members"]["accounts"]} == {"77", "88"}


def test_linked_accounts_cannot_be_linked_again(
    circle: Circle, first: Member, second: Member
) -> None:
    _enter(circle, second, _begin(circle, first))
    code = _begin(circle, circle.again(first))
    again = circle.sees("满满", account="88", platform="discord")
    with pytest.raises(Refusal, match="你自己生成的"):
        _enter(circle, again, code)
