"""Cases that people bring: merged, settled once, appealed once, and heard by the right ones."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from core import moderation
from core.moderation import Cause, Outcome, Rung, Step, repository
from core.refusal import Refusal
from core.roles import Role
from tests.core.moderation.order import Order, deeds, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.members import Member
    from core.moderation.records import Report, Sanction


@pytest.fixture
def order(database_url: str) -> Iterator[Order]:
    """Return a community with an owner, on each engine."""
    order = Order(database_url)
    yield order
    order.writer.close()


@pytest.fixture
def alice(order: Order) -> Member:
    """Return whom it is about."""
    return order.member("小满")


@pytest.fixture
def bob(order: Order) -> Member:
    """Return somebody else."""
    return order.member("阿宝")


def _report(
    order: Order, who: Member, by: Member, message_id: str | None = "m1", reason: str = ""
) -> tuple[Report, bool]:
    with order.work() as uow:
        return moderation.report(
            uow, who, by, reason=reason, place=order.place, message_id=message_id
        )


def _settle(order: Order, case: Report, outcome: Outcome, by: Member, role: Role) -> None:
    with order.work() as uow:
        moderation.settle(uow, case, outcome, by, role)


def _banned(order: Order, who: Member, by: Member | None) -> Sanction:
    with order.work() as uow:
        return moderation.sanction(uow, who, Rung(Step.BAN, timedelta(days=3)), Cause(), by=by)


def test_reports_of_one_message_are_one_case(order: Order, alice: Member, bob: Member) -> None:
    first, fresh = _report(order, alice, bob, reason="骂人")
    assert fresh
    joined, fresh = _report(order, alice, order.member("卡罗"), reason="太吵")
    assert (joined.id, joined.voices, fresh) == (first.id, 2, False)
    assert joined.reasons == ("骂人", "太吵")
    other, fresh = _report(order, alice, order.member("丁丁"), "m2")
    assert fresh
    assert other.id != first.id


def test_a_report_by_name_joins_what_is_open_about_them(
    order: Order, alice: Member, bob: Member
) -> None:
    first, _ = _report(order, alice, bob)
    joined, fresh = _report(order, alice, order.member("卡罗"), None)
    assert (joined.id, fresh) == (first.id, False)
    order.wait(days=1, minutes=1)
    _, fresh = _report(order, alice, order.member("丁丁"), None)
    assert fresh


def test_nobody_reports_the_same_thing_twice_or_everybody_at_once(
    order: Order, alice: Member, bob: Member
) -> None:
    _report(order, alice, bob)
    with pytest.raises(Refusal, match="举报过了"):
        _report(order, alice, bob)
    for number in range(4):
        _report(order, order.member(f"某人{number}"), bob)
    with pytest.raises(Refusal, match="一天最多"):
        _report(order, order.member("又一人"), bob)
    order.wait(days=1)
    _report(order, order.member("又一人"), bob)


def test_a_report_is_settled_once_and_by_whom_it_is_not_about(
    order: Order, alice: Member, bob: Member
) -> None:
    case, _ = _report(order, alice, bob)
    with pytest.raises(Refusal, match="权限不比你低"):
        _settle(order, case, Outcome.MUTE, order.ranked("小芳", Role.MODERATOR), Role.MEMBER)
    _settle(order, case, Outcome.MUTE, order.owner, Role.OWNER)
    assert deeds(order.mail()) == ["mute"]
    with pytest.raises(Refusal, match="有人处理过"):
        _settle(order, case, Outcome.DISMISS, order.owner, Role.OWNER)
    with order.work() as uow:
        assert moderation.waiting_reports(uow, order.community.id) == []


def test_what_reporters_wrote_is_not_told_to_whom_it_is_about(
    order: Order, alice: Member, bob: Member
) -> None:
    case, _ = _report(order, alice, bob, reason="她昨天就针对我")
    _settle(order, case, Outcome.WARN, order.owner, Role.OWNER)
    with order.work() as uow:
        [given] = repository.sanctions_of(uow, alice.id)
    assert given.reason == ""


def test_a_reported_moderator_is_not_told_of_it(order: Order, bob: Member) -> None:
    boss = order.ranked("小芳", Role.MODERATOR)
    case, _ = _report(order, boss, bob)
    with order.work() as uow:
        moderation.staff_of_report(uow, case)
    letters = order.mail()
    assert [letter.member_id for letter in letters] == [order.owner.id]
    assert "小芳 被 1 人举报" in said(letters)


def test_a_case_of_another_community_cannot_be_touched(
    order: Order, alice: Member, bob: Member
) -> None:
    case, _ = _report(order, alice, bob)
    given = _banned(order, alice, order.owner)
    with order.work() as uow:
        appeal, _ = moderation.appeal(uow, alice, "误会")
        elsewhere = order.community.id + 1
        for find, number in (
            (moderation.one_report, case.id),
            (moderation.one_appeal, appeal.id),
            (moderation.one, given.id),
        ):
            with pytest.raises(Refusal, match="没有编号"):
                find(uow, elsewhere, number)


def test_an_appeal_is_about_the_latest_that_still_counts(order: Order, alice: Member) -> None:
    with order.work() as uow, pytest.raises(Refusal, match="没有可以申诉"):
        moderation.appeal(uow, alice, "为什么")
    _banned(order, alice, order.owner)
    last = _banned(order, alice, order.owner)
    with order.work() as uow:
        appeal, about = moderation.appeal(uow, alice, "误会")
        assert (about.id, appeal.sanction_id) == (last.id, last.id)
        with pytest.raises(Refusal, match="在处理中"):
            moderation.appeal(uow, alice, "误会")


def test_an_appeal_is_as_long_as_a_letter_holds(order: Order, alice: Member) -> None:
    _banned(order, alice, order.owner)
    with order.work() as uow, pytest.raises(Refusal, match="申诉最多"):
        moderation.appeal(uow, alice, "长" * 501)


def test_a_granted_appeal_undoes_even_what_was_undone_by_hand_before(
    order: Order, alice: Member
) -> None:
    given = _banned(order, alice, None)
    order.mail()
    with order.work() as uow:
        appeal, _ = moderation.appeal(uow, alice, "误会")
        moderation.lift(uow, given, order.owner)
        decided, about = moderation.decide(uow, appeal, order.owner, Role.OWNER, lift=True)
    assert decided.lifted
    assert about.lifted_at is not None
    assert deeds(order.mail()) == ["unban"]
    with order.work() as uow, pytest.raises(Refusal, match="有人处理过"):
        moderation.decide(uow, appeal, order.owner, Role.OWNER, lift=False)


def test_a_moderator_does_not_decide_upon_their_own_appeal(order: Order, alice: Member) -> None:
    _banned(order, alice, order.owner)
    with order.work() as uow:
        appeal, _ = moderation.appeal(uow, alice, "误会")
        with pytest.raises(Refusal, match="不能撤销对自己"):
            moderation.decide(uow, appeal, alice, Role.MODERATOR, lift=True)


def test_hints_at_abuse_come_up_once_an_hour(order: Order, alice: Member) -> None:
    with order.work() as uow:
        assert moderation.reports.open_hint(uow, alice, "abuse", order.place, "m1")
        assert moderation.reports.open_hint(uow, alice, "abuse", order.place, "m2") is None
    order.wait(hours=1, minutes=1)
    with order.work() as uow:
        assert moderation.reports.open_hint(uow, alice, "abuse", order.place, "m3")
