"""A community's own lines: kept with care, and what they change."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from bot.commands_sentiment import app
from core.refusal import Refusal
from core.sentiment.calibrate import calibrate
from core.sentiment.calibration import (
    CALIBRATION_FILE,
    load_calibration,
)
from core.sentiment.labels import LABELS_FILE, Labelled, parse, read_labels
from core.sentiment.named import WEIGHTS, own_model
from core.sentiment.weights import digest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from core.text.reading import Label

run = CliRunner().invoke

# In this community "凉快" and the like say that something went badly.
SLANG = [f"第{number}组凉快了" for number in range(40)]


def lines() -> Iterator[Labelled]:
    """Yield forty lines that the model takes for plain, and some it knows."""
    plain: Label = "negative"
    for number, text in enumerate(SLANG):
        yield Labelled(plain, text)
        if number % 4 == 0:
            yield Labelled("positive", f"第{number}组太棒了，好开心")


def written(folder: Path) -> Path:
    """Write the lines as an operator would, and return the file."""
    path = folder / "mine.tsv"
    path.write_text("".join(f"{line.label}\t{line.text}\n" for line in lines()), "utf-8")
    return path


def test_labels_are_read_in_either_language() -> None:
    rows = "积极\t好耶\r\nneg\t糟了\n\n中性\t在吗\n".encode().splitlines(keepends=True)
    assert [line.label for line in parse(rows)] == ["positive", "negative", "neutral"]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("积极\t好\n没有标签".encode(), "第 2 行不是「标签、制表符、文字」。"),
        ("积极\t好\n\n开心\t好".encode(), "第 3 行的标签不是这些："),
        ("积极\t好\n积极\t \n".encode(), "第 2 行不是「标签"),
        ("积极\t好\n".encode() + b"\xff\xfe\t1", "第 2 行不是 UTF-8 文字。"),
    ],
)
def test_a_bad_row_is_named_by_its_number_and_never_quoted(rows: bytes, message: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse(rows.splitlines())
    assert message in caught.value.said()
    assert "好" not in caught.value.said()


def test_too_few_lines_calibrate_nothing() -> None:
    with pytest.raises(Refusal) as caught:
        calibrate(own_model("default"), list(lines())[:29])
    assert caught.value.said() == "只有 29 条有文字的标注，至少要 30 条才能校准。"


def test_a_calibration_errs_less_on_lines_like_those_it_was_made_from() -> None:
    found = calibrate(own_model("default"), list(lines()))
    assert found.after.surprise < found.before.surprise
    assert found.after.wrong <= found.before.wrong
    assert found == calibrate(own_model("default"), list(lines()))


def test_labelling_a_file_and_calibrating_changes_the_score(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    kept = run(app, ["label", "--in", str(written(tmp_path)), "--folder", str(folder)])
    assert kept.exit_code == 0, kept.stderr
    assert "现有 50 条标注" in kept.stdout
    assert (folder / LABELS_FILE).stat().st_mode & 0o077 == 0
    done = run(app, ["calibrate", "--folder", str(folder)])
    assert done.exit_code == 0, done.stderr
    assert "校准前" in done.stdout
    assert "校准后" in done.stdout
    before = json.loads(run(app, ["score"], input=SLANG[0]).stdout)
    after = json.loads(run(app, ["score", "--folder", str(folder)], input=SLANG[0]).stdout)
    assert after["p"]["negative"] > before["p"]["negative"]
    content = (folder / CALIBRATION_FILE).read_text()
    assert "凉快" not in content


def test_a_file_with_a_bad_row_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "mine.tsv").write_text("积极\t好\n乱写\n", "utf-8")
    done = run(app, ["label", "--in", str(tmp_path / "mine.tsv"), "--folder", str(tmp_path)])
    assert done.exit_code == 1
    assert "第 2 行" in done.stderr
    assert read_labels(tmp_path) == []


def test_lines_may_be_asked_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text("真好\n随便\n不管\n烦\n", "utf-8")
    options = ["label", "--ask", str(tmp_path / "chat.txt"), "--folder", str(tmp_path)]
    done = run(app, options, input="1\n\n2\nq\n")
    assert done.exit_code == 0
    assert read_labels(tmp_path) == [Labelled("positive", "真好"), Labelled("neutral", "不管")]


def test_lines_may_be_typed_and_the_last_word_on_a_text_counts(tmp_path: Path) -> None:
    options = ["label", "--folder", str(tmp_path)]
    run(app, options, input="还行吧\n1\n\n")
    done = run(app, options, input="还行吧\n2\n\n")
    assert "现有 1 条标注" in done.stdout
    assert read_labels(tmp_path) == [Labelled("neutral", "还行吧")]


def test_calibrating_with_too_few_lines_says_so(tmp_path: Path) -> None:
    done = run(app, ["calibrate", "--folder", str(tmp_path)])
    assert done.exit_code == 1
    assert "只有 0 条有文字的标注，至少要 30 条才能校准。" in done.stderr
    assert not (tmp_path / CALIBRATION_FILE).exists()


def test_a_calibration_that_was_changed_or_is_for_other_weights_is_refused(tmp_path: Path) -> None:
    run(app, ["label", "--in", str(written(tmp_path)), "--folder", str(tmp_path)])
    run(app, ["calibrate", "--folder", str(tmp_path)])
    with pytest.raises(Refusal, match="另一套权重"):
        own_model("permissive", tmp_path)
    path = tmp_path / CALIBRATION_FILE
    path.write_text(path.read_text().replace('"lines": 50', '"lines": 51'))
    with pytest.raises(Refusal, match="被改过"):
        load_calibration(tmp_path, digest(WEIGHTS / "default.npz"))
    path.write_text("[]")
    done = run(app, ["score", "--folder", str(tmp_path)], input="好")
    assert done.exit_code == 1
    assert "写好后被改过，请重新运行 qunzhu sentiment calibrate。" in done.stderr


def test_six_feelings_are_added_on_request() -> None:
    answer = json.loads(run(app, ["score", "--six"], input="气死我了").stdout)
    assert sum(answer["emotions"].values()) == pytest.approx(1, abs=1e-4)
    assert set(answer) == {"label", "score", "confidence", "p", "emotions"}
