"""A file that cannot be read or written ends a command in one sentence, nothing half-written."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from bot import cli
from bot.terminal import check_target, unusable
from core.i18n import speaking

FILES = ("--interactions", "i.csv", "--courses", "c.csv")
BATCH = ("recommend", "batch", *FILES)
SCORE = ("sentiment", "score", "--in", "t.txt")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with sound files, a folder and a file that is no text."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "i.csv").write_text("member,course,at\n甲,a,1\n乙,b,2\n", "utf-8")
    (tmp_path / "c.csv").write_text("course,title\na,水彩\nb,构图\n", "utf-8")
    (tmp_path / "t.txt").write_text("老师讲得真好\n", "utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00\n")
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["qunzhu", *words])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*BATCH, "--out", "nowhere/o.csv"), "没有 nowhere 这个文件夹，请先建好。"),
        ((*BATCH, "--out", "folder"), "folder 是一个文件夹，请写成文件名。"),
        ((*SCORE, "--out", "nowhere/o.txt"), "没有 nowhere 这个文件夹，请先建好。"),
        ((*SCORE, "--out", "folder"), "folder 是一个文件夹，请写成文件名。"),
        ((*SCORE, "--out", "t.txt/o.txt"), "没有 t.txt 这个文件夹，请先建好。"),
        ((*SCORE, "--out", "/dev/full"), "文件没有写完：磁盘满了。"),
        (("moderation", "score", "--in", "no.txt"), "no.txt 读写不了：没有这个文件或文件夹。"),
        (("moderation", "score", "--in", "folder"), "folder 读写不了：这是一个文件夹。"),
        (("moderation", "train", "--out", "t.txt"), "t.txt 是一个文件，请写成文件夹。"),
        (("sentiment", "train", "--out", "t.txt/x"), "t.txt 是一个文件，请写成文件夹。"),
        (("sentiment", "label", "--in", "no.txt"), "no.txt 读写不了：没有这个文件或文件夹。"),
        (("sentiment", "label", "--ask", "bytes"), "bytes 不是 UTF-8 文字。"),
        (("import", "courses", "no.csv"), "no.csv 读写不了：没有这个文件或文件夹。"),
        (("import", "courses", "folder"), "folder 读写不了：这是一个文件夹。"),
        (
            ("recommend", "evaluate", "--interactions", "no.csv", "--courses", "c.csv"),
            "no.csv 读写不了：没有这个文件或文件夹。",
        ),
        (
            ("recommend", "batch", "--interactions", "i.csv", "--courses", "no", "--out", "o"),
            "no 读写不了：没有这个文件或文件夹。",
        ),
        ((*BATCH, "--members", "folder", "--out", "o"), "folder 读写不了：这是一个文件夹。"),
        (
            ("console", "--jsonl", "--db", "sqlite:///t.txt/x.db"),
            "t.txt/x.db-console 读写不了：上一级不是文件夹。",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_it_is_said_in_one_sentence(
    words: tuple[str, ...],
    said: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert run(monkeypatch, *words) == 1
    assert capsys.readouterr().err == f"{said}\n"
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    assert sorted(path.name for path in folder.iterdir() if path.is_dir()) == ["folder"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfem\x00", "i.csv 第 1 行：这一行不是 UTF-8 文字。"),
        (b"member,course,at\nm\x00,a,1\n", "i.csv 第 2 行：这一行里有空字符（NUL），不是文字。"),
    ],
)
def test_what_is_no_text_is_named_by_its_line(
    content: bytes,
    said: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (folder / "i.csv").write_bytes(content)
    assert run(monkeypatch, *BATCH, "--out", "o.csv") == 1
    assert said in capsys.readouterr().err
    assert not (folder / "o.csv").exists()
    assert not (folder / "o.csv.partial").exists()


def test_a_byte_order_mark_changes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, *BATCH, "--out", "plain.csv") == 0
    for name in ("i.csv", "c.csv", "t.txt"):
        path = folder / name
        path.write_text(path.read_text("utf-8"), "utf-8-sig")
    assert run(monkeypatch, *BATCH, "--out", "marked.csv") == 0
    assert (folder / "marked.csv").read_bytes() == (folder / "plain.csv").read_bytes()
    capsys.readouterr()
    for words in (("sentiment", "score"), ("moderation", "score")):
        marked = _scored(monkeypatch, folder, *words)
        (folder / "t.txt").write_text("老师讲得真好\n", "utf-8")
        assert marked == _scored(monkeypatch, folder, *words)
        (folder / "t.txt").write_text("老师讲得真好\n", "utf-8-sig")


def _scored(monkeypatch: pytest.MonkeyPatch, folder: Path, *words: str) -> str:
    assert run(monkeypatch, *words, "--in", "t.txt", "--out", "o.jsonl") == 0
    return (folder / "o.jsonl").read_text("utf-8")


def test_an_answered_file_is_put_in_place_when_it_is_whole(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "t.txt"
    path.chmod(0o640)
    (folder / "link").symlink_to("t.txt")
    assert run(monkeypatch, *SCORE, "--out", "link") == 0
    assert path.read_text("utf-8").startswith('{"label": "positive"')
    assert path.stat().st_mode & 0o777 == 0o640
    assert (folder / "link").is_symlink()
    assert not list(folder.glob("*.partial"))


def test_what_breaks_off_leaves_the_old_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "old.txt").write_text("旧的\n", "utf-8")

    def breaking(_text: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("bot.commands_moderation._answer", breaking)
    assert run(monkeypatch, "moderation", "score", "--in", "t.txt", "--out", "old.txt") != 0
    assert (folder / "old.txt").read_text("utf-8") == "旧的\n"
    assert not list(folder.glob("*.partial"))


def test_pipes_and_devices_are_written_to_as_they_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, *SCORE, "--out", os.devnull) == 0
    assert Path(os.devnull).is_char_device()


def test_who_may_not_write_there_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # Root may write everywhere, so the answer of the system is given to it.
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    with pytest.raises(SystemExit) as ended:
        check_target(folder / "o.csv")
    assert ended.value.code == 1
    assert capsys.readouterr().err == f"没有在 {folder} 里写文件的权限。\n"


def test_a_reason_is_said_in_the_spoken_language_or_as_the_system_says_it() -> None:
    refused = PermissionError(errno.EACCES, "Permission denied", "a.csv")
    assert unusable(refused) == "a.csv 读写不了：没有权限。"
    with speaking("en"):
        assert unusable(refused) == "a.csv cannot be read or written: There is no permission."
    assert unusable(OSError(errno.EIO, "Input/output error", "a")) == (
        "a 读写不了：Input/output error"
    )
