"""Reasons in files are true of the rows: what was looked at was seen, and all takers count."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from core.i18n import speaking
from core.recommend.explain import Reason, ReasonKind
from core.recommend.files.reasons import Words
from tests.core.recommend.files.writing import read, reasons

if TYPE_CHECKING:
    from pathlib import Path

THREE = [["a"], ["b"], ["c"]]
START = datetime(2019, 5, 1, tzinfo=UTC)
STUDIED = Reason(ReasonKind.STUDIED, ("水彩", "7", "9"))
POPULAR = Reason(ReasonKind.POPULAR, ("2", "1"))
EACH = {
    ReasonKind.COMPLETED: ("水彩", "7", "9"),
    ReasonKind.STUDIED: ("水彩", "2", "9"),
    ReasonKind.FOLLOWED: ("水彩", "7", "9"),
    ReasonKind.PAIRED: ("水彩", "构图", "7"),
    ReasonKind.PEERS: ("摄影", "7"),
    ReasonKind.ALIKE: ("3", "9"),
    ReasonKind.CIRCLE: ("摄影", "7"),
    ReasonKind.UNTAKEN: (),
}


def day(number: int) -> str:
    return (START + timedelta(days=number)).isoformat()


def words(folder: Path, rows: list[tuple[object, ...]]) -> Words:
    return Words(read(folder, rows, THREE))


def test_all_takers_are_counted_those_with_low_stars_too(tmp_path: Path) -> None:
    rows: list[tuple[object, ...]] = [(f"m{n}", "a", "enrol", "", n) for n in range(9)]
    rows += [(f"m{n}", "a", "rate", 1, 100 + n) for n in range(6)]
    rows += [(f"m{n}", "b", "enrol", "", 200 + n) for n in range(5)]
    said = words(tmp_path, rows)
    assert said.say(POPULAR, 0) == "有 9 人看过。"
    assert said.say(POPULAR, 1) == "有 5 人看过。"
    assert said.say(POPULAR, 2) == "这门你还没看过。"


def test_a_file_of_the_past_speaks_of_its_own_last_weeks_and_of_no_group(tmp_path: Path) -> None:
    rows: list[tuple[object, ...]] = [(f"m{n}", "a", "", "", day(n)) for n in range(9)]
    rows += [(f"m{n}", "b", "", "", day(300 + n)) for n in range(4)]
    rows += [(f"m{n}", "c", "", "", day(303 + n)) for n in range(2)]
    said = words(tmp_path, rows)
    assert said.say(POPULAR, 1) == "最后四周学的人最多，有 4 人。"
    assert said.say(POPULAR, 2) == "最后四周有 2 人学。"
    assert said.say(POPULAR, 0) == "这门课你还没学过。"


def test_an_order_speaks_of_no_weeks(tmp_path: Path) -> None:
    rows: list[tuple[object, ...]] = [(f"m{n}", "a", "", "", n) for n in range(4)]
    rows += [("m0", "b", "", "", 9)]
    said = words(tmp_path, rows)
    assert said.say(POPULAR, 0) == "学过的人最多，有 4 人。"
    assert said.say(POPULAR, 1) == "有 1 人学过。"


def test_more_than_half_is_said_only_where_everybody_is_counted(tmp_path: Path) -> None:
    taken, looked, spurned = (
        words(tmp_path, [("甲", "a", kind, value, 1)])
        for kind, value in (("enrol", ""), ("view", ""), ("rate", 2))
    )
    assert taken.say(STUDIED, 1) == "因为你在学《水彩》，学它的人多半也学这门。"
    for said in (looked, spurned):
        assert said.say(STUDIED, 1) == "因为你看过《水彩》，看过它的人里有 7 位也看了这门。"


@pytest.mark.parametrize("kind", EACH)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_who_only_looked_has_not_studied(tmp_path: Path, kind: ReasonKind, language: str) -> None:
    with speaking(language):
        said = words(tmp_path, [("甲", "a", "view", "", 1)]).say(Reason(kind, EACH[kind]), 1)
    assert any(word in said for word in ("看过", "saw", "seen"))
    assert "学" not in said


def test_ids_are_shown_and_not_read(tmp_path: Path) -> None:
    rows = [("甲", "c114", "view", "", 1), ("乙", "c115", "view", "", 2)]
    courses = [["c114", "", "", ""], ["c11", "", "", ""], ["c115", "", "", ""]]
    assert not [why for why in reasons(tmp_path, rows, courses).values() if "相近" in why]
    data = read(tmp_path, rows, courses).dataset
    assert [text.title for text in data.texts] == ["c114", "c11", "c115"]
    assert not any(text.tags for text in data.texts)
