"""``qunzhu import courses``: a file is checked, tried and taken from the command line."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from bot.commands_courses import app
from core import bootstrap, communities, courses

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result


@pytest.fixture
def url(sqlite_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """Stand in a folder of its own, with a database that has one community."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QUNZHU_DATABASE_URL", sqlite_url)
    found(sqlite_url, "南山学习社")
    return sqlite_url


def found(url: str, name: str) -> None:
    with closing(bootstrap.open_writer(url)) as writer, writer.begin() as uow:
        communities.create(uow, name)


def codes(url: str, community_id: int = 1) -> list[str]:
    with closing(bootstrap.open_writer(url)) as writer, writer.begin() as uow:
        return [course.code for course in courses.every(uow, community_id)]


def run(tmp_path: Path, text: str, *options: str) -> Result:
    (tmp_path / "courses.csv").write_text(text, encoding="utf-8")
    return CliRunner().invoke(app, ["courses", "courses.csv", *options])


def test_a_good_file_is_taken(url: str, tmp_path: Path) -> None:
    result = run(tmp_path, "code,title\nA1,异步编程\n")
    assert (result.exit_code, codes(url)) == (0, ["A1"])
    assert "新增 1 门" in result.stdout


def test_a_dry_run_takes_nothing(url: str, tmp_path: Path) -> None:
    result = run(tmp_path, "code,title\nA1,异步编程\n", "--dry-run")
    assert (result.exit_code, codes(url)) == (0, [])
    assert "试运行，没有写入" in result.stdout


def test_a_bad_file_is_explained_and_not_taken(url: str, tmp_path: Path) -> None:
    result = run(tmp_path, "code,title,price\nA1,异步编程,9\nA2,摄影,很贵\n")
    assert (result.exit_code, codes(url)) == (1, [])
    assert "第 3 行「price」列" in result.stderr


def test_a_required_course_that_does_not_exist_is_named_with_its_line(
    url: str, tmp_path: Path
) -> None:
    result = run(tmp_path, "code,title,requires\nA1,异步编程,\nA2,爬虫,A1|A9\n")
    assert (result.exit_code, codes(url)) == (1, [])
    assert "第 3 行「requires」列：先修课「A9」不在文件里，也不在目录里。" in result.stderr


def test_with_several_communities_one_must_be_named(url: str, tmp_path: Path) -> None:
    found(url, "北岸读书会")
    assert run(tmp_path, "code,title\nA1,异步编程\n").exit_code == 2
    assert run(tmp_path, "code,title\nA1,异步编程\n", "--community", "3").exit_code == 2
    assert run(tmp_path, "code,title\nA1,异步编程\n", "--community", "2").exit_code == 0
    assert (codes(url, 1), codes(url, 2)) == ([], ["A1"])
