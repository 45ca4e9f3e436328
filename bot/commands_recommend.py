"""``qunzhu recommend``: train a community's models, ask them, and suggest from files to a file."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bot import logs
from bot.options import Community  # noqa: TC001 - typer reads the annotations
from bot.terminal import check_sources, check_target, fail
from core.i18n import speaking, t

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from core.members import Member
    from core.recommend.dataset import Dataset
    from core.recommend.evaluation import Figures
    from core.recommend.files import Batch
    from core.uow import UnitOfWork

app = typer.Typer(help="训练、评估和使用课程推荐。", no_args_is_help=True)

Interactions = Annotated[Path, typer.Option(help="互动： member, course, at, kind, value")]
Courses = Annotated[Path, typer.Option(help="课程： course, title, tags, description")]
INTERRUPTED = 130
"""The status of a command that was stopped with Ctrl-C."""


class Language(StrEnum):
    """What reasons can be said in."""

    ZH = "zh"
    EN = "en"


MEMBER = "成员：编号、名字，或 telegram:账号、discord:账号"


@app.command(help="学习社群里的互动；检验后比在用的好才启用。")
def train(
    community: Annotated[
        int | None, typer.Option(help="只训练这个编号的社群；不写就训练全部")
    ] = None,
) -> None:
    """Train each community, and say how the new models did."""
    from bot.installation import chosen, opened  # noqa: PLC0415 - keeps `--help` quick
    from core import recommend  # noqa: PLC0415
    from core.recommend import cards_operator  # noqa: PLC0415

    logs.set_up("warning")
    with opened() as writer:
        everywhere = chosen(writer, community)
        if not everywhere:
            fail(t("没有这个社群，请先把机器人加进群里完成绑定。"))
        for where in everywhere:
            learned = recommend.learn(writer.begin, where.id)
            typer.echo(f"{where.id} {where.name}\n{cards_operator.trained(learned)}")


@app.command(help="藏起每位成员最后学的课，看各个模型能不能找到；数据来自社群，或来自文件。")
def evaluate(
    community: Community = None,
    interactions: Annotated[Path | None, typer.Option(help="互动文件，格式同 batch")] = None,
    courses: Annotated[Path | None, typer.Option(help="课程文件，格式同 batch")] = None,
    *,
    off_policy: Annotated[
        bool,
        typer.Option("--off-policy", help="改为按试推的记录推算点开率"),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """Measure the blend and its models on what is held out, or what trying out was worth."""
    from core import recommend  # noqa: PLC0415 - keeps `--help` quick
    from core.refusal import Refusal  # noqa: PLC0415

    if off_policy:
        if interactions or courses:
            raise typer.BadParameter("--off-policy 只看社群的记录，不读文件。")
        _look_back(community, as_json=as_json)
        return
    if (interactions is None) != (courses is None):
        raise typer.BadParameter("--interactions 和 --courses 要一起写。")
    try:
        if interactions and courses:
            check_sources([interactions, courses])
            figures = recommend.compared(_read(interactions, courses))
        else:
            figures = recommend.compared(_gathered(community))
    except Refusal as refusal:
        fail(refusal.said())
    if as_json:
        typer.echo(json.dumps(_plain(figures), ensure_ascii=False))
    else:
        _show(figures)


@app.command("for", help="看看现在会给一位成员推荐什么；不记作已经推荐。")
def for_member(
    member: Annotated[str, typer.Argument(help=MEMBER)],
    community: Community = None,
    count: Annotated[int, typer.Option(min=1, max=50, help="几门")] = 3,
) -> None:
    """Show what would be suggested to a member."""
    from core import membership, recommend  # noqa: PLC0415 - keeps `--help` quick
    from core.recommend import cards_operator  # noqa: PLC0415

    with _asking(community) as (uow, community_id):
        who = _member(uow, community_id, member)
        tier = membership.tier_of(uow, who)
        (found,) = recommend.suggest_each(uow, community_id, [(who, tier)], count)
        typer.echo(cards_operator.suggested(found))


@app.command(help="把一位成员对一门课的得分拆开；各项之和等于得分。")
def explain(
    member: Annotated[str, typer.Argument(help=MEMBER)],
    course: Annotated[str, typer.Argument(help="课程编号")],
    community: Community = None,
) -> None:
    """Show what a score is made of."""
    from core import courses, membership, recommend  # noqa: PLC0415 - keeps `--help` quick
    from core.recommend import cards_operator  # noqa: PLC0415
    from core.refusal import Refusal  # noqa: PLC0415

    with _asking(community) as (uow, community_id):
        who = _member(uow, community_id, member)
        try:
            which = courses.get(uow, community_id, course)
        except Refusal:
            fail(t("没有编号为「{code}」的课程。", code=course))
        tier = membership.tier_of(uow, who)
        typer.echo(cards_operator.taken_apart(recommend.taken_apart(uow, who, which, tier=tier)))


@app.command(
    help="不用数据库：读互动和课程的 CSV，给每位成员写出推荐的 CSV。"
    "\n\n互动要有 member、course、at 三列，课程要有 course，成员要有 member；其余的列可以不写。"
    "at 写时间，例如 2026-03-01T20:15:00+08:00，或者全写整数序号。"
    "kind 写 view、like、share、enrol（不写也是）、progress（value 是百分数）、complete、"
    "purchase、rate（value 是 0.5 到 5 分）或 dismiss。tags 用 | 隔开。"
)
def batch(  # noqa: PLR0913, PLR0917 - one for each option
    interactions: Interactions,
    courses: Courses,
    out: Annotated[Path, typer.Option(help="写到哪里")],
    members: Annotated[Path | None, typer.Option(help="成员： member, tags")] = None,
    k: Annotated[int, typer.Option("--k", min=1, max=1_000, help="每人几门")] = 20,
    seed: Annotated[int, typer.Option(min=0, help="种子相同，结果也相同")] = 0,
    language: Annotated[Language, typer.Option(help="理由用中文还是英文")] = Language.ZH,
) -> None:
    """Suggest to every member that files name; write all of it, or nothing on a fault."""
    from core.recommend.files import Batch  # noqa: PLC0415 - keeps `--help` quick

    with speaking(language):
        _write(Batch(interactions, courses, members, out, k, seed))


def _write(batch: Batch) -> None:
    from core.recommend.files import BadFiles, cards, suggest_all  # noqa: PLC0415
    from core.refusal import Refusal  # noqa: PLC0415

    sources = [file for file in (batch.interactions, batch.courses, batch.members) if file]
    check_sources(sources)
    check_target(batch.out, sources)
    try:
        with _progress() as told:
            done = suggest_all(batch, told)
    except BadFiles as error:
        fail(cards.bad_files(error))
    except Refusal as refusal:
        fail(refusal.said())
    except KeyboardInterrupt:
        fail(t("停下来了。再运行同一条命令，会接着已经写好的部分写。"), INTERRUPTED)
    typer.echo(cards.done(done, batch.k), err=True)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """Show how far a batch is: as a bar in a terminal, elsewhere as a line for every tenth."""
    if not sys.stderr.isatty():
        yield _by_tenths()
        return
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda now, total: bar.update(task, completed=now, total=total)


def _by_tenths() -> Callable[[int, int], None]:
    told = 0

    def tell(now: int, total: int) -> None:
        nonlocal told
        tenth = 10 * now // total
        if told < tenth and now < total:
            told = tenth
            typer.echo(t("{done} / {total} 位成员", done=now, total=total), err=True)

    return tell


def _read(interactions: Path, courses: Path) -> Dataset:
    from core.recommend.files import BadFiles, cards, read_files  # noqa: PLC0415

    try:
        return read_files(interactions, courses, None).dataset
    except BadFiles as error:
        fail(cards.bad_files(error))


def _gathered(community: int | None) -> Dataset:
    from core import recommend  # noqa: PLC0415 - keeps `--help` quick

    with _asking(community) as (uow, community_id):
        return recommend.gather(uow, community_id)


@contextmanager
def _asking(community: int | None) -> Iterator[tuple[UnitOfWork, int]]:
    from bot.installation import opened, the_one  # noqa: PLC0415 - keeps `--help` quick

    with opened() as writer:
        where = the_one(writer, community)
        with writer.read() as uow:
            yield uow, where.id


def _member(uow: UnitOfWork, community_id: int, text: str) -> Member:
    """Return the member that a number, an account such as ``telegram:123``, or a name means."""
    from core import members  # noqa: PLC0415 - keeps `--help` quick
    from core.refusal import Refusal  # noqa: PLC0415

    platform, separator, account = text.partition(":")
    try:
        if text.isdecimal():
            return members.in_community(uow, community_id, int(text))
        if separator:
            return members.find(uow, community_id, platform, f"id:{account}")
        return members.find(uow, community_id, "", text)
    except Refusal as refusal:
        fail(refusal.said())


def _plain(figures: dict[str, Figures]) -> dict[str, dict[str, float]]:
    return {
        name: {metric: round(estimate.value, 6) for metric, estimate in found.estimates.items()}
        for name, found in figures.items()
    }


def _show(figures: dict[str, Figures]) -> None:
    from core.recommend import cards_operator  # noqa: PLC0415 - keeps `--help` quick

    _print(("", *cards_operator.METRICS), cards_operator.rows(figures))
    typer.echo(cards_operator.measured(figures))


def _look_back(community: int | None, *, as_json: bool) -> None:
    from core import recommend  # noqa: PLC0415 - keeps `--help` quick
    from core.recommend import cards_off_policy  # noqa: PLC0415

    with _asking(community) as (uow, community_id):
        back = recommend.hindsight(uow, community_id)
    if as_json:
        ways = {"never": back.never, "always": back.always}
        told = {name: asdict(way) | {"sound": way.sound} for name, way in ways.items()}
        plain = {"lists": back.lists, "logged": back.logged, "sound": back.sound}
        typer.echo(json.dumps(plain | told))
        return
    if back.lists:
        _print(cards_off_policy.headings(), cards_off_policy.rows(back))
    typer.echo(cards_off_policy.verdict(back))


def _print(headings: Iterable[str], rows: Iterable[Sequence[str]]) -> None:
    table = Table(box=None, pad_edge=False)
    for heading in headings:
        table.add_column(heading)
    for row in rows:
        table.add_row(*row)
    Console().print(table)
