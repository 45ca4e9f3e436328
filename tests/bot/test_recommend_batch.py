"""``qunzhu recommend batch``: nothing is lost by where it writes, and it says what it did."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from bot.commands_recommend import app
from core.recommend.files.progress import Workplace

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

FILES = ("--interactions", "i.csv", "--courses", "c.csv")
HEAD = "member,course,kind,at\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with sound files."""
    monkeypatch.chdir(tmp_path)
    rows = [f"m{number},c{step},view,{step}\n" for number in range(5) for step in range(3)]
    (tmp_path / "i.csv").write_text(HEAD + "".join(rows), "utf-8")
    titles = "".join(f"c{number},第{number}课\n" for number in range(6))
    (tmp_path / "c.csv").write_text("course,title\n" + titles, "utf-8")
    return tmp_path


def batch(*words: str) -> Result:
    return CliRunner().invoke(app, ["batch", *FILES, "--k", "2", *words])


@pytest.mark.parametrize("out", ["i.csv", "./c.csv", "hard.csv", "soft.csv"])
def test_what_is_to_be_read_is_not_written_over(folder: Path, out: str) -> None:
    os.link(folder / "i.csv", folder / "hard.csv")
    (folder / "soft.csv").symlink_to("i.csv")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    result = batch("--out", out)
    assert result.exit_code == 1
    assert "是要读的文件" in result.stderr
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("out", ["-", "/dev/null", "pipe"])
def test_what_is_no_file_is_not_put_another_in_the_place_of(folder: Path, out: str) -> None:
    os.mkfifo(folder / "pipe")
    result = batch("--out", out)
    assert result.exit_code == 1
    assert f"不能写到 {out}，请写成文件名。" in result.stderr
    assert stat.S_ISFIFO((folder / "pipe").stat().st_mode)
    assert not (folder / "-").exists()


def test_standard_output_is_not_put_another_file_in_the_place_of(folder: Path) -> None:
    words = ["batch", *FILES, "--out", "/dev/stdout"]
    with (folder / "log").open("w+") as log:
        code = "from bot.commands_recommend import app; app()"
        ended = subprocess.run([sys.executable, "-c", code, *words], stdout=log, check=False)  # noqa: S603 - our own command
        before = os.fstat(log.fileno()).st_ino
    assert ended.returncode == 1
    assert (folder / "log").stat().st_ino == before


def test_a_link_into_a_folder_that_is_not_there_is_said(folder: Path) -> None:
    (folder / "o.csv").symlink_to("nowhere/o.csv")
    result = batch("--out", "o.csv")
    assert result.exit_code == 1
    assert "nowhere 这个文件夹，请先建好。" in result.stderr


def test_every_file_that_is_missing_is_named() -> None:
    words = ["--interactions", "no.csv", "--courses", "none.csv", "--out", "o.csv"]
    result = CliRunner().invoke(app, ["batch", *words])
    assert result.exit_code == 1
    assert [line.split()[0] for line in result.stderr.splitlines()] == ["no.csv", "none.csv"]


def test_faults_name_the_folder_too(folder: Path) -> None:
    for name in ("x1", "x2"):
        (folder / name).mkdir()
        (folder / name / "data.csv").write_text("member,course,at\n,,\n", "utf-8")
    files = ("--interactions", "x1/data.csv", "--courses", "x2/data.csv", "--out", "o.csv")
    result = CliRunner().invoke(app, ["batch", *files])
    assert "x1/data.csv 第 2 行" in result.stderr
    assert "x2/data.csv 第 2 行" in result.stderr


def test_another_run_that_writes_there_is_said(folder: Path) -> None:
    with Workplace(folder / "o.csv", {}).held():
        result = batch("--out", "o.csv")
    assert result.exit_code == 1
    assert "另一个运行正在写" in result.stderr
    assert not (folder / "o.csv").exists()


def test_who_stops_it_is_told_how_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("core.recommend.files.batch._rows", stopped)
    result = batch("--out", "o.csv")
    assert result.exit_code == 130
    assert "再运行同一条命令" in result.stderr


def test_without_a_terminal_every_tenth_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.recommend.files.batch.CHUNK", 2)
    told = batch("--out", "o.csv").stderr.splitlines()
    assert told[:2] == ["2 / 5 位成员", "4 / 5 位成员"]
    assert told[2] == "写好了 5 位成员的推荐，每人 2 门。"


def test_what_was_only_looked_at_is_said_to_be_so(folder: Path) -> None:
    result = batch("--out", "o.csv")
    assert "有 15 门次只有浏览、点赞或分享" in result.stderr
    assert "学" not in (folder / "o.csv").read_text("utf-8")


def test_reasons_are_written_in_english_when_asked_for(folder: Path) -> None:
    assert batch("--out", "zh.csv").exit_code == 0
    result = batch("--out", "en.csv", "--language", "en")
    assert result.stderr.startswith("Wrote suggestions for 5 members, 2 courses each.\n")
    chinese, english = (
        (folder / name).read_text("utf-8").splitlines() for name in ("zh.csv", "en.csv")
    )
    assert [row.split(",")[:4] for row in chinese] == [row.split(",")[:4] for row in english]
    assert all("看" not in row for row in english)


@pytest.mark.parametrize("command", ["batch", "evaluate"])
def test_help_is_whole_on_a_narrow_terminal(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERMINAL_WIDTH", "80")
    shown = CliRunner().invoke(app, [command, "--help"]).stdout
    assert "…" not in shown
    if command == "batch":
        for word in ("view", "progress", "dismiss", "2026-03-01T20:15:00+08:00", "|"):
            assert word in shown
