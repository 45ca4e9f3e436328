"""The doctor finds what was broken, says so in plain words, and changes nothing."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot import wizard
from bot.doctor import examine
from bot.settings import load
from core import bootstrap, communities, members, points
from core.i18n import speaking
from tests.architecture.sentences import CHINESE
from tests.bot.adapters.telegram.running import free_port
from tests.standins.discord import Discord
from tests.standins.telegram import TelegramStandIn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.posts import Finding
    from tests.standins.telegram_world import Chat


@dataclass(frozen=True, slots=True)
class Installed:
    """The file of an installation and the variables that stand in it."""

    file: Path
    variables: dict[str, str]


@pytest.fixture
def tg() -> Iterator[TelegramStandIn]:
    """Return a Telegram that must be asked nothing undocumented."""
    with TelegramStandIn() as telegram:
        yield telegram
    assert telegram.spec_problems == []


@pytest.fixture
def dc() -> Iterator[Discord]:
    """Return a Discord with a guild that the bot is in."""
    with Discord() as discord:
        discord.guild("晨读会分会")
        yield discord
    assert discord.violations == []


@pytest.fixture
def group(tg: TelegramStandIn, sqlite_url: str) -> Chat:
    """Return the group of a community in which somebody has earned points."""
    group = tg.group("晨读会")
    writer = bootstrap.open_writer(sqlite_url)
    with writer.begin() as uow:
        community = communities.create(uow, "晨读会")
        place = communities.bind(uow, community.id, "telegram", str(group.id), title=group.title)
        visitor = members.Visitor("telegram", "1001", "小满")
        seen = bootstrap.sighting(community, place.chat_id, visitor)
        points.check_in(uow, members.recognise_one(uow, seen), community)
    writer.close()
    return group


@pytest.fixture
def installed(
    tg: TelegramStandIn, dc: Discord, group: Chat, sqlite_url: str, tmp_path: Path
) -> Installed:
    """Return an installation with which all is well."""
    del group
    variables = {
        "QUNZHU_DATABASE_URL": sqlite_url,
        "QUNZHU_TELEGRAM_TOKEN": tg.token,
        "QUNZHU_TELEGRAM_BASE_URL": f"{tg.url}/bot",
        "QUNZHU_DISCORD_TOKEN": dc.token,
        "QUNZHU_DISCORD_API_BASE": dc.api_base,
    }
    return Installed(tmp_path / ".env", variables)


def test_where_all_is_well_every_finding_is_good(installed: Installed) -> None:
    assert bad(installed) == []
    assert "「晨读会」的积分账逐条核对无误。" in good(installed)


def test_looking_changes_nothing(installed: Installed, tg: TelegramStandIn, dc: Discord) -> None:
    before = contents(installed)
    good(installed)
    assert contents(installed) == before
    assert {request.method[:3] for request in tg.requests} == {"get"}
    assert {request.method for request in dc.requests} == {"GET"}


def test_a_wrong_telegram_token_is_found(installed: Installed) -> None:
    [said] = bad(installed, QUNZHU_TELEGRAM_TOKEN="7001:AAHwrong")
    assert said == "Telegram 不认识这个令牌，请检查 QUNZHU_TELEGRAM_TOKEN。"


def test_a_wrong_discord_token_is_found(installed: Installed) -> None:
    [said] = bad(installed, QUNZHU_DISCORD_TOKEN="wrong.made-up.token")
    assert said == "Discord 不认这个令牌，请检查 QUNZHU_DISCORD_TOKEN。"


@pytest.mark.parametrize(
    ("base", "said"),
    [
        ("QUNZHU_TELEGRAM_BASE_URL", "连不上 Telegram"),
        ("QUNZHU_DISCORD_API_BASE", "连不上 Discord"),
    ],
)
def test_a_platform_that_does_not_answer_is_found(
    installed: Installed, base: str, said: str
) -> None:
    [found] = bad(installed, **{base: f"http://127.0.0.1:{free_port()}/bot"})
    assert found.startswith(said)
    assert installed.variables["QUNZHU_TELEGRAM_TOKEN"] not in found


def test_privacy_mode_is_found(installed: Installed, tg: TelegramStandIn) -> None:
    tg.hears_everything = False
    [said] = bad(installed)
    assert "隐私模式开着" in said
    assert "/setprivacy" in said


def test_a_webhook_that_is_set_while_polling_is_found(
    installed: Installed, tg: TelegramStandIn
) -> None:
    tg.webhook = {"url": "https://elsewhere.example/hook"}
    [said] = bad(installed)
    assert "webhook" in said


def test_a_webhook_without_an_address_is_found(installed: Installed) -> None:
    [said] = bad(installed, QUNZHU_TELEGRAM_MODE="webhook")
    assert "QUNZHU_TELEGRAM_WEBHOOK_URL" in said


def test_a_group_in_which_the_bot_is_no_administrator_is_found(
    installed: Installed, tg: TelegramStandIn, group: Chat
) -> None:
    group.members[tg.bot.id] = {"status": "member"}
    [said] = bad(installed)
    assert said == f"在群 {group.id} 里还不是管理员，收不到表情回应和成员变动。"


def test_rights_that_the_bot_lacks_in_a_group_are_named(
    installed: Installed, tg: TelegramStandIn, group: Chat
) -> None:
    group.promote(tg.bot, can_delete_messages=True, can_invite_users=True)
    [said] = bad(installed)
    assert said.endswith("还缺权限：封禁用户。")


def test_intents_that_are_off_are_found(installed: Installed, dc: Discord) -> None:
    dc.application_flags = 0
    content, joining = bad(installed)
    assert "Message Content Intent" in content
    assert "Server Members Intent" in joining


def test_a_discord_bot_that_nobody_invited_is_told_so(installed: Installed, dc: Discord) -> None:
    dc.guilds.clear()
    assert bad(installed) == ["还没有加入任何服务器，请用邀请链接把机器人加进去。"]


def test_a_database_without_tables_is_found(installed: Installed, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new/empty.db"
    assert bad(installed, QUNZHU_DATABASE_URL=url) == ["数据表不是最新的。请运行 qunzhu migrate。"]


def test_a_database_that_nobody_serves_is_found(installed: Installed) -> None:
    url = f"postgresql+psycopg://reader:hushhush@127.0.0.1:{free_port()}/qunzhu"
    [said] = bad(installed, QUNZHU_DATABASE_URL=url)
    assert said.startswith("连不上数据库：")
    assert said.endswith("请检查 QUNZHU_DATABASE_URL。")
    assert "hushhush" not in said


def test_a_ledger_that_was_changed_by_hand_is_found(installed: Installed, tmp_path: Path) -> None:
    forged = tmp_path / "forged.db"
    with closing(sqlite3.connect(path_of(installed))) as original:
        forged.write_bytes(original.serialize())
    with closing(sqlite3.connect(forged)) as copy, copy:
        guards = copy.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'transfers'"
        ).fetchall()
        assert guards
        for (name,) in guards:
            copy.execute(f"DROP TRIGGER {name}")
        copy.execute("UPDATE transfers SET amount = amount + 1000")
    [said] = bad(installed, QUNZHU_DATABASE_URL=f"sqlite:///{forged}")
    assert said == "「晨读会」的积分账有 2 处对不上。"


def test_without_any_token_it_says_where_to_begin(installed: Installed) -> None:
    [said] = bad(installed, QUNZHU_TELEGRAM_TOKEN="", QUNZHU_DISCORD_TOKEN="")
    assert said == "还没有设置任何平台的令牌。运行 qunzhu init，或在 .env 里填写。"


def test_every_finding_has_its_english(installed: Installed, tg: TelegramStandIn) -> None:
    tg.hears_everything = False
    with speaking("en"):
        said = [*good(installed), *bad(installed), *bad(installed, QUNZHU_TELEGRAM_MODE="webhook")]
    names = ("晨读会", "群主")
    for name in names:
        said = [sentence.replace(name, "") for sentence in said]
    assert [sentence for sentence in said if CHINESE.search(sentence)] == []


def bad(installed: Installed, **changes: str) -> list[str]:
    """Return the sentences about what is wrong."""
    return [finding.text for finding in findings(installed, changes) if not finding.ok]


def good(installed: Installed) -> list[str]:
    """Return the sentences about what is well."""
    return [finding.text for finding in findings(installed, {}) if finding.ok]


def findings(installed: Installed, changes: dict[str, str]) -> list[Finding]:
    """Examine the installation with some variables changed; an empty one is not set."""
    installed.file.unlink(missing_ok=True)
    wizard.write(installed.file, installed.variables | changes)
    return asyncio.run(examine(load(installed.file), installed.file))


def path_of(installed: Installed) -> Path:
    """Return the SQLite file."""
    return Path(installed.variables["QUNZHU_DATABASE_URL"].removeprefix("sqlite:///"))


def contents(installed: Installed) -> list[str]:
    """Return every row of the database as text."""
    with closing(sqlite3.connect(path_of(installed))) as connection:
        return list(connection.iterdump())
