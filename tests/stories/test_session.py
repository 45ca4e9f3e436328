"""The session itself: a clock that only goes forward, and lines that make no sense."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.stories.classroom import points_of

if TYPE_CHECKING:
    from tests.stories.dialogue import Group, Person, Stage

SENSELESS = (
    ("", "这一行不是正确的 JSON。"),
    ("你好", "这一行不是正确的 JSON。"),
    ('{"do":"say"', "这一行不是正确的 JSON。"),
    ("[1]", "这一行要写成一个 JSON 对象。"),
    ("{}", "缺少「do」，不知道要做什么。"),
    ('{"do":"dance"}', "不认识这个「do」。"),
    ('{"do":"say","user":"alice","chat":"g1"}', "缺少「text」。"),
    ('{"do":"say","user":"alice","chat":"g1","text":1}', "「text」要写成文字。"),
    ('{"do":"say","user":"","chat":"g1","text":"签到"}', "「user」不能为空。"),
    (
        '{"do":"say","user":"alice","chat":"dm:bob","text":"签到"}',
        "别人的私聊进不去，自己的私聊写作 dm。",
    ),
    ('{"do":"press","user":"alice","message":"b9","button":1}', "alice 看不到消息「b9」。"),
    (
        '{"do":"clock","to":"明天"}',
        "「to」要写成带时区的时间，例如 2026-01-12T09:00:00+08:00。",
    ),
)


def test_the_clock_does_not_go_back(stage: Stage, g1: Group, alice: Person) -> None:
    alice.says(g1, "签到")
    stage.clock_to("2026-01-05 12:00")
    refused = stage.line('{"do":"clock","to":"2026-01-05T11:59:59+08:00"}')
    assert [line.keys() for line in refused] == [{"error"}]
    assert "不能往回拨" in refused.last["error"]
    assert f"{stage.now:%H:%M}" == "12:00"
    assert not stage.line('{"do":"clock","to":"2026-01-05T12:00:00+08:00"}').lines
    assert points_of(alice) == 3


def test_a_line_that_makes_no_sense_is_refused_and_the_session_goes_on(
    stage: Stage, g1: Group, alice: Person
) -> None:
    for line, said in SENSELESS:
        assert [answer["error"] for answer in stage.line(line)] == [said]
    assert "签到成功" in alice.says(g1, "签到")
