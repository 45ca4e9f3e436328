"""Files of a batch are read as they are meant, and every fault in them is named with its place."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.courses import Kind
from core.recommend.files.catalogue import Entry, read_catalogue, read_members
from core.recommend.files.faults import FAULT_LIMIT, BadFiles, Faults
from core.recommend.files.interactions import Signals, read_interactions
from core.recommend.files.names import Names
from core.recommend.signals import KINDS

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "member,course,kind,value,at\n"
VALUES = [(2, "value"), (3, "value"), (4, "value")]


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "互动.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def interactions(folder: Path, content: str | bytes) -> tuple[Signals, Names, Names]:
    members, courses, faults = Names(), Names(), Faults()
    signals = read_interactions(written(folder, content), members, courses, faults)
    faults.check()
    return signals, members, courses


def faults_of(folder: Path, content: str | bytes) -> list[tuple[int, str]]:
    with pytest.raises(BadFiles) as raised:
        interactions(folder, content)
    return [(fault.line, fault.column) for fault in raised.value.faults]


def test_rows_become_columns_in_the_order_of_the_file(tmp_path: Path) -> None:
    signals, members, courses = interactions(
        tmp_path,
        HEAD + "小林,py101,complete,,2026-03-01T20:00:00+08:00\n"
        "阿月,py101,rate,4.5,2026-03-01\n小林,sql,,,2026-03-02T00:00:00Z\n",
    )
    assert members == {"小林": 0, "阿月": 1}
    assert courses == {"py101": 0, "sql": 1}
    assert signals.members.tolist() == [0, 1, 0]
    assert [KINDS[code] for code in signals.kinds] == [Kind.COMPLETE, Kind.RATE, Kind.ENROL]
    assert np.array_equal(signals.values, [np.nan, 4.5, np.nan], equal_nan=True)
    assert signals.clocked
    assert np.diff(signals.at).tolist() == [-12 * 3600, 24 * 3600]


def test_integers_are_an_order_and_no_clock(tmp_path: Path) -> None:
    signals, _, _ = interactions(tmp_path, "at,course,member\n-2,a,x\n7,b,x\n")
    assert signals.at.tolist() == [-2.0, 7.0]
    assert not signals.clocked


@pytest.mark.parametrize("at", ["2026/3/1 8:05", "2026-3-1 8:05:00", "2026.03.01 08:05"])
def test_times_are_read_as_spreadsheets_write_them(tmp_path: Path, at: str) -> None:
    iso = "2026-03-01T08:05Z"
    signals, _, _ = interactions(tmp_path, f"at,course,member\n{at},a,x\n{iso},b,x\n")
    assert signals.clocked
    assert np.diff(signals.at).tolist() == [0.0]


def test_dates_of_eight_digits_are_dates_and_other_integers_an_order(tmp_path: Path) -> None:
    dates, _, _ = interactions(
        tmp_path, "at,course,member\n20260301,a,x\n2026-03-02,b,x\n20260303,c,x\n"
    )
    assert dates.clocked
    assert np.diff(dates.at).tolist() == [86400.0, 86400.0]
    order, _, _ = interactions(tmp_path, "at,course,member\n20261399,a,x\n20261400,b,x\n")
    assert not order.clocked


def test_an_order_may_be_written_with_a_point(tmp_path: Path) -> None:
    signals, _, _ = interactions(tmp_path, "at,course,member\n1.0,a,x\n-2.00,b,x\n3,c,x\n")
    assert signals.at.tolist() == [1.0, -2.0, 3.0]
    assert faults_of(tmp_path, "at,course,member\n1.0,a,x\n1.5,b,x\n") == [(3, "at")]


def test_half_a_star_is_the_least(tmp_path: Path) -> None:
    signals, _, _ = interactions(tmp_path, HEAD + "甲,a,rate,0.5,1\n")
    assert signals.values.tolist() == [0.5]
    assert faults_of(tmp_path, HEAD + "甲,a,rate,0.4,1\n") == [(2, "value")]


def test_how_a_spreadsheet_writes_is_understood(tmp_path: Path) -> None:
    content = '\ufeffMember,Course,备注,AT\r\n" 小林 ","=1+1,甲",随便写,3\r\n\r\n小林,乙,,4\r\n'
    _, members, courses = interactions(tmp_path, content)
    assert list(members) == ["小林"]
    assert list(courses) == ["=1+1,甲", "乙"]


@pytest.mark.parametrize(
    ("content", "places"),
    [
        ("", [(0, "")]),
        ("member,at\n", [(1, "course")]),
        ("member,course,at,at\n", [(1, "at")]),
        (HEAD + "甲,a,enrol,,1\n甲,b\n甲,c,enrol,,2,多\n", [(3, ""), (4, "")]),
        (HEAD + " ,,enrol,,1\n", [(2, "member"), (2, "course")]),
        (HEAD + "甲,a,买了,-1,昨天\n", [(2, "at"), (2, "kind"), (2, "value")]),
        (HEAD + "甲,a,rate,,1\n甲,a,rate,6,2\n甲,a,rate,0,2\n", VALUES),
        (HEAD + "甲,a,progress,101,1\n甲,a,view,nan,1\n甲,a,view,1e99,1\n", VALUES),
        (HEAD + "甲,a,,,1\n甲,b,,,2026-01-01\n", [(3, "at")]),
        (HEAD + "甲,a,,,2026-01-01\n甲,b,,,1\n", [(3, "at")]),
        (HEAD + "甲,a,,,99999999999999999999\n", [(2, "at")]),
        (HEAD + "甲,a,,,\n", [(2, "at")]),
        (HEAD + '甲,"多\n行",,,1\n甲,a,,,x\n', [(4, "at")]),
        (HEAD + '甲,a,,,1\n甲,"b,,,2\n', [(3, "")]),
        (HEAD.encode() + b"a,b,,,1\n\xff\xfe,b,,,1\n", [(3, "")]),
    ],
)  # fmt: skip
def test_every_fault_is_named_with_line_and_column(
    tmp_path: Path, content: str | bytes, places: list[tuple[int, str]]
) -> None:
    assert faults_of(tmp_path, content) == places


def test_only_the_first_faults_are_kept_but_all_are_counted(tmp_path: Path) -> None:
    with pytest.raises(BadFiles) as raised:
        interactions(tmp_path, HEAD + "甲,,,,1\n" * 500)
    assert len(raised.value.faults) == FAULT_LIMIT
    assert raised.value.total == 500


cells = st.text(st.characters(codec="utf-8"), max_size=8) | st.sampled_from(
    ["甲", "1", "rate", "5", "2026-01-01T08:00:00", '"', "=cmd", "-3"]
)


@given(rows=st.lists(st.lists(cells, min_size=4, max_size=6), max_size=6))
def test_any_file_is_either_read_or_its_faults_are_named(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    file = io.StringIO(newline="")
    csv.writer(file).writerows([HEAD.strip().split(","), *rows])
    members, faults = Names(), Faults()
    path = written(tmp_path_factory.mktemp("any"), file.getvalue())
    signals = read_interactions(path, members, Names(), faults)
    sound = len(signals.at)
    assert np.isfinite(signals.at).all()
    assert set(signals.members.tolist()) <= set(members.values())
    try:
        faults.check()
    except BadFiles as error:
        places = {(fault.file == str(path), fault.line > 1) for fault in error.faults}
        lines = len({fault.line for fault in error.faults})
    else:
        places, lines = {(True, True)}, 0
    assert places == {(True, True)}
    assert sound + lines == len([row for row in rows if row])


def test_courses_are_read_with_what_is_said_of_them(tmp_path: Path) -> None:
    faults, courses = Faults(), Names()
    path = written(
        tmp_path,
        "course,title,tags,description,tier,price\n"
        "py101,Python 入门,Python| 编程 |Python,从零开始,普通,99.00\nsql,,,,,\nsql,,,,,\n",
    )
    assert read_catalogue(path, courses, faults) == {
        0: Entry("Python 入门", ("Python", "编程"), "从零开始"),
        1: Entry("", (), ""),
    }
    faults.check()


def test_courses_that_contradict_one_another_are_faults(tmp_path: Path) -> None:
    faults = Faults()
    path = written(tmp_path, "course,title,price\na,甲,1\n,乙,\na,丙,\nb,丁,免费\n")
    read_catalogue(path, Names(), faults)
    with pytest.raises(BadFiles) as raised:
        faults.check()
    places = [(fault.line, fault.column) for fault in raised.value.faults]
    assert places == [(3, "course"), (4, "course")]


def test_tags_of_a_member_in_several_rows_are_put_together(tmp_path: Path) -> None:
    faults, members = Faults(), Names()
    path = written(tmp_path, "member,tags\n小林,Python|写作\n阿月,\n小林,写作|理财\n")
    assert read_members(path, members, faults) == {0: ("Python", "写作", "理财"), 1: ()}
    faults.check()
