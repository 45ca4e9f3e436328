"""The command line as an operator meets it: in a terminal, with files, and with exit codes."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from bot import wizard
from bot.adapters.discord import DiscordSettings
from bot.adapters.telegram import TelegramSettings
from bot.settings import EnvFileError, load
from tests.bot.terminal import Terminal
from tests.end_to_end.process import qunzhu
from tests.standins.discord import Discord

if TYPE_CHECKING:
    from pathlib import Path

TELEGRAM = "7001234567:AAHmade-up-token-of-nobody"
DISCORD = "made-up.bot.token-of-nobody"


def test_init_asks_and_writes_what_only_the_owner_may_read(tmp_path: Path) -> None:
    with Terminal(tmp_path, "init") as terminal:
        terminal.answers("数据库地址", "")
        terminal.answers("Discord 令牌", DISCORD)
        terminal.answers("Telegram 令牌", TELEGRAM)
        terminal.answers("群主账号", "telegram:123,discord:456")
        assert terminal.ends() == 0

    file = tmp_path / ".env"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    written = load(file)
    assert DiscordSettings.read(file).secrets == (DISCORD,)
    assert TelegramSettings.read(file).secrets == (TELEGRAM,)
    assert written.owner_accounts == (("telegram", "123"), ("discord", "456"))
    assert written.secret is not None
    for secret in (TELEGRAM, DISCORD, written.secret.get_secret_value()):
        assert secret not in terminal.shown


def test_what_is_left_empty_is_left_out(tmp_path: Path) -> None:
    with Terminal(tmp_path, "init") as terminal:
        for question in ("数据库地址", "Discord 令牌", "Telegram 令牌", "群主账号"):
            terminal.answers(question, "")
        assert terminal.ends() == 0
    names = [line.partition("=")[0] for line in (tmp_path / ".env").read_text("utf-8").split()]
    assert names == ["QUNZHU_DATABASE_URL", "QUNZHU_SECRET"]


def test_init_overwrites_nothing_unless_told_to(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("QUNZHU_SECRET=kept\n", "utf-8")
    file.chmod(0o600)
    code, said = qunzhu(tmp_path, "init")
    assert code == 2
    assert "--force" in said
    assert file.read_text("utf-8") == "QUNZHU_SECRET=kept\n"

    with Terminal(tmp_path, "init", "--force") as terminal:
        for question in ("数据库地址", "Discord 令牌", "Telegram 令牌", "群主账号"):
            terminal.answers(question, "")
        assert terminal.ends() == 0
    assert "kept" not in file.read_text("utf-8")


@pytest.mark.parametrize("words", [("run",), ("jobs", "list")], ids=" ".join)
def test_a_file_of_secrets_that_others_may_read_is_refused(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    file = tmp_path / ".env"
    file.write_text(f"QUNZHU_TELEGRAM_TOKEN={TELEGRAM}\n", "utf-8")
    file.chmod(0o644)
    with pytest.raises(EnvFileError):
        load(file)
    code, said = qunzhu(tmp_path, *words)
    assert code == 2
    assert "chmod 600 .env" in said
    assert "Traceback" not in said
    assert TELEGRAM not in said


@pytest.mark.parametrize("value", ["it's", "a\\b", "a b", '"quoted"', "#no comment"])
def test_whatever_is_written_is_read_again(tmp_path: Path, value: str) -> None:
    file = tmp_path / ".env"
    wizard.write(file, {"QUNZHU_TELEGRAM_TOKEN": value})
    assert TelegramSettings.read(file).secrets == (value,)


def test_the_doctor_ends_well_only_where_all_is_well(tmp_path: Path) -> None:
    with Discord() as dc:
        dc.guild("晨读会分会")
        settings = {"QUNZHU_DISCORD_TOKEN": dc.token, "QUNZHU_DISCORD_API_BASE": dc.api_base}
        code, said = qunzhu(tmp_path, "doctor", **settings)
        assert code == 1
        assert "❌ 数据表不是最新的。请运行 qunzhu migrate。" in said
        code, said = qunzhu(tmp_path, "migrate", **settings)
        assert (code, said) == (0, "数据表已更新。\n")
        code, said = qunzhu(tmp_path, "doctor", **settings)
    assert code == 0, said
    assert "❌" not in said
    assert dc.token not in said


def test_migrating_a_database_that_nobody_serves_is_said_in_a_sentence(tmp_path: Path) -> None:
    url = "postgresql://reader:hushhush@127.0.0.1:9/qunzhu"
    code, said = qunzhu(tmp_path, "migrate", QUNZHU_DATABASE_URL=url)
    assert code == 2
    assert said.startswith("连不上数据库：")
    assert "Traceback" not in said
    assert "hushhush" not in said
