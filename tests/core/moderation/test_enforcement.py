"""What becomes of messages with hits, under each mode and for everybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from core import communities, moderation
from core.moderation import Links, List, Mode, Policy, Step, repository, repository_audit
from core.moderation.records import Standing
from core.moderation.verdicts import Verdict, Writer, judge
from core.roles import Role
from core.text.reading import Hit
from tests.core.moderation.order import Order, deeds, said

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)
POLICY = Policy.default(1)
NEW = Writer(NOW - timedelta(hours=1), Standing())
OLD = Writer(NOW - timedelta(days=100), Standing())
UNLISTED = Hit("link", 0, 0, "example.org", 0.5)
DENIED = Hit("link", 0, 0, "example.net", 1.0)


@pytest.fixture
def order(database_url: str) -> Iterator[Order]:
    """Return a community with an owner, on each engine."""
    order = Order(database_url)
    yield order
    order.writer.close()


def _judged(*hits: Hit | str, policy: Policy = POLICY, writer: Writer = NEW) -> Verdict | None:
    found = [Hit(hit, 0, 1) if isinstance(hit, str) else hit for hit in hits]
    return judge(policy, found, writer, NOW, NOW)


def test_the_gravest_hit_counts() -> None:
    verdict = _judged("flood", "word", "spam")
    assert verdict is not None
    assert verdict.hit.rule == "spam"
    assert verdict.delete


def test_of_equally_grave_hits_the_one_that_can_be_named_counts() -> None:
    verdict = _judged(Hit("spam", 0, 9, score=1.0), Hit("contact", 0, 2, "加薇", 0.7))
    assert verdict is not None
    assert verdict.hit.entry == "加薇"


def test_abuse_alone_leads_to_nothing_by_itself() -> None:
    assert _judged("abuse") is None


def test_a_rule_switched_off_finds_nothing() -> None:
    policy = replace(POLICY, rules_off=frozenset({"ad"}))
    assert _judged("ad", policy=policy) is None
    assert _judged("ad", "word", policy=policy) is not None


@pytest.mark.parametrize(
    ("links", "hit", "writer", "counts"),
    [
        (Links.NEWCOMERS, UNLISTED, NEW, True),
        (Links.NEWCOMERS, UNLISTED, OLD, False),
        (Links.NEWCOMERS, DENIED, OLD, True),
        (Links.LISTED, UNLISTED, OLD, True),
        (Links.ALLOW, UNLISTED, NEW, False),
        (Links.ALLOW, DENIED, OLD, True),
    ],
)
def test_links_count_by_policy_and_by_how_new_one_is(
    links: Links, hit: Hit, writer: Writer, *, counts: bool
) -> None:
    verdict = _judged(hit, policy=replace(POLICY, links=links), writer=writer)
    assert (verdict is not None) is counts


def test_what_is_mild_counts_for_newcomers_and_for_those_with_strikes() -> None:
    assert _judged("flood") is not None
    assert _judged("flood", writer=OLD) is None
    struck = replace(OLD, standing=Standing(1, NOW - timedelta(days=1)))
    assert _judged("flood", writer=struck) is not None


def test_what_was_written_before_the_last_strike_adds_none() -> None:
    later = replace(NEW, standing=Standing(2, NOW + timedelta(seconds=1)))
    verdict = _judged("spam", writer=later)
    assert verdict is not None
    assert verdict.delete
    assert verdict.rung is None
    assert _judged("word", writer=later) is None


def test_after_a_strike_the_mild_rests_for_a_minute() -> None:
    just = replace(NEW, standing=Standing(1, NOW - timedelta(seconds=59)))
    assert _judged("flood", writer=just) is None
    rested = replace(NEW, standing=Standing(1, NOW - timedelta(seconds=60)))
    assert _judged("flood", writer=rested) is not None


def test_watching_writes_down_no_text_and_posts_nothing(order: Order) -> None:
    alice = order.member("小满")
    assert order.caught(alice, Hit("contact", 0, 2, "加薇")) == []
    with order.work() as uow:
        assert moderation.figures(uow, order.community.id).observed == {"warn": 1}
        [row] = repository.observations_of(uow, alice.id)
        assert (row.rule, row.step) == ("contact", "warn")
        assert repository.sanctions_of(uow, alice.id) == []


def test_what_was_only_watched_weighs_nothing_once_it_is_on(order: Order) -> None:
    alice = order.member("小满")
    for _ in range(3):
        order.caught(alice, "spam")
    order.switch(Mode.ON)
    assert deeds(order.caught(alice, "spam")) == ["delete"]


def test_a_deed_names_the_account_and_the_message(order: Order) -> None:
    order.switch(Mode.ON)
    alice = order.member("小满")
    letters = order.caught(alice, "spam")
    [deed] = [letter.deed for letter in letters if letter.deed]
    assert (deed.kind, deed.user_id, deed.message_id) == ("delete", "1-小满", "m1")
    assert letters[0].to == order.place.address
    assert "收到一次警告" in said(letters)


def test_the_staff_are_never_acted_on_by_whichever_word(order: Order) -> None:
    order.switch(Mode.ON)
    bob, carol = order.ranked("阿宝", Role.MODERATOR), order.member("卡罗")
    assert order.caught(bob, "spam") == []
    assert order.caught(carol, "spam", role=Role.MODERATOR) == []
    with order.work() as uow:
        assert repository.sanctions_of(uow, bob.id) + repository.sanctions_of(uow, carol.id) == []


def test_a_ban_reaches_every_chat_and_account_once_for_each_space(order: Order) -> None:
    order.switch(Mode.ON)
    with order.work() as uow:
        moderation.set_ladder(uow, order.owner, "封禁1天")
        for channel in ("general", "help"):
            communities.bind(uow, order.community.id, "discord", channel, space="guild")
        communities.bind(uow, order.community.id, "telegram", "-200")
    alice = order.member("小满")
    letters = order.caught(alice, "word")
    assert deeds(letters) == ["delete", "ban", "ban"]
    assert {letter.to.chat_id for letter in letters if letter.deed} == {"-100", "-200"}
    order.wait(days=1)
    assert deeds(order.mail()) == ["unban", "unban"]


def test_a_mute_holds_where_the_member_is(order: Order) -> None:
    order.switch(Mode.ON)
    with order.work() as uow:
        moderation.set_ladder(uow, order.owner, "禁言10m")
        other = communities.bind(uow, order.community.id, "telegram", "-200")
        communities.bind(uow, order.community.id, "telegram", "-300")
    alice = order.member("小满")
    order.member("小满", chat_id=other.chat_id)
    letters = order.caught(alice, "flood")
    assert [letter.to.chat_id for letter in letters if letter.deed] == ["-100", "-200"]


def test_the_ladder_never_shortens_what_a_moderator_decided(order: Order) -> None:
    order.switch(Mode.ON)
    alice = order.member("小满")
    week = moderation.rung_of(Step.MUTE, timedelta(days=7))
    with order.work() as uow:
        until = moderation.sanction(uow, alice, week, moderation.Cause(), by=order.owner).until
    order.caught(alice, "word", "word")
    order.caught(alice, "word")
    with order.work() as uow:
        last = repository.sanctions_of(uow, alice.id)[0]
        assert (last.step, last.until) == (Step.MUTE, until)


def test_every_act_is_in_the_audit(order: Order) -> None:
    order.switch(Mode.ON)
    alice = order.member("小满")
    order.caught(alice, Hit("contact", 0, 2, "加薇"))
    order.caught(alice, "abuse")
    with order.work() as uow:
        acts = [(line.act, line.rule) for line in repository_audit.about(uow, alice.id)]
    assert acts == [("delete", "contact"), ("warn", "contact"), ("report", "abuse")]


def test_a_letter_that_reached_nobody_is_said_in_the_chat_once(order: Order) -> None:
    order.switch(Mode.ON)
    alice = order.member("小满")
    order.caught(alice, "spam")
    with order.work() as uow:
        [given] = repository.sanctions_of(uow, alice.id)
        for _ in range(2):
            assert moderation.unreached(uow, order.community.id, f"sanction-told:{given.id}")
        for other in ("sanction-told:99", "sanction-told:x", "expiry-3d:subscription:1"):
            assert not moderation.unreached(uow, order.community.id, other)
    [letter] = order.mail()
    assert letter.to == order.place.address
    assert "小满，警告一次：疑似垃圾信息" in letter.card.text


def test_the_staff_are_not_flooded_with_letters_in_a_raid(order: Order) -> None:
    order.switch(Mode.ON)
    with order.work() as uow:
        moderation.set_ladder(uow, order.owner, "移出")
    raiders = [order.member(f"机器{number}") for number in range(13)]
    letters = [letter for raider in raiders for letter in order.caught(raider, "spam")]
    told = [letter for letter in letters if letter.member_id == order.owner.id]
    assert len(told) == 11
    assert "不再逐条通知" in told[-1].card.body
    assert deeds(letters).count("kick") == 13


def test_switching_off_ends_even_the_watching(order: Order) -> None:
    order.switch(Mode.OFF)
    order.caught(order.member("小满"), "spam", "abuse")
    with order.work() as uow:
        assert moderation.figures(uow, order.community.id).observed == {}


def test_an_entry_that_is_let_pass_leaves_the_own_list(order: Order) -> None:
    with order.work() as uow:
        moderation.edit(uow, order.owner, List.WORDS, "+代写")
    alice = order.member("小满")
    order.caught(alice, Hit("word", 0, 2, "代写"))
    with order.work() as uow:
        [kind] = repository.untold_kinds(uow, order.community.id)
        assert moderation.call_false(uow, order.owner, kind.example_id) == ("word", "代写", 1)
        found = moderation.policy(uow, order.community.id)
    assert (found.words, found.allowed) == ((), ())


@pytest.mark.parametrize("rule", ["contact", "link"])
def test_an_invitation_that_is_called_false_lets_no_other_pass(order: Order, rule: str) -> None:
    order.caught(order.member("小满"), Hit(rule, 0, 0, "t.me/+ours123"))
    with order.work() as uow:
        [kind] = repository.untold_kinds(uow, order.community.id)
        moderation.call_false(uow, order.owner, kind.example_id)
        found = moderation.policy(uow, order.community.id)
    assert found.allowed == ("t.me/+ours123",)
    assert found.domains_allowed == ()


def test_a_link_that_is_called_false_lets_its_domain_pass(order: Order) -> None:
    order.caught(order.member("小满"), Hit("link", 0, 0, "docs.example"))
    with order.work() as uow:
        [kind] = repository.untold_kinds(uow, order.community.id)
        moderation.call_false(uow, order.owner, kind.example_id)
        assert moderation.policy(uow, order.community.id).domains_allowed == ("docs.example",)
