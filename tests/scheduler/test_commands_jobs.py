"""``qunzhu jobs`` shows what is planned and runs a job by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from bot.commands_jobs import app
from core import communities
from core.bootstrap import open_writer
from scheduler.runner import Runner, discovered

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def _operator(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QUNZHU_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("COLUMNS", "200")
    writer = open_writer(sqlite_url)
    with writer.begin() as uow:
        communities.create(uow, "晨读会")
        communities.create(uow, "夜读会")
    Runner(writer, discovered()).tick()
    writer.close()


def typed(*words: str) -> tuple[int, str]:
    """Return the exit code and the output of ``qunzhu jobs …``."""
    result = CliRunner().invoke(app, words)
    return result.exit_code, result.output


@pytest.mark.usefixtures("_operator")
def test_the_list_shows_every_job_in_every_community() -> None:
    code, output = typed("list")
    assert code == 0
    lines = [line for line in output.splitlines() if line.startswith("prune_inbox")]
    assert len(lines) == 2
    assert "1 晨读会" in lines[0]
    assert "03:40" in lines[0]
    assert "还没有运行过" in lines[0]


@pytest.mark.usefixtures("_operator")
def test_a_job_runs_in_all_communities_or_in_the_one_named() -> None:
    code, output = typed("run", "prune_inbox", "--community", "2")
    assert code == 0
    assert output.startswith("2 夜读会: 上次")
    assert output.strip().endswith("已完成")
    code, output = typed("run", "prune_inbox")
    assert (code, len(output.splitlines())) == (0, 2)


@pytest.mark.usefixtures("_operator")
def test_an_unknown_job_or_community_is_named() -> None:
    code, output = typed("run", "nothing")
    assert code == 2
    assert "没有「nothing」这个任务" in output
    code, output = typed("run", "prune_inbox", "--community", "9")
    assert code == 2
    assert "没有编号为 9 的社群" in output
