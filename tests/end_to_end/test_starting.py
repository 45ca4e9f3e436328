"""Starting: what is missing or wrong is said in one sentence, and what is there is served."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.end_to_end.process import Bot, qunzhu
from tests.end_to_end.town import discord_settings, telegram_settings
from tests.standins.discord import Discord
from tests.standins.telegram import TelegramStandIn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WRONG = {
    "QUNZHU_TELEGRAM_TOKEN": "7009999999:AAHwrongwrongwrongwrongwrongwrong",
    "QUNZHU_DISCORD_TOKEN": "wrong.made-up.token-that-was-revoked",
}


@pytest.fixture
def tg() -> Iterator[TelegramStandIn]:
    """Return a Telegram."""
    with TelegramStandIn() as telegram:
        yield telegram


@pytest.fixture
def dc() -> Iterator[Discord]:
    """Return a Discord."""
    with Discord() as discord:
        yield discord


def test_without_any_token_it_says_what_to_set(tmp_path: Path) -> None:
    code, said = qunzhu(tmp_path, "run")
    assert code == 2
    for name in ("QUNZHU_TELEGRAM_TOKEN", "QUNZHU_DISCORD_TOKEN", "qunzhu init"):
        assert name in flat(said)


@pytest.mark.parametrize("name", list(WRONG))
def test_a_wrong_token_ends_the_run_with_a_sentence_that_names_the_setting(
    tmp_path: Path, tg: TelegramStandIn, dc: Discord, name: str
) -> None:
    settings = telegram_settings(tg) | discord_settings(dc) | {name: WRONG[name]}
    code, said = qunzhu(tmp_path, "run", **settings, QUNZHU_LOG_LEVEL="debug")
    assert code == 2
    assert f"平台不认识 {name} 里的令牌" in flat(said)
    assert "Traceback" not in said
    for token in (WRONG[name], tg.token, dc.token):
        assert token not in said


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"QUNZHU_TELEGRAM_MODE": "webhook"}, "QUNZHU_TELEGRAM_WEBHOOK_URL"),
        ({"QUNZHU_TELEGRAM_MODE": "carrier pigeon"}, "QUNZHU_TELEGRAM_MODE"),
        ({"QUNZHU_OWNERS": "somebody"}, "QUNZHU_OWNERS"),
        ({"QUNZHU_DATABASE_URL": "qunzhu.db"}, "QUNZHU_DATABASE_URL"),
        (
            {"QUNZHU_DATABASE_URL": "postgresql://reader:hushhush@127.0.0.1:9/qunzhu"},
            "QUNZHU_DATABASE_URL",
        ),
    ],
)
def test_a_setting_that_cannot_be_is_named(
    tmp_path: Path, settings: dict[str, str], named: str
) -> None:
    code, said = qunzhu(tmp_path, "run", QUNZHU_TELEGRAM_TOKEN="7001:made-up", **settings)
    assert code == 2
    assert named in flat(said)
    assert "Traceback" not in said
    assert "hushhush" not in said


def test_discord_alone_is_served(tmp_path: Path, dc: Discord) -> None:
    founder = dc.user("云舒")
    channel = dc.channel(dc.guild("晨读会分会", owner=founder), "提问")
    with Bot(tmp_path, discord_settings(dc)) as bot:
        bot.until(lambda: dc.gateway.connected, "it connects")
        asked = founder.slash(channel, "setup")
        bot.until(lambda: len(asked.answers) > 1, "/setup is answered")
        assert "已启用" in asked.answers[0].text
        assert bot.stop() == 0
    assert dc.violations == []


def test_two_bots_with_one_token_are_told_so_and_go_on_when_one_stops(
    tmp_path: Path, tg: TelegramStandIn
) -> None:
    group, founder = tg.group("晨读会"), tg.user("云舒")
    group.own(founder)
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    with Bot(folders[0], telegram_settings(tg)) as one:
        with Bot(folders[1], telegram_settings(tg)) as two:
            complaint = "two programs read the updates of one bot token"
            one.until(lambda: complaint in one.log + two.log, "one of them is told")
            assert two.stop() == 0
        founder.says(group, "/setup")
        one.until(lambda: any("已启用" in text for text in group.texts), "the other answers")
        assert one.stop() == 0


def flat(said: str) -> str:
    """Return what was said without the line ends that a narrow terminal made."""
    return said.replace("\n", "")
