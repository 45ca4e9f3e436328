"""``qunzhu jobs``: what the scheduler does and when, and a job run by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.installation import chosen, opened
from core import communities, runs
from core.i18n import t
from core.runs import cards
from scheduler.runner import Runner, discovered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.communities import Community
    from core.uow import UnitOfWork
    from scheduler.job import Job

app = typer.Typer(help="查看和手动运行定时任务。", no_args_is_help=True)


@app.command("list", help="列出任务：下次什么时候运行，上次结果如何。")
def list_jobs() -> None:
    """Show each job, and in each community its next time and how its last run went."""
    table = Table(box=None, pad_edge=False)
    headings = (t("代号"), t("任务"), t("时间规则"), t("所在社群"), t("下次运行"), t("上次运行"))
    for heading in headings:
        table.add_column(heading)
    with opened() as writer, writer.read() as uow:
        everywhere = communities.all_communities(uow)
        for job in discovered():
            for row in _rows(uow, job, everywhere):
                table.add_row(*row)
    Console().print(table)


@app.command("run", help="现在就运行一个任务。")
def run_job(
    name: Annotated[str, typer.Argument(help="任务名，见 jobs list")],
    community: Annotated[int | None, typer.Option(help="只在这个编号的社群里运行")] = None,
) -> None:
    """Run a job now, in every community or in one."""
    jobs = discovered()
    if name not in {job.name for job in jobs}:
        raise typer.BadParameter(t("没有「{name}」这个任务。", name=name))
    with opened() as writer:
        runner = Runner(writer, jobs)
        outcomes = [
            _told(runner.run_now(name, where), where) for where in chosen(writer, community)
        ]
    if not all(outcomes):
        raise typer.Exit(1)


def _rows(
    uow: UnitOfWork, job: Job, everywhere: list[Community]
) -> Iterator[tuple[str, str, str, str, str, str]]:
    title = t(job.title)
    if not everywhere:
        yield job.name, title, job.cron, "", "", ""
    for community in everywhere:
        plans = {plan.job: plan for plan in runs.plans(uow, community.id)}
        plan = plans.get(job.name)
        coming = f"{plan.next_slot:%Y-%m-%d %H:%M}" if plan else ""
        last = cards.last_run(plan.last) if plan else ""
        yield job.name, title, job.cron, f"{community.id} {community.name}", coming, last


def _told(run: runs.Run, community: Community) -> bool:
    """Print how a run went; return whether it went well."""
    typer.echo(f"{community.id} {community.name}: {cards.last_run(run)}")
    return run.outcome is runs.Outcome.DONE
