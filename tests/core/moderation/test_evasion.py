"""Disguises: whatever stands between the letters or instead of them, the contact is found."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.moderation.hits import lists
from core.moderation.hits.evasion import View, disguises, folded, key, rows
from core.moderation.hits.screen import listed, screen
from core.text import normalise, set_apart

SEPARATORS = " .*-/|·~_#^😀\u200b\u2060\u3000★丶"
VERBS = ("加", "添加", "+", "➕", "力口", "佳", "嘉", "请加", "联系")
PLATFORMS = tuple(
    form
    for part, form, *_ in rows("contact.tsv")
    if part in {"platform", "called", "needs", "latin", "han"}
)
IDS = ("abc12345", "2998123456", "kefu_2024", "13800138000")
LOOK_ALIKES: dict[str, list[str]] = {}
for _seen, _meant, _ in rows("confusables.tsv"):
    LOOK_ALIKES.setdefault(_meant, []).append(_seen)


def found(text: str) -> bool:
    return any(hit.rule == "contact" for hit in screen(set_apart(text)))


def test_every_contact_is_found() -> None:
    contacts = [f"{verb}{platform}" for verb in VERBS for platform in PLATFORMS]
    assert not [said for said in contacts if not found(f"需要资料的{said}：abc12345")]


@given(st.sampled_from(VERBS), st.sampled_from(PLATFORMS), st.sampled_from(IDS), st.data())
def test_every_contact_is_found_with_separators(
    verb: str, platform: str, name: str, data: st.DataObject
) -> None:
    said = verb + platform
    between = data.draw(st.lists(st.sampled_from(SEPARATORS), min_size=1, max_size=3).map("".join))
    assert found(f"需要的 {between.join(said)} {name}")


@pytest.mark.parametrize("between", ["*", "😀", "\u200b", " ", ".", "丶", "--"])
def test_every_advertisement_is_found_with_separators(between: str) -> None:
    entries = lists.entries().values()
    strong = [entry.phrase for entry in entries if entry.weight >= 1 and entry.category != "abuse"]
    said = {phrase: screen(set_apart(between.join(phrase))) for phrase in strong}
    assert not [phrase for phrase, hits in said.items() if not any(hit.entry for hit in hits)]


@given(st.sampled_from(PLATFORMS), st.sampled_from(IDS))
def test_every_contact_is_found_in_full_width_and_capitals(platform: str, name: str) -> None:
    said = f"加{platform}:{name}"
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in said.upper())
    assert found(wide)


@given(st.sampled_from(PLATFORMS), st.data())
def test_every_contact_is_found_with_look_alikes(platform: str, data: st.DataObject) -> None:
    letters = [data.draw(st.sampled_from([c, *LOOK_ALIKES.get(c, [])])) for c in platform]
    assert found(f"有需要加{''.join(letters)}：abc12345")


@pytest.mark.parametrize(
    "digits", ["①③⑧⓪⓪①③⑧⓪⓪⓪", "壹叁捌零零壹叁捌零零零", "１３８００１３８０００", "❶❸❽⓿⓿❶❸❽⓿⓿⓿"]
)
def test_a_number_is_seen_in_whatever_figures(digits: str) -> None:
    assert key(normalise(digits)) == "13800138000"
    assert found(f"加我 {digits}")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_the_letters_of_a_view_stand_where_it_says(text: str) -> None:
    clean = normalise(text)
    view = View(clean)
    assert len(view.places) == len(view.tight)
    assert view.places == sorted(set(view.places))
    assert all(
        folded(clean[place]) == letter
        for place, letter in zip(view.places, view.tight, strict=True)
    )


def test_disguises_of_a_word_leave_ordinary_words_out() -> None:
    assert "薇信" in set(disguises("微信"))
    assert "威信" not in set(disguises("微信"))


@pytest.mark.parametrize(
    "unit",
    [
        "加",
        "加v",
        "加v ",
        "微信",
        "加微",
        "加.",
        "1",
        "一",
        "+",
        "a",
        "加我下个",
        "刷单日结",
        "威 ",
        "qq群1",
        "微信:a1",
        "é",
    ],
)
def test_screening_takes_time_in_proportion(unit: str) -> None:
    """Ten times the text takes at most some sixty times as long, whatever it repeats."""
    short, long = (View((unit * 10_000)[:length]) for length in (1_000, 10_000))
    assert _fastest(long) < 60 * _fastest(short)


def _fastest(view: View) -> float:
    times = []
    for _ in range(7):
        begin = process_time()
        list(listed(view))
        times.append(process_time() - begin)
    return min(times)
