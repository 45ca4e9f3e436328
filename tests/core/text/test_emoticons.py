"""Emoticons: faces, stickers and short names are read as one sign, and brackets stay brackets."""

from __future__ import annotations

from importlib.resources import files

import pytest

from core.text import normalise, prose
from core.text.emoticons import with_signs
from tests.core.text.writing import FORMS

ROWS = [
    line.split("\t")
    for line in files("core.text").joinpath("data/emoticons.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("# ")
]
SIGNS = {sign for _form, sign in ROWS}


def test_the_table_holds_each_form_once_and_a_sign_that_stays() -> None:
    assert len(FORMS) >= 150
    assert len(set(FORMS)) == len(FORMS)
    for sign in SIGNS:
        assert with_signs(sign) == normalise(sign) == sign


@pytest.mark.parametrize(("form", "sign"), [row for row in ROWS if "*" not in row[0][:2]])
def test_every_form_is_read_as_its_sign(form: str, sign: str) -> None:
    assert prose(f"好 {form}") == f"好 {sign}"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("不想学了QAQ", "不想学了😭"),
        ("好难T.T...", "好难😭..."),
        ("加.q.q.群", "加.q.q.群"),
        ("加q.q.u.n", "加q.q.u.n"),
        ("又报错(╯°□°)╯︵ ┻━┻", "又报错😡"),
        ("懂了[捂脸][呲牙]", "懂了🤦😁"),
        ("终于过了：）", "终于过了🙂"),
        ("难过:( 不想学", "难过🙁 不想学"),
        ("<:pepe_cry:123456> 又错了", "😢 又错了"),
        ("<a:some_logo:99> 开课", "开课"),
        ("thanks :+1:", "thanks 👍"),
        (":d:d", "😄😄"),
    ],
)
def test_a_face_is_read_within_a_message(text: str, read: str) -> None:
    assert prose(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "(见下图:)",
        "如下:(1)先安装(2)再运行",
        "x[:p] 和 x[:d]",
        "a:d 和 key:p",
        "8:00:00 开始",
        "two 和 forza 和 cat_t_tail",
        "[1/2] [图片] [待办]",
        "a^^b",
        "x-_-y",
    ],
)
def test_what_only_looks_like_a_face_stays(text: str) -> None:
    assert prose(text) == text
