"""A community's own word: how it is written, checked, counted up and told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from core import moderation
from core.moderation import (
    SIGNAL,
    Links,
    List,
    Mode,
    Policy,
    cards_policy,
    repository_audit,
    titles,
)
from core.moderation.hits import lists
from core.moderation.hits.guard import Guard
from core.refusal import Refusal
from tests.core.moderation.order import Order
from tests.core.moderation.sights import sight

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.moderation.settings import Edit


@pytest.fixture
def order(database_url: str) -> Iterator[Order]:
    """Return a community with an owner, on each engine."""
    order = Order(database_url)
    yield order
    order.writer.close()


def _edit(order: Order, which: List, words: str) -> Edit:
    with order.work() as uow:
        return moderation.edit(uow, order.owner, which, words)


def _policy(order: Order) -> Policy:
    with order.work() as uow:
        return moderation.policy(uow, order.community.id)


def test_a_community_begins_by_watching_for_thirty_days(order: Order) -> None:
    assert _policy(order) == Policy.default(order.community.id)
    with order.work() as uow:
        begun = moderation.begin(uow, order.community.id)
        assert begun.mode is Mode.OBSERVE
        assert begun.observe_until == uow.now + timedelta(days=30)
        assert moderation.begin(uow, order.community.id) == begun


def test_every_change_counts_the_version_up_and_drops_copies(order: Order) -> None:
    heard: list[set[str]] = []
    order.writer.listen(heard.append)
    versions = [_policy(order).version]
    with order.work() as uow:
        moderation.switch(uow, order.owner, Mode.ON)
        versions.append(moderation.policy(uow, order.community.id).version)
        moderation.set_links(uow, order.owner, Links.LISTED)
        versions.append(moderation.policy(uow, order.community.id).version)
    _edit(order, List.WORDS, "+刷单")
    versions.append(_policy(order).version)
    assert versions == sorted(set(versions))
    assert all(SIGNAL in signals for signals in heard)
    assert len(heard) == 2


def test_nothing_is_counted_when_nothing_changed(order: Order) -> None:
    _edit(order, List.WORDS, "+刷单")
    version = _policy(order).version
    assert _edit(order, List.WORDS, "+刷单 -兼职").same == ("刷单", "兼职")
    assert _policy(order).version == version


def test_words_come_and_go_in_their_normalised_form(order: Order) -> None:
    done = _edit(order, List.WORDS, "+加Ｖ信，＋代寫 刷单")
    assert done.added == ("加v信", "代写", "刷单")
    assert _edit(order, List.WORDS, "－代写 -刷單").removed == ("代写", "刷单")
    assert _policy(order).words == ("加v信",)


def test_a_pattern_is_the_whole_rest_of_the_line(order: Order) -> None:
    _edit(order, List.PATTERNS, r"+加 ?[vV] ?\d{5,}, ok")
    assert _policy(order).patterns == (r"加 ?[vV] ?\d{5,}, ok",)
    with pytest.raises(Refusal, match="看不懂"):
        _edit(order, List.PATTERNS, "+(加微")
    _edit(order, List.PATTERNS, r"-加 ?[vV] ?\d{5,}, ok")
    assert _policy(order).patterns == ()


def test_domains_are_read_out_of_links(order: Order) -> None:
    done = _edit(order, List.DOMAINS_DENIED, "+https://www.Bad.example/join?x=1 -*.ok.example")
    assert (done.added, done.same) == (("bad.example",), ("ok.example",))
    for none in ("nonsense", "http://", "a@b", "localhost"):
        with pytest.raises(Refusal, match="不是域名"):
            _edit(order, List.DOMAINS_ALLOWED, none)


def test_a_channel_is_denied_and_allowed_by_its_id(order: Order) -> None:
    done = _edit(order, List.DOMAINS_DENIED, "-1001234567890 +-1009876543210 +bad.example")
    assert done.added == ("-1001234567890", "-1009876543210", "bad.example")
    news = sight("今天的新闻", forwarded="-1001234567890")
    told = [hit.rule for hit in Guard().look(news, _policy(order))]
    assert told == ["forward"]
    assert _edit(order, List.DOMAINS_DENIED, "--1001234567890").removed == ("-1001234567890",)
    assert not Guard().look(news, _policy(order))
    assert _edit(order, List.DOMAINS_ALLOWED, "+-1001234567890").added == ("-1001234567890",)
    advert = sight("看 https://other.example", forwarded="-1001234567890")
    assert not Guard().look(advert, replace(_policy(order), links=Links.ALLOW))


def test_an_invitation_comes_and_goes_by_its_address(order: Order) -> None:
    done = _edit(order, List.ALLOWED, "+https://t.me/+Ours123 +t.me/OurChannel/5 +外挂检测")
    assert done.added == ("t.me/+ours123", "t.me/ourchannel", "外挂检测")
    assert _edit(order, List.ALLOWED, "-t.me/+ours123").removed == ("t.me/+ours123",)


def test_file_types_are_read_however_they_are_written(order: Order) -> None:
    assert _edit(order, List.FILES, "+.EXE *.apk 7z").added == ("exe", "apk", "7z")
    with pytest.raises(Refusal, match="不是文件类型"):
        _edit(order, List.FILES, "../etc/passwd")


def test_rules_are_switched_off_by_any_of_their_names(order: Order) -> None:
    assert _edit(order, List.RULES, "-刷屏 -ad -flooding").added == ("flood", "ad")
    assert _policy(order).rules_off == {"flood", "ad"}
    assert _edit(order, List.RULES, "+刷屏").removed == ("flood",)
    with pytest.raises(Refusal, match="这条规则"):
        _edit(order, List.RULES, "-喷火")


def test_every_category_of_the_lists_has_a_name_and_can_be_switched_off(order: Order) -> None:
    found = {entry.category for entry in lists.entries().values()}
    for category in found - titles.rules().keys() - {lists.COMPANY}:
        assert _edit(order, List.RULES, f"-{titles.categories()[category]}").added == (category,)


@pytest.mark.parametrize("word", ["滚", "+", "天地玄黄宇宙洪荒" * 6, "\u200b\u200b"])
def test_a_word_that_would_hit_everything_or_nothing_is_refused(order: Order, word: str) -> None:
    with pytest.raises(Refusal):
        _edit(order, List.WORDS, word)


def test_a_list_has_an_end(order: Order) -> None:
    _edit(order, List.WORDS, " ".join(f"词{number}" for number in range(500)))
    with pytest.raises(Refusal, match="名单最多"):
        _edit(order, List.WORDS, "再来一个")


@pytest.mark.parametrize("wrong", ["0", "-3", "三十", "366", "1e3", ""])
def test_days_of_a_strike_are_a_sensible_number(order: Order, wrong: str) -> None:
    with order.work() as uow:
        assert moderation.set_strike_days(uow, order.owner, "１４").strike_days == 14
        with pytest.raises(Refusal, match="整数"):
            moderation.set_strike_days(uow, order.owner, wrong)


def test_every_change_is_in_the_audit_with_who_made_it(order: Order) -> None:
    _edit(order, List.WORDS, "+刷单 +代写")
    with order.work() as uow:
        moderation.set_ladder(uow, order.owner, "警告 封禁")
        moderation.switch(uow, order.owner, Mode.ON)
        lines = repository_audit.page(uow, order.community.id, None, 10)
    assert {line.by_member_id for line in lines} == {order.owner.id}
    details = [line.detail for line in lines]
    assert details == ["mode on", "ladder warn ban", "words +刷单 +代写"]


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE moderation_audit SET act = 'warn'",
        "UPDATE moderation_audit SET at = '2020-01-01'",
        "DELETE FROM moderation_audit",
    ],
)
def test_the_database_itself_keeps_the_audit(order: Order, attack: str) -> None:
    _edit(order, List.WORDS, "+刷单")
    with pytest.raises(DBAPIError, match="append-only"), order.work() as uow:
        uow.execute(text(attack))


def test_the_whole_policy_is_shown_whatever_it_holds(order: Order) -> None:
    _edit(order, List.WORDS, " ".join(f"词{number}" for number in range(30)))
    _edit(order, List.RULES, "-ad")
    with order.work() as uow:
        figures = moderation.figures(uow, order.community.id)
        for mode in Mode:
            found = moderation.switch(uow, order.owner, mode)
            card = cards_policy.policy(found, figures, "Asia/Shanghai")
            assert "等 30 条" in card.body
            assert "关闭的规则：发广告" in card.body
            assert len(card.buttons[0]) == 2
