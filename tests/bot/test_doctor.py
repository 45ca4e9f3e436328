"""The doctor finds what was broken, says so in plain words, and changes nothing."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.doctor import examine
from bot.settings import Settings
from core import bootstrap, communities, members, points
from core.i18n import speaking
from tests.architecture.sentences import CHINESE
from tests.bot.adapters.telegram.running import free_port
from tests.standins.discord import Discord
from tests.standins.telegram import TelegramStandIn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.standins.telegram_world import Chat


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
def settings(tg: TelegramStandIn, dc: Discord, group: Chat, sqlite_url: str) -> Settings:
    """Return settings with which all is well."""
    del group
    return Settings(
        _env_file=None,
        database_url=sqlite_url,
        telegram_token=tg.token,
        telegram_base_url=f"{tg.url}/bot",
        discord_token=dc.token,
        discord_api_base=dc.api_base,
    )


def test_where_all_is_well_every_finding_is_good(settings: Settings) -> None:
    assert bad(settings) == []
    assert "「晨读会」的积分账逐条核对无误。" in good(settings)


def test_looking_changes_nothing(settings: Settings, tg: TelegramStandIn, dc: Discord) -> None:
    before = contents(settings)
    good(settings)
    assert contents(settings) == before
    assert {request.method[:3] for request in tg.requests} == {"get"}
    assert {request.method for request in dc.requests} == {"GET"}


def test_a_wrong_telegram_token_is_found(settings: Settings) -> None:
    [said] = bad(with_(settings, telegram_token="7001:AAHwrong"))
    assert said == "Telegram 不认识这个令牌，请检查 QUNZHU_TELEGRAM_TOKEN。"


def test_a_wrong_discord_token_is_found(settings: Settings) -> None:
    [said] = bad(with_(settings, discord_token="wrong.made-up.token"))
    assert said == "Discord 不认这个令牌，请检查 QUNZHU_DISCORD_TOKEN。"


@pytest.mark.parametrize(
    ("base", "said"),
    [("telegram_base_url", "连不上 Telegram"), ("discord_api_base", "连不上 Discord")],
)
def test_a_platform_that_does_not_answer_is_found(settings: Settings, base: str, said: str) -> None:
    [found] = bad(with_(settings, **{base: f"http://127.0.0.1:{free_port()}/bot"}))
    assert found.startswith(said)
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() not in found


def test_privacy_mode_is_found(settings: Settings, tg: TelegramStandIn) -> None:
    tg.hears_everything = False
    [said] = bad(settings)
    assert "隐私模式开着" in said
    assert "/setprivacy" in said


def test_a_webhook_that_is_set_while_polling_is_found(
    settings: Settings, tg: TelegramStandIn
) -> None:
    tg.webhook = {"url": "https://elsewhere.example/hook"}
    [said] = bad(settings)
    assert "webhook" in said


def test_a_webhook_without_an_address_is_found(settings: Settings) -> None:
    [said] = bad(with_(settings, telegram_mode="webhook"))
    assert "QUNZHU_TELEGRAM_WEBHOOK_URL" in said


def test_a_group_in_which_the_bot_is_no_administrator_is_found(
    settings: Settings, tg: TelegramStandIn, group: Chat
) -> None:
    group.members[tg.bot.id] = {"status": "member"}
    [said] = bad(settings)
    assert said == f"在群 {group.id} 里还不是管理员，收不到表情回应和成员变动。"


def test_rights_that_the_bot_lacks_in_a_group_are_named(
    settings: Settings, tg: TelegramStandIn, group: Chat
) -> None:
    group.promote(tg.bot, can_delete_messages=True, can_invite_users=True)
    [said] = bad(settings)
    assert said.endswith("还缺权限：封禁用户。")


def test_intents_that_are_off_are_found(settings: Settings, dc: Discord) -> None:
    dc.application_flags = 0
    content, joining = bad(settings)
    assert "Message Content Intent" in content
    assert "Server Members Intent" in joining


def test_a_discord_bot_that_nobody_invited_is_told_so(settings: Settings, dc: Discord) -> None:
    dc.guilds.clear()
    assert bad(settings) == ["还没有加入任何服务器，请用邀请链接把机器人加进去。"]


def test_a_database_without_tables_is_found(settings: Settings, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new/empty.db"
    assert bad(with_(settings, database_url=url)) == ["数据表不是最新的。请运行 qunzhu migrate。"]


def test_a_database_that_nobody_serves_is_found(settings: Settings) -> None:
    url = f"postgresql+psycopg://reader:hushhush@127.0.0.1:{free_port()}/qunzhu"
    [said] = bad(with_(settings, database_url=url))
    assert said.startswith("连不上数据库：")
    assert said.endswith("请检查 QUNZHU_DATABASE_URL。")
    assert "hushhush" not in said


def test_a_ledger_that_was_changed_by_hand_is_found(settings: Settings, tmp_path: Path) -> None:
    forged = tmp_path / "forged.db"
    with closing(sqlite3.connect(path_of(settings))) as original:
        forged.write_bytes(original.serialize())
    with closing(sqlite3.connect(forged)) as copy, copy:
        guards = copy.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'transfers'"
        ).fetchall()
        assert guards
        for (name,) in guards:
            copy.execute(f"DROP TRIGGER {name}")
        copy.execute("UPDATE transfers SET amount = amount + 1000")
    [said] = bad(with_(settings, database_url=f"sqlite:///{forged}"))
    assert said == "「晨读会」的积分账有 2 处对不上。"


def test_without_any_token_it_says_where_to_begin(settings: Settings) -> None:
    [said] = bad(with_(settings, telegram_token=None, discord_token=None))
    assert said == "还没有设置任何平台的令牌。运行 qunzhu init，或在 .env 里填写。"


def test_every_finding_has_its_english(settings: Settings, tg: TelegramStandIn) -> None:
    tg.hears_everything = False
    with speaking("en"):
        said = [*good(settings), *bad(settings), *bad(with_(settings, telegram_mode="webhook"))]
    names = ("晨读会", "群主")
    for name in names:
        said = [sentence.replace(name, "") for sentence in said]
    assert [sentence for sentence in said if CHINESE.search(sentence)] == []


def bad(settings: Settings) -> list[str]:
    """Return the sentences about what is wrong."""
    return [finding.text for finding in asyncio.run(examine(settings)) if not finding.ok]


def good(settings: Settings) -> list[str]:
    """Return the sentences about what is well."""
    return [finding.text for finding in asyncio.run(examine(settings)) if finding.ok]


def with_(settings: Settings, **changes: object) -> Settings:
    """Return other settings."""
    values = {name: getattr(settings, name) for name in Settings.model_fields} | changes
    return Settings(_env_file=None, **values)


def path_of(settings: Settings) -> Path:
    """Return the SQLite file."""
    return Path(settings.database_url.removeprefix("sqlite:///"))


def contents(settings: Settings) -> list[str]:
    """Return every row of the database as text."""
    with closing(sqlite3.connect(path_of(settings))) as connection:
        return list(connection.iterdump())
