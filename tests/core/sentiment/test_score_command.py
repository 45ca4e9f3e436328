"""``qunzhu sentiment score``: a line of JSON for a line of text, whatever the line holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from bot.commands_sentiment import app

if TYPE_CHECKING:
    from pathlib import Path

run = CliRunner().invoke


def test_each_line_is_answered_in_order() -> None:
    result = run(app, ["score"], input="我今天不高兴\n\n太棒了，谢谢老师".encode())
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer["label"] for answer in answers] == ["negative", "neutral", "positive"]
    assert answers[1]["confidence"] == 0
    assert set(answers[0]) == {"label", "score", "confidence", "p"}
    assert set(answers[0]["p"]) == {"negative", "neutral", "positive"}


def test_a_line_that_is_not_utf8_is_reported_by_number_and_answered_with_null() -> None:
    result = run(app, ["score"], input="好\n".encode() + b"\xff\xfe\n" + "坏\n".encode())
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert answers[1] is None
    assert None not in (answers[0], answers[2])
    assert "第 2 行不是 UTF-8" in result.stderr


def test_files_are_read_and_written(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_bytes("难过\r\n开心\r\n".encode())
    out = tmp_path / "out.jsonl"
    result = run(app, ["score", "--in", str(tmp_path / "in.txt"), "--out", str(out)])
    assert result.exit_code == 0
    labels = [json.loads(line)["label"] for line in out.read_text("utf-8").splitlines()]
    assert labels == ["negative", "positive"]


def test_a_file_is_answered_as_its_lines_are_one_by_one(tmp_path: Path) -> None:
    lines = [f"第{number}章{mood}".encode() for number in range(50) for mood in ("真好", "太难了")]
    lines[70], lines[80] = b"\xff\xfe", b""
    (tmp_path / "in.txt").write_bytes(b"\n".join(lines))
    together = run(app, ["score", "--in", str(tmp_path / "in.txt")])
    alone = run(app, ["score"], input=b"\n".join(lines))
    one, other = (
        [json.loads(line) for line in result.stdout.splitlines()] for result in (together, alone)
    )
    assert "第 71 行不是 UTF-8" in together.stderr
    assert one[70] is other[70] is None
    del one[70], other[70]
    assert [said["label"] for said in one] == [said["label"] for said in other]
    assert [said["score"] for said in one] == pytest.approx(
        [said["score"] for said in other], abs=1e-5
    )


def test_the_six_feelings_come_with_the_answer_when_asked_for() -> None:
    result = run(app, ["score", "--six"], input="气死我了，又被扣钱".encode())
    feelings = json.loads(result.stdout)["emotions"]
    assert max(feelings, key=lambda name: feelings[name]) == "angry"


def test_training_without_the_sets_says_what_is_missing(tmp_path: Path) -> None:
    result = run(app, ["train", "--data", str(tmp_path), "--out", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert "nlpcc2013.tsv.gz" in result.stderr
    assert not (tmp_path / "out").exists()
