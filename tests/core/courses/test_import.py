"""A catalogue file is taken whole or not at all, and every wrong cell is named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from core import courses
from core.courses import BadFile, Draft, Level, Tier, import_cards, read_courses

if TYPE_CHECKING:
    from core.communities import Community
    from core.uow import UnitOfWork

HEAD = "code,title,description,tags,author,level,tier,price,url\n"
LINE = 'A1,"异步编程，入门",讲协程,异步| Python,周老师,进阶,高级,¥99.50,https://example.com/a1\n'
A1 = Draft(
    "A1",
    "异步编程，入门",
    "讲协程",
    ("异步", "Python"),
    "周老师",
    Level.INTERMEDIATE,
    Tier.PREMIUM,
    9950,
    "CNY",
    "https://example.com/a1",
)


def wrong(text: str, name: str = "courses.csv") -> list[tuple[int, str]]:
    with pytest.raises(BadFile) as bad:
        read_courses(text.encode(), name)
    return [(problem.row, problem.column) for problem in bad.value.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_a_csv_is_read_in_the_usual_encodings(encoding: str) -> None:
    # GBK has only the full-width yen sign.
    text = (HEAD + LINE).replace("¥", "￥")
    assert read_courses(text.encode(encoding), "课程.CSV") == [A1]


def test_chinese_heads_in_any_order_will_do() -> None:
    assert read_courses("标题,编号\n水彩入门,W1\n".encode(), "a.csv") == [Draft("W1", "水彩入门")]


def test_blank_lines_are_passed_over() -> None:
    assert read_courses((HEAD + "\n" + LINE + ",,,,,,,,\n").encode(), "a.csv") == [A1]


def test_json_may_hold_lists_and_numbers() -> None:
    item = {"code": "W1", "title": "水彩入门", "tags": ["绘画", "水彩"], "tier": 1, "price": 20}
    read = read_courses(json.dumps([item]).encode(), "a.json")
    assert read == [Draft("W1", "水彩入门", tags=("绘画", "水彩"), tier=Tier.BASIC, price=2000)]


def test_every_wrong_cell_is_named_by_row_and_column() -> None:
    text = (
        HEAD
        + LINE
        + "B 2,好课,,,,容易,金卡,很贵,ftp://x\n"
        + ",没有编号,,,,,,,\n"
        + "a1,重复的编号,,,,,,-5,\n"
    )
    assert wrong(text) == [
        (3, "code"),
        (3, "level"),
        (3, "tier"),
        (3, "price"),
        (3, "url"),
        (4, "code"),
        (5, "price"),
        (5, "code"),
    ]


def test_an_operator_reads_where_to_look() -> None:
    with pytest.raises(BadFile) as bad:
        read_courses((HEAD + "C1,好课,,,,,,很贵,\n").encode(), "a.csv")
    said = import_cards.bad_file(bad.value)
    assert "1 处问题，什么都没有导入" in said
    assert "第 2 行「price」列：价格要写成数字" in said


@pytest.mark.parametrize(
    ("text", "name", "where"),
    [
        ("", "a.csv", [(0, "")]),
        ("code,title\n", "a.txt", [(0, "")]),
        ("title,colour\n甲,红\n", "a.csv", [(1, "colour"), (1, "code")]),
        ("code,code,title\n", "a.csv", [(1, "code")]),
        ("code,title\nA,甲,多\n", "a.csv", [(2, "")]),
        ('code,title\nA,"甲\n', "a.csv", [(0, "")]),
        ("code,title\nA,甲\0\n", "a.csv", [(2, "title")]),
        (r'[{"code": "A", "title": "甲\u0000"}]', "a.json", [(1, "title")]),
        ("[", "a.json", [(0, "")]),
        ("[" * 100_000, "a.json", [(0, "")]),
        ('{"code": "A"}', "a.json", [(0, "")]),
        (
            '[{"code": "A", "title": {"zh": "甲"}}, {"title": "乙"}]',
            "a.json",
            [(1, "title"), (2, "code")],
        ),
    ],
)
def test_a_file_of_the_wrong_form_is_refused(
    text: str, name: str, where: list[tuple[int, str]]
) -> None:
    assert wrong(text, name) == where


def test_bytes_in_no_known_encoding_are_refused() -> None:
    with pytest.raises(BadFile):
        read_courses(b"code,title\n\xff\xff\xff", "a.csv")


def test_thousands_of_problems_are_cut_short() -> None:
    with pytest.raises(BadFile) as bad:
        read_courses((HEAD + "A1,,,,,,,,\n" * 300).encode(), "a.csv")
    assert len(bad.value.problems) == 50
    assert bad.value.total > 300
    assert "只列出前 50 处" in import_cards.bad_file(bad.value)


def test_a_dry_run_changes_nothing_and_says_what_would_change(
    uow: UnitOfWork, community: Community
) -> None:
    before = courses.every(uow, community.id)
    changed = Draft("PY01", "零基础 Python（新版）", "从装环境到写小工具。", ("Python", "入门"))
    drafts = [
        A1,
        changed,
        Draft(
            "PIC1",
            "手机摄影构图",
            "光线与角度。",
            ("摄影",),
            "林老师",
            Level.ADVANCED,
            Tier.VIP,
            19900,
        ),
    ]
    tried = courses.import_courses(uow, community.id, drafts, dry_run=True)
    assert (tried.new, tried.changed, tried.same) == (("A1",), ("PY01",), ("PIC1",))
    assert courses.every(uow, community.id) == before
    assert courses.import_courses(uow, community.id, drafts) == tried
    assert courses.get(uow, community.id, "PY01").title == "零基础 Python（新版）"


def test_importing_twice_changes_nothing_more(uow: UnitOfWork, community: Community) -> None:
    courses.import_courses(uow, community.id, [A1])
    once = courses.every(uow, community.id)
    again = courses.import_courses(uow, community.id, [A1])
    assert again.same == ("A1",)
    assert courses.every(uow, community.id) == once
