"""Every row of what may be put in is read, and everything else is refused in plain words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.adapters.console.inbound import (
    LONGEST_LINE,
    Attend,
    Deed,
    End,
    Fail,
    MoveClock,
    Pay,
    Press,
    Rank,
    React,
    Refund,
    Say,
    read,
)
from core.refusal import Refusal

FORMS: dict[str, Deed] = {
    '{"do":"say","user":"alice","chat":"g1","text":"/ask 怎么排序","id":"m1","reply_to":"b3"}': Say(
        user="alice", chat="g1", text="/ask 怎么排序", id="m1", reply_to="b3"
    ),
    '{"do":"say","user":"alice","chat":"dm","text":"","on":"console2"}': Say(
        on="console2", user="alice", chat="dm", text=""
    ),
    '{"do":"press","user":"bob","message":"b3","button":1}': Press(
        user="bob", message="b3", button=1
    ),
    '{"do":"press","user":"bob","message":"b3","label":"采纳"}': Press(
        user="bob", message="b3", label="采纳"
    ),
    '{"do":"react","user":"bob","message":"m1","emoji":"👨‍👩‍👧"}': React(
        do="react", user="bob", message="m1", emoji="👨‍👩‍👧"
    ),
    '{"do":"unreact","user":"bob","message":"m1","emoji":"👍"}': React(
        do="unreact", user="bob", message="m1", emoji="👍"
    ),
    '{"do":"join","user":"carol","chat":"g1","via":"t.example/x"}': Attend(
        do="join", user="carol", chat="g1", via="t.example/x"
    ),
    '{"do":"leave","user":"carol","chat":"g1"}': Attend(do="leave", user="carol", chat="g1"),
    '{"do":"request_join","user":"carol","chat":"g1","via":null}': Attend(
        do="request_join", user="carol", chat="g1"
    ),
    '{"do":"promote","user":"root","chat":"g1"}': Rank(do="promote", user="root", chat="g1"),
    '{"do":"demote","user":"root","chat":"g1"}': Rank(do="demote", user="root", chat="g1"),
    '{"do":"pay","user":"alice","order":"A1"}': Pay(user="alice", order="A1"),
    '{"do":"pay","user":"alice","order":"A1","amount":990,"currency":"CNY","charge":"c1"}': Pay(
        user="alice", order="A1", amount=990, currency="CNY", charge="c1"
    ),
    '{"do":"refund","order":"A1"}': Refund(order="A1"),
    '{"do":"clock","to":"2026-01-12T09:00:00+08:00"}': MoveClock(
        to=datetime(2026, 1, 12, 1, tzinfo=UTC)
    ),
    '{"do":"clock","to":"2026-01-12T01:00:00Z"}': MoveClock(
        to=datetime(2026, 1, 12, 1, tzinfo=UTC)
    ),
    '{"do":"fail","chat":"dm:bob","how":"unreachable"}': Fail(chat="dm:bob", how="unreachable"),
    '{"do":"fail","chat":"g1","how":"retry_after","seconds":30}': Fail(
        chat="g1", how="retry_after", seconds=30.0
    ),
    '{"do":"fail","chat":"g1","how":"ambiguous"}': Fail(chat="g1", how="ambiguous"),
    '{"do":"fail","chat":"g1","how":"ok"}': Fail(chat="g1", how="ok"),
    '{"do":"end"}': End(),
}

WRONG = {
    "": "JSON",
    "{": "JSON",
    "你好": "JSON",
    b"\xff\xfe{}": "JSON",
    '{"do":"say","user":"a","chat":"g","text":"\\ud800"}': "JSON",
    "[" * 100_000: "JSON",
    " " * (LONGEST_LINE + 1): "太长",
    "[]": "对象",
    "3": "对象",
    "{}": "「do」",
    '{"do":"dance"}': "「do」",
    '{"do":["say"]}': "「do」",
    '{"do":"say","chat":"g1","text":"x"}': "缺少「user」",
    '{"do":"say","user":7,"chat":"g1","text":"x"}': "「user」要写成文字",
    '{"do":"say","user":"","chat":"g1","text":"x"}': "「user」不能为空",
    '{"do":"say","user":" a","chat":"g1","text":"x"}': "「user」首尾",
    '{"do":"say","user":"a","chat":"g\\n1","text":"x"}': "「chat」首尾",
    '{"do":"say","user":"a","chat":"g1","text":"a\\u0000b"}': "「text」里有不能用的字符",
    '{"do":"say","user":"a","chat":"g1","text":"x","repy_to":"b1"}': "不认识「repy_to」",
    '{"do":"say","user":"a","chat":"g1","text":"x","on":"telegram"}': "「on」",
    f'{{"do":"say","user":"{"长" * 65}","chat":"g1","text":"x"}}': "「user」太长",
    '{"do":"press","user":"a","message":"b1"}': "「button」和「label」",
    '{"do":"press","user":"a","message":"b1","button":1,"label":"采纳"}': "「button」和「label」",
    '{"do":"press","user":"a","message":"b1","button":true}': "「button」要写成整数",
    '{"do":"press","user":"a","message":"b1","button":"1"}': "「button」要写成整数",
    '{"do":"react","user":"a","message":"m1"}': "缺少「emoji」",
    '{"do":"pay","user":"a","order":"A1","amount":9.5}': "「amount」",
    '{"do":"pay","user":"a","order":"A1","amount":1000000000000000000000}': "「amount」",
    '{"do":"clock","to":"2026-01-12T09:00:00"}': "「to」要写成带时区的时间",
    '{"do":"clock","to":"明天"}': "「to」要写成带时区的时间",
    '{"do":"clock","to":1767600000}': "「to」要写成带时区的时间",
    '{"do":"fail","chat":"g1","how":"explode"}': "「how」",
    '{"do":"fail","chat":"g1","how":"retry_after"}': "「seconds」",
    '{"do":"fail","chat":"g1","how":"retry_after","seconds":NaN}': "「seconds」",
    '{"do":"fail","chat":"g1","how":"retry_after","seconds":-1}': "「seconds」",
}


@pytest.mark.parametrize(("line", "deed"), FORMS.items())
def test_every_form_is_read(line: str, deed: Deed) -> None:
    assert read(line) == deed
    assert read(line.encode()) == deed


@pytest.mark.parametrize(("line", "reason"), WRONG.items(), ids=range(len(WRONG)))
def test_what_is_none_of_the_forms_is_refused_with_the_reason(
    line: str | bytes, reason: str
) -> None:
    with pytest.raises(Refusal) as refused:
        read(line)
    assert reason in refused.value.said()
