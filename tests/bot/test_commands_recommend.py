"""``qunzhu recommend``: models are trained, asked and measured from the command line."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from bot.commands_recommend import app
from core import bootstrap, communities, courses, members, recommend
from core.clock import ManualClock
from core.courses import Draft
from core.members import Purpose
from core.recommend import Reason, ReasonKind, Suggestion

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

    from core.uow import UnitOfWork

STEPS = ("入门", "进阶", "实战", "答疑")


@pytest.fixture
def url(sqlite_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """Stand in a folder of its own, with a community in which twelve take courses step by step."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QUNZHU_DATABASE_URL", sqlite_url)
    with closing(bootstrap.open_writer(sqlite_url)) as writer, writer.begin() as uow:
        community = communities.create(uow, "南山学习社")
        drafts = [
            Draft(f"{subject}{number}", f"{subject}{step}", tags=(subject,))
            for subject in ("摄影", "编程")
            for number, step in enumerate(STEPS, start=1)
        ]
        courses.import_courses(uow, community.id, drafts)
        every = {course.code: course for course in courses.every(uow, community.id)}
        for number in range(12):
            visitor = members.Visitor("console", str(number), f"学员{number}")
            sighting = members.Sighting(community.id, visitor, None, "zh", "Asia/Shanghai")
            member = members.recognise_one(uow, sighting)
            members.agree(uow, member, Purpose.RECOMMEND)
            for step in range(1, 4 if number else 3):
                code = f"{'摄影' if number % 3 else '编程'}{step}"
                courses.enrol(uow, member, every[code], tier=3)
    return sqlite_url


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments])


@pytest.mark.usefixtures("url")
def test_training_says_what_it_learned_from() -> None:
    result = run("train")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("1 南山学习社\n")
    assert "学习了 12 位成员、8 门课程、35 条互动。" in result.stdout
    assert "已经启用" in result.stdout


@pytest.mark.usefixtures("url")
def test_a_member_is_asked_for_by_number_name_and_account() -> None:
    run("train")
    lists = [run("for", who, "--count", "2") for who in ("1", "学员0", "console:0")]
    assert {result.exit_code for result in lists} == {0}
    assert len({result.stdout for result in lists}) == 1
    assert lists[0].stdout.startswith("1. 编程3 《编程实战》 ")


@pytest.mark.usefixtures("url")
def test_the_parts_of_a_score_sum_to_it() -> None:
    run("train")
    result = run("explain", "1", "编程3")
    assert result.exit_code == 0, result.output
    first, *lines = result.stdout.splitlines()
    score = float(first.split("，")[0].removeprefix("得分 "))
    parts = [float(line.split()[0]) for line in lines]
    assert sum(parts) == pytest.approx(score, abs=1e-3)
    assert any("来自《编程进阶》" in line for line in lines)
    assert all(len(line.split(maxsplit=2)) == 3 or "调整" in line for line in lines)


@pytest.mark.usefixtures("url")
def test_of_a_course_that_was_taken_it_is_said() -> None:
    run("train")
    taken, left = (run("explain", "1", code).stdout for code in ("编程2", "编程3"))
    assert taken.startswith("这门课已经学过或买过，不会再推荐。\n得分 ")
    assert left.startswith("得分 ")


def test_where_nobody_is_there_is_nothing_to_train(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QUNZHU_DATABASE_URL", sqlite_url)
    result = run("train")
    assert result.exit_code == 1
    assert "请先把机器人加进群里完成绑定" in result.stderr


@pytest.mark.usefixtures("url")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("for", "99"), "没有找到成员「99」"),
        (("for", "telegram:77"), "没有找到成员「77」"),
        (("explain", "1", "没有的课"), "没有编号为「没有的课」的课程。\n"),
        (("for", "1", "--community", "5"), "5"),
        (("evaluate", "--courses", "c.csv"), "要一起写"),
        (("evaluate", "--off-policy", "--courses", "c.csv"), "只看社群的记录"),
    ],
)
def test_what_is_not_there_is_said(arguments: tuple[str, ...], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code in {1, 2}
    assert said in result.stderr


@pytest.mark.usefixtures("url")
def test_models_are_measured_on_what_is_held_out() -> None:
    result = run("evaluate", "--json")
    assert result.exit_code == 0, result.output
    figures = json.loads(result.stdout)
    assert figures["blend"]["recall@10"] == 1.0
    assert 0 < figures["popular"]["ndcg@10"] <= 1
    table = run("evaluate").stdout
    assert "ndcg@10" in table
    assert "11 位成员" in table


@pytest.mark.usefixtures("url")
def test_what_trying_out_was_worth_is_told_with_how_much_of_the_log_speaks() -> None:
    result = run("evaluate", "--off-policy")
    assert result.exit_code == 0, result.output
    assert "记录还太少，推算不出来（可用的推荐 0 份）" in result.stdout
    told = json.loads(run("evaluate", "--off-policy", "--json").stdout)
    assert (told["lists"], told["logged"], told["sound"]) == (0, 0.0, False)
    assert told["never"] == told["always"]
    assert told["never"]["effective"] == 0.0
    assert told["never"]["sound"] is False


def _note_ten_lists(uow: UnitOfWork) -> None:
    """Note a list for each of ten members, every second of which holds a try."""
    (community,) = communities.all_communities(uow)
    course, *_ = courses.every(uow, community.id)
    for number in range(10):
        shown = Suggestion(
            course,
            Reason(ReasonKind.UNTAKEN),
            locked=False,
            propensity=0.5,
            explored=number % 2 == 1,
        )
        recommend.note_shown(uow, community.id, [shown], recommend.COMMAND, number + 1)


def test_a_log_that_says_enough_is_shown_as_a_table(url: str) -> None:
    clock = ManualClock(datetime.now(UTC) - timedelta(days=30))
    with closing(bootstrap.open_writer(url, clock)) as writer:
        for _day in range(10):
            clock.move_to(clock.now() + timedelta(days=1))
            with writer.begin() as uow:
                _note_ten_lists(uow)
    said = run("evaluate", "--off-policy").stdout
    head, never, always, verdict = said.splitlines()
    assert [name for name in ("IPS", "SNIPS", "有效份数") if name not in head] == []
    # Nothing was earned: three in the fifty that count would have shown.
    assert never.split() == [
        "从不试推",
        "0.0000",
        "0.0000",
        "–",
        "0.0600",
        *["0.0000"] * 2,
        "50",
        "1.00",
    ]
    assert always.startswith("每份都试推")
    assert "100 份" in verdict
    assert json.loads(run("evaluate", "--off-policy", "--json").stdout)["never"]["effective"] == 50


def test_files_are_measured_and_suggested_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = [f"m{number},c{step + number % 2},{step}" for number in range(9) for step in range(4)]
    (tmp_path / "i.csv").write_text("\n".join(["member,course,at", *rows]), "utf-8")
    titles = [f"c{number},第{number}课" for number in range(6)]
    (tmp_path / "c.csv").write_text("\n".join(["course,title", *titles]), "utf-8")
    files = ("--interactions", "i.csv", "--courses", "c.csv")
    assert "blend" in run("evaluate", *files).stdout
    result = run("batch", *files, "--out", "o.csv", "--k", "2")
    assert (result.exit_code, result.stderr) == (0, "写好了 9 位成员的推荐，每人 2 门。\n")
    assert len((tmp_path / "o.csv").read_text("utf-8").splitlines()) == 19


def test_faults_in_files_are_named_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "i.csv").write_text("member,course,at\n甲,a,1\n乙,,昨天\n", "utf-8")
    (tmp_path / "c.csv").write_text("course,price\na,免费\n,99\n", "utf-8")
    files = ("--interactions", "i.csv", "--courses", "c.csv", "--out", "o.csv")
    result = run("batch", *files)
    assert result.exit_code == 1
    assert "文件里有 3 处问题，什么都没有写：" in result.stderr
    assert "c.csv 第 3 行「course」列：不能空着。" in result.stderr
    assert "i.csv 第 3 行「course」列：不能空着。" in result.stderr
    assert "i.csv 第 3 行「at」列：" in result.stderr
    assert not (tmp_path / "o.csv").exists()
