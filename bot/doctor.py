"""The doctor: what is wrong with an installation, in plain words, and how to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.adapters import plugins
from bot.app import make_folder
from bot.posts import Finding
from bot.settings import ENV_FILE, SettingError
from core import bootstrap, communities, outbox, points
from core.db import DatabaseProblemError, revisions
from core.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from bot.adapters import PlatformPlugin
    from bot.settings import Settings
    from core.communities import Community
    from core.uow import UnitOfWork


async def examine(settings: Settings, env_file: Path = ENV_FILE) -> list[Finding]:
    """Look at the database, the ledger, the platforms; nothing is changed."""
    findings = list(_database(settings))
    chats: dict[str, list[str]] = {}
    if all(finding.ok for finding in findings):
        rooms, chats = _rooms(settings)
        findings += rooms
    return [*findings, *await _platforms(env_file, chats)]


def _database(settings: Settings) -> Iterator[Finding]:
    make_folder(settings.database_url)
    try:
        current, head = revisions(settings.database_url)
    except DatabaseProblemError as problem:
        text = t("连不上数据库：{reason}。请检查 QUNZHU_DATABASE_URL。", reason=str(problem))
        yield Finding(ok=False, text=text)
        return
    kind = settings.database_url.partition(":")[0]
    yield Finding(ok=True, text=t("数据库可以连接（{kind}）。", kind=kind))
    if current == head:
        yield Finding(ok=True, text=t("数据表是最新的（{revision}）。", revision=head))
    else:
        yield Finding(ok=False, text=t("数据表不是最新的。请运行 qunzhu migrate。"))


def _rooms(settings: Settings) -> tuple[list[Finding], dict[str, list[str]]]:
    writer = bootstrap.open_writer(settings.database_url)
    chats: dict[str, list[str]] = {}
    findings: list[Finding] = []
    with writer.read() as uow:
        for community in communities.all_communities(uow):
            findings += _community(uow, community)
            for place in communities.places_in(uow, community.id):
                chats.setdefault(place.platform, []).append(place.external_id)
    writer.close()
    if not findings:
        findings.append(
            Finding(ok=True, text=t("还没有社群。把机器人拉进群，由群管理员发送 /setup。"))
        )
    return findings, chats


def _community(uow: UnitOfWork, community: Community) -> Iterator[Finding]:
    problems = points.audit(uow, community.id)
    if problems:
        text = t(
            "「{name}」的积分账有 {count} 处对不上。", name=community.name, count=len(problems)
        )
    else:
        text = t("「{name}」的积分账逐条核对无误。", name=community.name)
    yield Finding(ok=not problems, text=text)
    undelivered = outbox.undelivered(uow, community.id)
    failed = sum(undelivered.get(ending, 0) for ending in ("failed", "unknown"))
    if failed:
        text = t("「{name}」有 {count} 封消息没有送到。", name=community.name, count=failed)
        yield Finding(ok=False, text=text)


async def _platforms(env_file: Path, chats: Mapping[str, list[str]]) -> list[Finding]:
    findings = [await _platform(plugin, env_file, chats) for plugin in plugins()]
    if any(found is not None for found in findings):
        return [finding for found in findings if found is not None for finding in found]
    text = t("还没有设置任何平台的令牌。运行 qunzhu init，或在 .env 里填写。")
    return [Finding(ok=False, text=text)]


async def _platform(
    plugin: PlatformPlugin[Any], env_file: Path, chats: Mapping[str, list[str]]
) -> list[Finding] | None:
    """Return what a platform finds, None where it has no token."""
    try:
        platform = plugin.configured(env_file)
    except SettingError as error:
        text = t("{platform} 的设置有误：{reason}", platform=plugin.title, reason=str(error))
        return [Finding(ok=False, text=text)]
    return await platform.check(chats.get(platform.name, [])) if platform else None
