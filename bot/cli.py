"""The command ``qunzhu``."""

from __future__ import annotations

import asyncio
import errno
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bot import (
    commands_console,
    commands_courses,
    commands_demo,
    commands_jobs,
    commands_moderation,
    commands_recommend,
    commands_sentiment,
    logs,
    wizard,
)
from bot.adapters import plugins
from bot.settings import ENV_FILE, EnvFileError, SettingError, TokenRefusedError, load
from bot.terminal import check_target, fail, unusable
from core.db import DatabaseProblemError

if TYPE_CHECKING:
    from bot.settings import Settings

app = typer.Typer(
    help="群主：知识付费社群的管家（Telegram 与 Discord）。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(commands_courses.app, name="import", help="导入课程等数据。")
app.add_typer(commands_jobs.app, name="jobs", help="查看和手动运行定时任务。")
app.add_typer(commands_moderation.app, name="moderation", help="训练和使用广告与辱骂模型。")
app.add_typer(commands_recommend.app, name="recommend", help="训练、评估和使用课程推荐。")
app.add_typer(commands_sentiment.app, name="sentiment", help="训练和使用情绪模型。")
app.command("console", help="在终端里扮演成员；--jsonl 供脚本使用。")(commands_console.console)
app.command("demo", help="看虚构的学习社群里的一个晚上，然后自己聊。")(commands_demo.demo)

out = Console()

UNFIT = 2
"""The status where the installation itself must be put right first."""


@app.command(help="服务所有已配置的平台，直到收到停止信号。")
def run() -> None:
    """Serve every configured platform until told to stop."""
    from bot import app as serving  # noqa: PLC0415 - keeps `--help` quick

    settings = _settings()
    try:
        asyncio.run(serving.serve(settings))
    except serving.NothingToServeError:
        tokens = " 或 ".join(plugin.token for plugin in plugins())
        fail(f"没有可服务的平台：请设置 {tokens}，或先运行 qunzhu init。", UNFIT)
    except TokenRefusedError as error:
        said = f"平台不认识 {error.variable} 里的令牌。请核对后改正，再运行 qunzhu doctor 检查。"
        fail(said, UNFIT)


@app.command(help="检查配置、数据库、数据表、令牌和权限，说清哪里有问题、怎么修。")
def doctor() -> None:
    """Examine the installation and say how to mend it."""
    from bot.doctor import examine  # noqa: PLC0415 - keeps `--help` quick

    findings = asyncio.run(examine(_settings()))
    for finding in findings:
        out.print(f"{'✅' if finding.ok else '❌'} {finding.text}", markup=False, soft_wrap=True)
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


@app.command(help="一步步问清楚，写好 .env（仅自己可读）。")
def init(
    *,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的 .env")] = False,
) -> None:
    """Ask for the settings and write them."""
    if ENV_FILE.exists() and not force:
        fail(f"{ENV_FILE} 已经存在；要重写请加 --force。", UNFIT)
    check_target(ENV_FILE)
    values = wizard.ask()
    ENV_FILE.unlink(missing_ok=True)
    wizard.write(ENV_FILE, values)
    out.print(f"已写好 {ENV_FILE}（权限 600）。接下来运行 qunzhu doctor 检查，再运行 qunzhu run。")


@app.command(help="把数据表更新到最新版本。")
def migrate(
    revision: Annotated[str, typer.Argument(help="目标版本；base 为全部撤回")] = "head",
) -> None:
    """Bring the schema to a revision."""
    from bot.app import prepare  # noqa: PLC0415 - keeps `--help` quick

    prepare(_settings().database_url, revision)
    out.print("数据表已更新。")


def main() -> None:
    """Run the command line; what an operator can put right is said in a sentence."""
    try:
        app()
    except EnvFileError:
        fail(f"{ENV_FILE} 能被其他用户读到。请运行：chmod 600 {ENV_FILE}", UNFIT)
    except SettingError as error:
        fail(f"设置有误：{error}", UNFIT)
    except DatabaseProblemError as error:
        fail(f"连不上数据库：{error}。请检查 QUNZHU_DATABASE_URL。", UNFIT)
    except OSError as error:
        # Of a socket or a pipe no file is named; that is nothing an operator wrote wrong.
        if error.filename is None and error.errno != errno.ENOSPC:
            raise
        fail(unusable(error))


def _settings() -> Settings:
    settings = load()
    everything = (settings, *(plugin.settings.read() for plugin in plugins()))
    logs.set_up(settings.log_level, [secret for some in everything for secret in some.secrets])
    return settings
