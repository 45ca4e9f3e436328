"""Lists and their matcher: words are found as words, and not as parts of other words."""

from __future__ import annotations

import pytest

from core.moderation.hits import lists
from core.moderation.hits.evasion import View, rows
from core.moderation.hits.matcher import Match, Matcher, stands_alone
from core.text import normalise

TABLES = ("ads.tsv", "abuse.tsv", "allowed.tsv", "contact.tsv", "confusables.tsv", "homophones.tsv")


def found(words: list[str], text: str) -> list[str]:
    return [match.entry for match in Matcher(words).matches(View(normalise(text)))]


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("大麻", "这真是个大麻烦"),
        ("口交", "路口交通拥堵"),
        ("装女", "他在服装女装部"),
        ("包过", "钱包过期了"),
        ("日赚", "昨日赚了点经验"),
        ("代考", "用新版代考虑旧版"),
        ("av", "java 和 savings"),
        ("sb", "usb 和 sbatch"),
        ("sb", "it is bad"),
        ("滚", "滚动条"),
        ("兼职", "有人兼,职业规划怎么做"),
        ("投注", "请投注意力给老师"),
    ],
)
def test_a_word_is_not_found_inside_or_across_other_words(word: str, text: str) -> None:
    assert not found([word], text)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("大麻", "有人卖大麻吗"),
        ("大麻", "大.麻 要吗"),
        ("大麻", "大*麻"),
        ("大麻", "大 麻"),
        ("广告", "不要发小广告"),
        ("av", "看 av 吗"),
        ("AV".lower(), "看ＡＶ"),
        ("sb", "s.b"),
        ("sb", "你是sb吗"),
        ("微信", "私我薇信"),
        ("微商", "做薇商的"),
        ("scam", "s-c-a-m here"),
        ("scam", "ѕсаm"),
        ("赌博", "堵博网"),
        ("外挂", "卖外😀挂"),
    ],
)
def test_a_word_is_found_as_one_and_through_a_disguise(word: str, text: str) -> None:
    assert found([word], text) == [word]


def test_two_marks_of_a_sentence_do_not_make_a_word() -> None:
    assert not found(["今天天气"], "就是今天。天气真好")
    assert found(["今天天气"], "今.天.天.气")


def test_an_empty_list_finds_nothing() -> None:
    assert not found([], "什么都可以")
    assert not found(["", "。"], "什么。都可以")


def test_a_match_says_where_it_stands() -> None:
    view = View("看，大.麻")
    [match] = Matcher(["大麻"]).matches(view)
    assert match == Match("大麻", 1, 3)
    assert view.span(match.start, match.end) == (2, 5)


def test_a_span_stands_alone_when_no_word_reaches_over_its_edges() -> None:
    assert stands_alone("卖大麻吗", 1, 3)
    assert not stands_alone("大麻烦", 0, 2)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_says_nothing_twice(name: str) -> None:
    key = slice(0, 2) if name in {"contact.tsv", "allowed.tsv"} else slice(0, 1)
    key = slice(1, 2) if name in {"ads.tsv", "abuse.tsv"} else key
    said = [tuple(row[key]) for row in rows(name)]
    assert len(said) == len(set(said))


@pytest.mark.parametrize("name", ["ads.tsv", "abuse.tsv", "allowed.tsv", "homophones.tsv"])
def test_a_table_holds_normalised_phrases(name: str) -> None:
    phrases = [row[0 if name == "homophones.tsv" else 1] for row in rows(name)]
    assert phrases == [normalise(phrase) for phrase in phrases]


def test_an_entry_knows_its_category() -> None:
    assert lists.category("百家乐") == "gambling"
    assert lists.category("谁都不认识的词") == ""


def test_weights_are_shares_of_what_is_enough() -> None:
    assert all(0 < entry.weight <= 1 for entry in lists.entries().values())
