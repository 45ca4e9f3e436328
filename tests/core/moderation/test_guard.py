"""The guard: a community's policy and the last minutes, beside what every community is spared."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.moderation.hits.guard import MENTIONS, Guard, Seen
from core.moderation.hits.watch import FLOOD_MESSAGES
from core.moderation.policy import Links, Mode, Policy
from tests.core.moderation.sights import OPEN, lines, sight


def look(seen: Seen, policy: Policy = OPEN) -> list[tuple[str, str]]:
    return [(hit.rule, hit.entry) for hit in Guard().look(seen, policy)]


def rules(guard: Guard, seen: Seen, policy: Policy = OPEN) -> list[str]:
    return [hit.rule for hit in guard.look(seen, policy)]


def test_innocent_talk_passes_in_one_long_conversation() -> None:
    guard = Guard()
    found = {
        text: hits
        for n, text in enumerate(lines("innocent_lines.tsv"))
        if (hits := guard.look(sight(text, after=n * 10), OPEN))
    }
    assert not found


def test_what_the_screen_found_is_kept() -> None:
    assert look(sight("加vx abc12345")) == [("contact", "加微信")]


def test_nothing_is_found_when_moderation_is_off() -> None:
    assert not look(sight("加vx abc12345"), replace(OPEN, mode=Mode.OFF))


def test_a_rule_can_be_switched_off() -> None:
    assert not look(sight("加vx abc12345"), replace(OPEN, rules_off=frozenset({"contact"})))


def test_a_category_can_be_switched_off() -> None:
    text = "棋牌平台上分，百家乐"
    assert {rule for rule, _ in look(sight(text))} == {"ad"}
    assert not look(sight(text), replace(OPEN, rules_off=frozenset({"gambling"})))
    assert look(sight(text), replace(OPEN, rules_off=frozenset({"loan"})))


def test_an_allowed_entry_is_no_longer_hit() -> None:
    assert not look(sight("加vx abc12345"), replace(OPEN, allowed=("加微信",)))


def test_what_lies_inside_an_allowed_phrase_is_not_hit() -> None:
    policy = replace(OPEN, words=("外挂",), allowed=("外挂检测",))
    assert not look(sight("外挂检测怎么做"), policy)
    assert look(sight("外挂检测和外挂"), policy) == [("word", "外挂")]


def test_the_communitys_own_words_are_found_with_their_place() -> None:
    seen = sight("这里有人卖外 挂吗")
    [hit] = Guard().look(seen, replace(OPEN, words=("外挂",)))
    assert (hit.rule, hit.entry) == ("word", "外挂")
    assert seen.reading.text[hit.start : hit.end] == "外 挂"


def test_the_communitys_own_patterns_are_found() -> None:
    assert look(sight("第3期特训营开班"), replace(OPEN, patterns=(r"第\d期特训",))) == [
        ("pattern", r"第\d期特训")
    ]


def test_a_link_is_judged_by_the_policy() -> None:
    seen = sight("看这里 https://other.com/x")
    assert not look(seen, OPEN)
    assert look(seen, replace(OPEN, domains_denied=("other.com",))) == [("link", "other.com")]
    assert look(seen, replace(OPEN, links=Links.LISTED)) == [("link", "other.com")]
    listed = replace(OPEN, links=Links.LISTED, domains_allowed=("other.com",))
    assert not look(seen, listed)


def test_an_invitation_passes_when_its_domain_is_allowed() -> None:
    seen = sight("来 https://discord.gg/abcdef")
    assert look(seen) == [("contact", "discord.gg/abcdef")]
    assert not look(seen, replace(OPEN, domains_allowed=("discord.gg",)))


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("setup.exe", "exe"),
        ("exe", "exe"),
        (".exe", "exe"),
        ("run.BAT", "bat"),
        ("app.apk", "apk"),
        ("打开我.lnk", "lnk"),
        ("作业.pdf.exe", "pdf.exe"),
        ("photo.jpg   .scr", "jpg.scr"),
        ("说明.docx.js ", "docx.js"),
        ("a.exe. .", "exe"),
        ("ｓｅｔｕｐ．ｅｘｅ", "exe"),
        ("set\u200bup.e\u200bxe", "exe"),
        ("photo\u202egpj.exe", "bidi"),
        ("photo_\u202egpj.py", "bidi"),
        ("tool-1.2.exe", "exe"),
    ],
)
def test_a_file_that_runs_is_hit(name: str, entry: str) -> None:
    assert look(sight("看附件", files=(name,))) == [("file", entry)]


@pytest.mark.parametrize(
    "name",
    [
        "作业.pdf",
        "main.py",
        "data.tar.gz",
        "exe笔记.md",
        "截图.png",
        "",
        ".",
        "README",
        "a.exe.zip",
    ],
)
def test_an_ordinary_file_passes(name: str) -> None:
    assert not look(sight("看附件", files=(name,)))


def test_a_community_denies_and_allows_types_of_its_own() -> None:
    assert look(sight("", files=("a.zip",)), replace(OPEN, files_denied=("zip",)))
    assert not look(sight("", files=("app.js",)), replace(OPEN, allowed=("js",)))


def test_many_mentions_are_hit() -> None:
    text = " ".join(f"@member_{n}" for n in range(MENTIONS))
    assert look(sight(text)) == [("mentions", "")]
    assert look(sight("大家好", mentions=MENTIONS)) == [("mentions", "")]
    assert not look(sight("大家好", mentions=MENTIONS - 1))


def test_an_allowed_invitation_passes_and_no_other() -> None:
    policy = replace(OPEN, links=Links.LISTED, allowed=("t.me/+ours123",))
    assert not look(sight("https://t.me/+Ours123"), policy)
    assert look(sight("https://t.me/+Theirs9"), policy) == [
        ("contact", "t.me/+theirs9"),
        ("link", "t.me/+theirs9"),
    ]
    assert look(sight("https://t.me/+Ours123 https://t.me/+Theirs9"), policy) == [
        ("contact", "t.me/+theirs9"),
        ("link", "t.me/+theirs9"),
    ]


def test_an_allowed_page_lets_no_invitation_of_its_domain_pass() -> None:
    policy = replace(OPEN, links=Links.LISTED, allowed=("t.me/ourchannel",))
    assert not look(sight("https://t.me/OurChannel/15"), policy)
    assert look(sight("https://t.me/+Theirs9"), policy)


@pytest.mark.parametrize("text", ["加vx abc12345", "看 https://other.com/x", "刷单日结佣金高"])
def test_a_forwarded_message_that_draws_people_away_is_hit(text: str) -> None:
    assert ("forward", "-1009") in look(sight(text, forwarded="-1009"))


def test_a_forwarded_message_is_judged_by_the_policy() -> None:
    seen = sight("今天的新闻", forwarded="-1009")
    assert not look(seen)
    assert look(seen, replace(OPEN, links=Links.LISTED)) == [("forward", "-1009")]
    assert look(seen, replace(OPEN, domains_denied=("-1009",))) == [("forward", "-1009")]
    advert = sight("加vx abc12345", forwarded="-1009")
    assert look(advert, replace(OPEN, allowed=("-1009",))) == [("contact", "加微信")]


@pytest.mark.parametrize(
    "pieces",
    [
        ["加", "微", "信"],
        ["加我", "v", "abc12345"],
        ["加v", "x"],
        ["需要资料的加", "薇"],
        ["我的微", "信是", "abc_12345"],
        ["微信", "abc12345"],
        ["加q", "2998123456"],
        ["百家", "乐"],
        ["刷单", "日结", "佣金秒", "到账"],
        ["加 v", "：", "linda99"],
    ],
)
def test_what_is_said_in_pieces_is_found(pieces: list[str]) -> None:
    guard = Guard()
    found = [rules(guard, sight(text, after=n * 5)) for n, text in enumerate(pieces)]
    assert any("split" in hits or "contact" in hits or "ad" in hits for hits in found)


def test_the_span_of_a_split_lies_in_the_last_message() -> None:
    guard = Guard()
    guard.look(sight("百家"), OPEN)
    seen = sight("乐，来玩", after=3)
    [hit] = guard.look(seen, OPEN)
    assert (hit.rule, hit.entry) == ("split", "百家乐")
    assert seen.reading.text[hit.start : hit.end] == "乐"


def test_a_split_delivered_again_is_found_again() -> None:
    guard = Guard()
    guard.look(sight("百家"), OPEN)
    seen = sight("乐", after=3)
    assert rules(guard, seen) == rules(guard, seen) == ["split"]


def test_the_communitys_own_words_are_found_in_pieces() -> None:
    guard, policy = Guard(), replace(OPEN, words=("外挂",))
    assert not rules(guard, sight("外"), policy)
    assert rules(guard, sight("挂", after=2), policy) == ["split"]


@pytest.mark.parametrize("other", [{"user": "8"}, {"chat": "-200"}, {"after": 120}])
def test_pieces_of_others_elsewhere_or_later_do_not_join(other: dict[str, str]) -> None:
    guard = Guard()
    assert not rules(guard, sight("百家"))
    assert not rules(guard, sight("乐", **{"after": 3, **other}))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "pieces",
    [
        ["我昨日", "赚了"],
        ["太大", "麻烦了"],
        ["要不要增加", "威信"],
        ["位置 x 加", "v 再乘 t"],
        ["给网站加", "微信支付"],
        ["这次要参加", "v 项目"],
        ["钱包", "过期了"],
        ["谢谢老师", "加油"],
        ["微信", "登录报错"],
        ["版本 3.12", "3.11 也一样"],
    ],
)
def test_ordinary_messages_in_a_row_do_not_join(pieces: list[str]) -> None:
    guard, policy = Guard(), replace(OPEN, words=("大麻",))
    assert not any(rules(guard, sight(text, after=n), policy) for n, text in enumerate(pieces))


def test_a_flood_is_hit_and_another_communitys_messages_do_not_count() -> None:
    guard = Guard()
    for n in range(FLOOD_MESSAGES - 1):
        assert not rules(guard, sight(f"第{n}条", after=n))
        assert not rules(guard, sight(f"第{n}条", after=n), replace(OPEN, community_id=2))
    assert rules(guard, sight("最后一条", after=8)) == ["flood"]


def test_a_disguise_does_not_hide_a_repetition() -> None:
    guard = Guard()
    texts = [
        "今天晚上一起来上课吧同学们",
        "今天 晚上 一起来上课吧 同学们",
        "今.天晚上一起来上课吧同学们！",
    ]
    found = [rules(guard, sight(text, after=20 * n)) for n, text in enumerate(texts)]
    assert found == [[], [], ["duplicate"]]


POLICIES = st.builds(
    Policy,
    st.just(1),
    links=st.sampled_from(Links),
    words=st.lists(st.text(max_size=4), max_size=3).map(tuple),
    allowed=st.lists(st.text(max_size=4), max_size=3).map(tuple),
    patterns=st.lists(st.text(max_size=6), max_size=2).map(tuple),
    domains_allowed=st.lists(st.text(max_size=8), max_size=2).map(tuple),
    files_denied=st.lists(st.text(max_size=4), max_size=2).map(tuple),
)


@given(st.lists(st.text(max_size=30), max_size=5), POLICIES, st.text(max_size=12))
def test_anything_can_be_looked_at_under_any_policy(
    texts: list[str], policy: Policy, name: str
) -> None:
    guard = Guard()
    for n, text in enumerate(texts):
        seen = sight(text, after=n, files=(name,), forwarded=name)
        for hit in guard.look(seen, policy):
            assert 0 <= hit.start <= hit.end <= len(seen.reading.text)
