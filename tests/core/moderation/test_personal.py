"""What becomes of moderation's rows when their member leaves for good or links accounts."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from core import members, moderation
from core.db import Row
from core.moderation import PERSONAL, Cause, Mode, Rung, Step, repository, repository_audit
from core.text.reading import Hit
from tests.core.moderation.order import Order, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.members import Member

WORD = "紫薯布丁"


@pytest.fixture
def order(database_url: str) -> Iterator[Order]:
    """Return a community with an owner, on each engine."""
    order = Order(database_url)
    yield order
    order.writer.close()


def _live(order: Order, name: str) -> Member:
    """Let somebody have a row in every table of the room, with their word wherever text goes."""
    who, other = order.member(name), order.member("路人")
    order.caught(who, Hit("spam", 0, 1))
    with order.work() as uow:
        mute = Rung(Step.MUTE, timedelta(days=1))
        moderation.sanction(uow, who, mute, Cause(reason=WORD), by=order.owner)
        moderation.appeal(uow, who, f"我只是说了{WORD}")
        moderation.report(uow, other, who, reason=WORD)
        moderation.report(uow, who, other, reason=f"总在说{WORD}")
        moderation.trust(uow, who, order.owner)
    return who


def _naming(order: Order, member_id: int) -> set[str]:
    named = set()
    with order.work() as uow:
        for row in PERSONAL.tables:
            table = Row.metadata.tables[row.__tablename__]
            for found in uow.execute(select(table)).mappings():
                keys = [key.parent.name for key in table.foreign_keys]
                if member_id in {found[key] for key in keys if key.endswith("member_id")}:
                    named.add(row.__tablename__)
    return named


def test_a_life_leaves_a_row_in_every_table(order: Order) -> None:
    who = _live(order, "小满")
    assert _naming(order, who.id) == {row.__tablename__ for row in PERSONAL.tables}


def test_the_export_is_json_and_holds_what_was_written(order: Order) -> None:
    who = _live(order, "小满")
    with order.work() as uow:
        exported = json.dumps(PERSONAL.export(uow, who.id), ensure_ascii=False, allow_nan=False)
    assert exported.count(WORD) >= 4
    assert "总在说" not in exported


def test_after_erasure_no_word_is_left_and_the_audit_stays(order: Order) -> None:
    who = _live(order, "小满")
    with order.work() as uow:
        before = [line.act for line in repository_audit.about(uow, who.id)]
        PERSONAL.erase(uow, who.id)
        after = repository_audit.about(uow, who.id)
        assert [line.act for line in after] == before
        assert WORD not in json.dumps(PERSONAL.export(uow, who.id), ensure_ascii=False)
        for row in PERSONAL.tables:
            for found in uow.execute(select(Row.metadata.tables[row.__tablename__])).mappings():
                assert WORD not in str(dict(found)), row.__tablename__


def test_letters_that_wait_tell_nothing_of_whom_was_erased(order: Order) -> None:
    order.switch(Mode.ON)
    who, other = order.member("小满"), order.member("路人")
    with order.work() as uow:
        moderation.set_ladder(uow, order.owner, "移出")
    order.breaks(who, "spam")
    with order.work() as uow:
        appeal, about = moderation.appeal(uow, who, f"我只是说了{WORD}")
        moderation.staff_of_appeal(uow, appeal, about)
        for whom, by in ((who, other), (other, who)):
            case, _ = moderation.report(uow, whom, by, reason=WORD)
            moderation.staff_of_report(uow, case)
        for personal in (PERSONAL, members.PERSONAL):
            personal.erase(uow, who.id)
    letters = order.mail()
    assert WORD not in said(letters)
    assert "小满" not in said(letters)


def test_after_merging_nothing_names_the_member_that_is_no_more(order: Order) -> None:
    one, twin = _live(order, "小满"), _live(order, "小满的小号")
    with order.work() as uow:
        PERSONAL.merge(uow, one.id, twin.id)
        assert len(repository.sanctions_of(uow, one.id)) == 2
    assert _naming(order, twin.id) == set()


def test_a_strike_follows_into_the_member_that_goes_on(order: Order) -> None:
    order.switch(Mode.ON)
    one, twin = order.member("小满"), order.member("小满的小号")
    order.caught(twin, "spam")
    with order.work() as uow:
        PERSONAL.merge(uow, one.id, twin.id)
        assert repository.standing(uow, one.id).weight == 2


def test_a_ban_outlives_the_erasure_as_a_pseudonym(order: Order) -> None:
    who = order.member("小满")
    with order.work() as uow:
        moderation.sanction(uow, who, Rung(Step.BAN), Cause(reason=WORD), by=order.owner)
        PERSONAL.erase(uow, who.id)
        members.erase(uow, who)
    with order.work() as uow:
        [kept] = repository.sanctions_of(uow, who.id)
        assert kept.holds(uow.now)
        assert kept.reason == ""
