"""The place where a batch is written: nobody else's files are touched, and no two runs meet."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from core.recommend.files.progress import Workplace, digest_of
from core.refusal import Refusal

if TYPE_CHECKING:
    from pathlib import Path

TASK = {"k": 3}


def partial(out: Path) -> Path:
    return out.with_name(f"{out.name}.partial")


def write(out: Path, text: str = "一行\n") -> None:
    place = Workplace(out, TASK)
    with place.held():
        place.keep_model(b"model", "digest")
        place.append(text, 1)
        place.finish()


def begun(out: Path) -> None:
    """Leave a run behind that was broken off after one member."""
    place = Workplace(out, TASK)
    with place.held():
        place.keep_model(b"model", "digest")
        place.append("一行\n", 1)


def test_a_second_run_is_refused_while_the_first_writes(tmp_path: Path) -> None:
    out = tmp_path / "o.csv"
    first = Workplace(out, TASK)
    with first.held():
        with pytest.raises(Refusal) as refused, Workplace(out, TASK).held():
            pass
        assert "另一个运行正在写" in refused.value.said()
        first.append("一行\n", 1)
        first.finish()
    assert out.read_text("utf-8") == "一行\n"
    write(out, "两行\n")
    assert out.read_text("utf-8") == "两行\n"


def test_a_folder_that_somebody_else_filled_is_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "o.csv"
    partial(out).mkdir()
    (partial(out) / "rows.csv").write_text("别人的\n", "utf-8")
    with pytest.raises(Refusal) as refused:
        write(out)
    assert "里有别的文件" in refused.value.said()
    assert not out.exists()
    assert (partial(out) / "rows.csv").read_text("utf-8") == "别人的\n"


def test_what_somebody_put_beside_the_work_stays(tmp_path: Path) -> None:
    out = tmp_path / "o.csv"
    begun(out)
    (partial(out) / "记事.txt").write_text("别删\n", "utf-8")
    write(out)
    assert [path.name for path in partial(out).iterdir()] == ["记事.txt"]


def test_a_folder_in_which_nothing_was_begun_is_taken(tmp_path: Path) -> None:
    out = tmp_path / "o.csv"
    partial(out).mkdir()
    (partial(out) / "progress.new").write_text("{", "utf-8")
    write(out)
    assert not partial(out).exists()


@pytest.mark.parametrize(
    "note",
    [
        "{}",
        "[]",
        "null",
        "{",
        json.dumps({"task": TASK}),
        json.dumps({"task": TASK, "done": "1", "bytes": 7, "model": ""}),
        json.dumps({"task": TASK, "done": 1, "bytes": None, "model": ""}),
        json.dumps({"task": TASK, "done": -1, "bytes": 7, "model": ""}),
        json.dumps({"task": TASK, "done": 1, "bytes": 7, "model": None}),
        json.dumps({"task": TASK, "done": True, "bytes": 7, "model": ""}),
        json.dumps({"task": TASK, "done": 1, "bytes": 8, "model": ""}),
    ],
)
def test_a_damaged_note_begins_the_work_anew(tmp_path: Path, note: str) -> None:
    out = tmp_path / "o.csv"
    begun(out)
    (partial(out) / "progress.json").write_text(note, "utf-8")
    place = Workplace(out, TASK)
    with place.held():
        assert place.done == 0
        assert place.empty


def test_a_sound_note_goes_on(tmp_path: Path) -> None:
    out = tmp_path / "o.csv"
    begun(out)
    place = Workplace(out, TASK)
    with place.held():
        assert place.done == 1
        assert not place.empty


def test_a_link_stays_and_what_it_points_to_is_written(tmp_path: Path) -> None:
    target, link = tmp_path / "old.csv", tmp_path / "link.csv"
    target.write_text("旧的\n", "utf-8")
    target.chmod(0o640)
    link.symlink_to(target.name)
    write(link)
    assert link.is_symlink()
    assert target.read_text("utf-8") == "一行\n"
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_pipe_is_never_the_same_again(tmp_path: Path) -> None:
    file, pipe = tmp_path / "file", tmp_path / "pipe"
    file.write_text("一样\n", "utf-8")
    os.mkfifo(pipe)
    assert digest_of(file) == digest_of(file)
    assert digest_of(pipe) != digest_of(pipe)
