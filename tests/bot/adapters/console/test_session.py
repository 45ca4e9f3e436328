"""A session of JSON lines with the whole application behind it."""

from __future__ import annotations

import asyncio
import io
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.adapters.console import printer, serve_jsonl
from bot.adapters.console.inbound import LONGEST_LINE
from core import communities, outbox
from core.addresses import Address
from core.cards import Card
from core.outbox import Delivery, Letter
from tests.stories.dialogue import MONDAY, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path


@pytest.fixture
def stage(sqlite_url: str) -> Iterator[Stage]:
    with Stage(sqlite_url) as stage:
        yield stage


def serve(stage: Stage, *lines: str) -> list[dict[str, Any]]:
    """Serve lines over byte streams; return what was printed."""
    printed = io.BytesIO()
    out = printer(printed)
    console = stage.console(out)
    given = io.BytesIO("\n".join(lines).encode())
    asyncio.run(serve_jsonl(console, given, out))
    return [json.loads(line) for line in printed.getvalue().decode().split("\n")[:-1]]


def post(stage: Stage, *letters: Letter) -> None:
    with stage.app.writer.begin() as uow:
        for letter in letters:
            outbox.post(uow, letter)


def letter(stage: Stage, key: str, due: datetime | None = None, **details: Any) -> Letter:  # noqa: ANN401
    """Return a letter to the group g1 of the only community."""
    [community] = stage.read(communities.all_communities)
    here = {"to": Address("console", "g1"), "card": Card(key), **details}
    return Letter(community_id=community.id, key=key, due=due, **here)


def endings(stage: Stage) -> dict[str, str]:
    """Return when, in Shanghai, each letter came to its end."""
    with closing(sqlite3.connect(stage.database)) as connection:
        rows = connection.execute("SELECT key, datetime(ended_at, '+8 hours') FROM outbox")
        return dict(rows.fetchall())


def test_every_line_in_is_answered_by_one_done(stage: Stage) -> None:
    assert serve(stage, '{"do":"say","user":"a","chat":"g1","text":"早"}', "", '{"do":"end"}') == [
        {"done": 1},
        {"error": "这一行不是正确的 JSON。"},
        {"done": 2},
        {"done": 3},
    ]


def test_the_end_is_the_end(stage: Stage) -> None:
    assert serve(stage, '{"do":"end"}', '{"do":"end"}') == [{"done": 1}]
    assert serve(stage) == []


def test_a_line_that_is_far_too_long_is_one_line(stage: Stage) -> None:
    printed = serve(stage, "x" * (3 * LONGEST_LINE), '{"do":"end"}')
    assert printed == [{"error": "这一行太长了。"}, {"done": 1}, {"done": 2}]


def test_a_reader_who_went_away_ends_the_session(stage: Stage) -> None:
    def gone(_line: dict[str, Any]) -> None:
        raise BrokenPipeError

    lines = io.BytesIO(b"{\n{\n")
    asyncio.run(serve_jsonl(stage.console(gone), lines, gone))
    assert lines.read() == b"{\n"


def test_every_kind_of_line_break_is_printed_as_an_escape() -> None:
    printed = io.BytesIO()
    printer(printed)({"text": "甲\u2028乙\u0085丙\r\n丁"})
    assert len(printed.getvalue().decode().splitlines()) == 1
    assert json.loads(printed.getvalue()) == {"text": "甲\u2028乙\u0085丙\r\n丁"}


def test_the_answer_to_a_command_comes_before_its_done(stage: Stage) -> None:
    printed = serve(stage, '{"do":"say","user":"alice","chat":"g1","text":"/ask 怎么排序？"}')
    assert [sorted(line) for line in printed] == [
        sorted(["action", "on", "chat", "id", "text", "buttons", "reply_to", "image", "private"]),
        ["done"],
    ]
    assert (printed[0]["chat"], printed[0]["id"], printed[0]["reply_to"]) == ("g1", "b1", "m1")


def test_a_redelivered_message_is_heard_once_also_by_the_next_process(sqlite_url: str) -> None:
    line = '{"do":"say","user":"alice","chat":"g1","text":"/ask 怎么排序？","id":"q"}'
    with Stage(sqlite_url) as stage:
        assert len(stage.line(line)) == 1
        assert len(stage.line(line)) == 0
    with Stage(sqlite_url) as stage:
        assert len(stage.line(line)) == 0
        assert "#2" in stage.line(line.replace('"q"', '"q2"'))


def test_what_crashes_is_told_and_the_session_goes_on(stage: Stage) -> None:
    alice = stage.person("alice")
    alice.says("g1", "早")
    line = '{"do":"say","user":"alice","chat":"g1","text":"/points"}'
    with closing(sqlite3.connect(stage.database)) as connection:
        connection.execute("ALTER TABLE inbox RENAME TO gone")
        assert "抱歉" in stage.line(line)
        connection.execute("ALTER TABLE gone RENAME TO inbox")
    assert "积分" in stage.line(line)


def test_a_letter_is_delivered_at_the_moment_it_is_due(stage: Stage) -> None:
    stage.person("a").says("g1", "早")
    due = {key: MONDAY + timedelta(minutes=minutes) for key, minutes in {"a": 95, "b": 30}.items()}
    post(stage, *(letter(stage, key, at) for key, at in due.items()))
    assert len(stage.clock_to("2026-01-05 09:29:59")) == 0
    assert [line["text"] for line in stage.clock_to("2026-01-05 12:00")] == ["b", "a"]
    assert endings(stage) == {"a": "2026-01-05 10:35:00", "b": "2026-01-05 09:30:00"}


def test_a_letter_to_a_silent_chat_waits_until_the_silence_is_over(stage: Stage) -> None:
    alice = stage.person("alice")
    alice.says("g1", "早")
    stage.does("fail", chat="g1", how="retry_after", seconds=90)
    assert len(alice.says("g1", "/ask 怎么排序？")) == 0
    heard = stage.clock_to("2026-01-05 12:00")
    assert "怎么排序" in heard
    assert list(endings(stage).values()) == ["2026-01-05 09:01:30"]


@pytest.mark.parametrize(
    ("delivery", "texts"), [(Delivery.AT_LEAST, ["收据"]), (Delivery.AT_MOST, [])]
)
def test_a_send_in_doubt_is_repeated_or_not(
    stage: Stage, delivery: Delivery, texts: list[str]
) -> None:
    stage.person("a").says("g1", "早")
    stage.does("fail", chat="g1", how="ambiguous")
    post(stage, letter(stage, "收据", delivery=delivery))
    assert len(stage.clock_to("2026-01-05 09:00:01")) == 0
    stage.does("fail", chat="g1", how="ok")
    assert [line["text"] for line in stage.clock_to("2026-01-05 12:00")] == texts


def test_the_clock_runs_every_slot_on_its_way(stage: Stage) -> None:
    alice, bob, group = stage.person("alice"), stage.person("bob"), stage.group("g1")
    asked = alice.says(group, "/ask 怎么排序？").last["id"]
    bob.says(group, "用 sorted 就可以了。", reply_to=asked)
    alice.presses("采纳")
    assert "积分榜" not in stage.clock_to("2026-01-12 08:59")
    assert "积分榜" in stage.clock_to("2026-01-12 09:00")
    assert stage.now.isoformat() == "2026-01-12T09:00:00+08:00"


def test_the_clock_does_not_go_back(stage: Stage) -> None:
    refused = stage.line('{"do":"clock","to":"2026-01-05T08:59:00+08:00"}')
    assert "不能往回拨" in refused.last["error"]
    assert "五年" in stage.line('{"do":"clock","to":"9999-12-31T23:59:59+08:00"}').last["error"]
    assert stage.now == MONDAY


def test_a_letter_to_a_platform_that_does_not_run_holds_nothing_up(stage: Stage) -> None:
    stage.person("a").says("g1", "早")
    post(
        stage,
        letter(stage, "elsewhere", to=Address("telegram", "-100")),
        letter(stage, "here", MONDAY + timedelta(minutes=30)),
    )
    assert [line["text"] for line in stage.clock_to("2026-01-05 12:00")] == ["here"]


def test_an_administrator_of_the_platform_may_set_up(stage: Stage) -> None:
    group, root = stage.group("g1"), stage.person("root")
    assert "已启用" not in root.says(group, "/setup")
    assert "已启用" in root.becomes_admin(group).says(group, "/setup")


def test_a_private_answer_is_private_and_its_buttons_are_the_askers(stage: Stage) -> None:
    alice, group = stage.person("alice"), stage.group("g1")
    said = alice.says(group, "/settings").last
    assert (said["chat"], said["private"]) == ("g1", True)
    heard = alice.presses(1, said["id"])
    assert [line["action"] for line in heard] == ["edit"]
    press = f'{{"do":"press","user":"bob","message":"{said["id"]}","button":1}}'
    assert "看不到" in stage.line(press).last["error"]


def test_the_two_platforms_have_users_of_their_own(stage: Stage) -> None:
    here, there = stage.person("alice"), stage.person("alice", on="console2")
    here.says("g1", "/ask 怎么排序？")
    assert there.tells("/points").last["on"] == "console2"
    assert here.tells("/points").text != there.tells("/points").text


@pytest.mark.parametrize(
    "line", ['{"do":"pay","user":"a","order":"A1"}', '{"do":"refund","order":"A1"}']
)
def test_what_nobody_listens_to_is_an_error(stage: Stage, line: str) -> None:
    assert "还不能" in stage.line(line).last["error"]


def test_the_command_speaks_json_lines_and_remembers_buttons(tmp_path: Path) -> None:
    said = [
        {"do": "say", "user": "alice", "chat": "g1", "text": "/ask 怎么排序？"},
        {"do": "say", "user": "bob", "chat": "g1", "text": "用 sorted。", "reply_to": "b1"},
    ]
    first = _run_command(tmp_path, said)
    assert [line["done"] for line in first if "done" in line] == [1, 2]
    then = _run_command(tmp_path, [{"do": "press", "user": "alice", "message": "b2", "button": 1}])
    assert [line.get("id", line.get("done")) for line in then] == ["b3", 1]
    assert "alice 采纳了 bob" in then[0]["text"]


def _run_command(folder: Path, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    script = "from bot.cli import main; main()"
    options = ["--db", f"sqlite:///{folder}/console.db", "--now", MONDAY.isoformat()]
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", script, "console", "--jsonl", *options],
        input="\n".join(map(json.dumps, lines)).encode(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    return [json.loads(line) for line in done.stdout.decode().split("\n")[:-1]]
