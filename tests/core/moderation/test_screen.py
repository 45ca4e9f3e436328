"""Screening: what the product's own lists find, and what they let alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.moderation.hits import lists
from core.moderation.hits.evasion import rows
from core.moderation.hits.screen import screen, screen_many
from core.moderation.spam import ABUSE_HINT, SPAM_ALARM, scores
from core.text import set_apart
from tests.core.moderation.sights import by_lists, lines

INNOCENT = lines("innocent_lines.tsv")
SPAM = [
    (rule, text) for rule, _, text in (line.partition("\t") for line in lines("spam_lines.tsv"))
]


def rules(text: str) -> set[str]:
    return {hit.rule for hit in by_lists(set_apart(text))}


def test_innocent_sentences_are_let_alone() -> None:
    assert not {text: by_lists(set_apart(text)) for text in INNOCENT if rules(text)}


def test_there_are_enough_sentences_to_mean_something() -> None:
    assert len(set(INNOCENT)) >= 120
    assert len(set(SPAM)) >= 120


def test_nine_of_ten_advertisements_are_found_by_the_lists_alone() -> None:
    missed = [text for rule, text in SPAM if rule not in rules(text)]
    assert len(missed) <= len(SPAM) / 10, missed


def test_the_allow_list_is_never_hit() -> None:
    phrases = [phrase for kind, phrase, _ in rows("allowed.tsv") if kind != "talk"]
    assert not [phrase for phrase in phrases if rules(phrase) or rules(f"请问{phrase}是什么意思")]


def test_every_entry_that_is_enough_by_itself_is_found_alone() -> None:
    enough = [entry.phrase for entry in lists.entries().values() if entry.weight >= 1]
    assert not [phrase for phrase in enough if not rules(phrase) & {"ad", "contact", "abuse"}]


@given(
    st.one_of(
        st.text(), st.text(st.characters()), st.text(alphabet="加vx微信qq群+➕.1２a 薇刷单日结")
    )
)
def test_any_text_can_be_screened_and_every_span_lies_in_it(text: str) -> None:
    parts = set_apart(text)
    found = screen(parts)
    assert found == screen(parts)
    assert all(0 <= hit.start <= hit.end <= len(parts.prose) for hit in found)
    assert all(0 <= hit.score <= 1 for hit in found)


def test_many_are_screened_as_each_is_alone() -> None:
    lines = (
        "加v abc12345",
        "今天第三章好难",
        "",
        "日结刷单，加微信 abc_1234",
        "https://t.me/+abcdef",
    )
    many = [set_apart(line) for line in lines]
    for together, alone in zip(screen_many(many), map(screen, many), strict=True):
        assert [(hit.rule, hit.entry) for hit in together] == [
            (hit.rule, hit.entry) for hit in alone
        ]
        assert [hit.score for hit in together] == pytest.approx([hit.score for hit in alone])
    assert [bool(hits) for hits in screen_many(many)] == [True, False, False, True, True]


def test_a_span_covers_the_disguised_contact_with_its_id() -> None:
    parts = set_apart("想学的同学 加.微.信：abc_1234 备注来意")
    [hit] = [hit for hit in screen(parts) if hit.rule == "contact"]
    assert parts.prose[hit.start : hit.end] == "加.微.信:abc_1234"
    assert hit.entry == "加微信"


def test_an_id_makes_a_contact_surer() -> None:
    [alone] = by_lists(set_apart("加我微信"))
    [with_id] = by_lists(set_apart("加我微信 abc12345"))
    assert alone.score < with_id.score


def test_an_entry_is_ours_and_never_what_was_said() -> None:
    ours = set(lists.entries()) | {"加微信", "微信号", "号码"}
    found = by_lists(set_apart("兼职刷单日结三百，加薇芯 secret_name1，或 13800138000"))
    assert found
    assert {hit.entry for hit in found} <= ours


def test_a_platform_with_a_named_account_is_a_contact() -> None:
    assert rules("TG：@ming_kefu") == {"contact"}
    assert not rules("telegram 的 @botfather 怎么用")


@pytest.mark.parametrize("text", ["whatsapp +852 5566 7788", "tg：+1 202 555 0143 找我"])
def test_a_number_from_abroad_needs_no_colon(text: str) -> None:
    assert rules(text) == {"contact"}
    assert not rules(text.replace("+", "").replace("：", " ").replace("找我", "行"))


@pytest.mark.parametrize(
    "text",
    [
        "Earn $500 daily from home, no experience",
        "Claim your free airdrop, connect your wallet",
        "OnlyFans leaks, check my bio",
        "Double your bitcoin in 24 hours, DM me",
    ],
)
def test_advertisements_in_english_are_found(text: str) -> None:
    assert "ad" in rules(text)


@pytest.mark.parametrize(
    "text",
    [
        "I work from home and study in the evening",
        "my bio is on the class page",
        "connect the wallet model to the user table",
        "the giveaway exercise is due on Friday, click here to submit",
    ],
)
def test_ordinary_english_is_let_alone(text: str) -> None:
    assert not rules(text)


def test_a_number_counts_only_beside_an_advertisement() -> None:
    assert not rules("我的订单是 2998123456")
    assert any(hit.entry == "号码" for hit in by_lists(set_apart("刷单日结 2998123456")))


def test_talk_about_advertisements_is_none() -> None:
    assert "ad" in rules("专业代考包过")
    assert not rules("代考包过都是骗子，大家小心")


def test_weak_words_need_company() -> None:
    assert not rules("我在兼职")
    assert not rules("房贷压力大")
    assert "ad" in rules("兼职，日结，佣金高")


def test_chance_words_of_a_long_text_are_no_advertisement() -> None:
    story = "这一章讲的是怎么把数据整理好再交给模型，" * 12
    assert not rules(
        f"额度这个词先放着。{story}代理加盟是例子。{story}名额也是例子。{story}打包最后讲。"
    )


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("快来 https://t.me/+AbCdEf123", "t.me/+abcdef123"),
        ("t.me/joinchat/AbCdEf123", "t.me/joinchat/abcdef123"),
        ("https://discord.gg/abcdef", "discord.gg/abcdef"),
        ("https://discord.com/invite/abcdef", "discord.com/invite/abcdef"),
        ("https://qm.qq.com/q/abcdef", "qm.qq.com/q/abcdef"),
    ],
)
def test_an_invitation_elsewhere_draws_contacts(text: str, entry: str) -> None:
    assert [(hit.rule, hit.entry) for hit in by_lists(set_apart(text))] == [("contact", entry)]


@pytest.mark.parametrize(
    "text",
    ["https://discord.com/developers/docs", "https://github.com/a/b", "https://t.me/somebody"],
)
def test_other_links_are_no_invitation(text: str) -> None:
    assert not by_lists(set_apart(text))


@pytest.mark.parametrize("text", ["你个傻逼", "傻 × 逼吗你这个傻.逼", "nmsl", "n.m.s.l"])
def test_an_insult_is_a_hint(text: str) -> None:
    assert rules(text) == {"abuse"}


@pytest.mark.parametrize("text", ["usb 接口坏了", "cnmt 是什么", "sbatch job.sh", "nm -c a.so"])
def test_letters_of_an_insult_inside_words_are_none(text: str) -> None:
    assert not rules(text)


def test_code_is_screened_when_a_message_is_nothing_else() -> None:
    [hit] = by_lists(set_apart("`加vx abc12345`"))
    assert (hit.rule, hit.start, hit.end) == ("contact", 0, 0)


def test_what_is_code_or_a_mention_beside_prose_is_not_screened() -> None:
    assert not rules("`加vx abc12345` 这个字符串怎么匹配")
    assert not rules("@jiavx 你好")


@pytest.mark.parametrize(
    "text", ["诚招兼职日结佣金加vx abc12345", "请问作业什么时候交", "", "你个傻逼"]
)
def test_the_models_are_heard_above_their_thresholds(text: str) -> None:
    parts = set_apart(text)
    said = scores(parts)
    heard = {(hit.rule, hit.score) for hit in screen(parts) if not hit.entry}
    expected = {("spam", said.spam)} if said.spam >= SPAM_ALARM else set()
    expected |= {("abuse", said.abuse)} if said.abuse >= ABUSE_HINT else set()
    assert heard == expected
