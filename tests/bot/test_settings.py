"""Settings come from variables and from a file that nobody else can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot import wizard
from bot.adapters.discord import DiscordSettings
from bot.adapters.telegram import TelegramSettings
from bot.settings import EnvFileError, SettingError, Settings, load

if TYPE_CHECKING:
    from pathlib import Path

TOKEN = "123456:made-up-for-this-test"


def _file(path: Path, text: str, mode: int = 0o600) -> Path:
    env = path / ".env"
    env.write_text(text, encoding="utf-8")
    env.chmod(mode)
    return env


def test_the_file_is_read_when_its_owner_alone_can_read_it(tmp_path: Path) -> None:
    file = _file(tmp_path, f"QUNZHU_SECRET=sealed\nQUNZHU_TELEGRAM_TOKEN={TOKEN}\n")
    assert load(file).secrets == ("sealed",)
    assert TelegramSettings.read(file).secrets == (TOKEN,)


def test_a_mark_before_the_first_name_is_passed_over(tmp_path: Path) -> None:
    assert load(_file(tmp_path, "\ufeffQUNZHU_LOG_LEVEL=debug\n")).log_level == "debug"


def test_a_file_in_another_encoding_is_said_to_be_so_and_not_shown(tmp_path: Path) -> None:
    file = _file(tmp_path, "")
    file.write_bytes("QUNZHU_SECRET=芝麻开门\n".encode("gbk"))
    with pytest.raises(SettingError, match=r"\.env is not UTF-8 text$"):
        load(file)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o622])
def test_a_file_that_is_open_to_others_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(EnvFileError, match="chmod 600"):
        load(_file(tmp_path, f"QUNZHU_TELEGRAM_TOKEN={TOKEN}\n", mode))


def test_no_file_is_no_trouble(tmp_path: Path) -> None:
    assert load(tmp_path / ".env").secret is None
    assert TelegramSettings.read(tmp_path / ".env").token is None


def test_a_variable_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUNZHU_LOG_LEVEL", "error")
    assert load(_file(tmp_path, "QUNZHU_LOG_LEVEL=debug\n")).log_level == "error"


def test_what_is_left_empty_counts_as_not_set(tmp_path: Path) -> None:
    file = _file(tmp_path, "QUNZHU_TELEGRAM_TOKEN=\nQUNZHU_OWNERS=\n")
    assert TelegramSettings.read(file).token is None
    assert load(file).owners == ()


def test_owners_are_read_as_platform_and_account(tmp_path: Path) -> None:
    settings = load(_file(tmp_path, "QUNZHU_OWNERS=telegram:12, discord:34\n"))
    assert settings.owner_accounts == (("telegram", "12"), ("discord", "34"))


@pytest.mark.parametrize("owners", ["alice", ":12", "telegram:", "telegram:12,alice"])
def test_an_owner_without_a_platform_is_refused(tmp_path: Path, owners: str) -> None:
    with pytest.raises(SettingError, match=r"QUNZHU_OWNERS: .*platform:id"):
        load(_file(tmp_path, f"QUNZHU_OWNERS={owners}\n"))


def test_no_secret_shows_when_settings_are_printed() -> None:
    secret = "a secret that must not show"
    for settings in (
        Settings(_env_file=None, secret=secret),
        TelegramSettings(_env_file=None, token=secret, webhook_secret=secret),
        DiscordSettings(_env_file=None, token=secret),
    ):
        shown = f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"
        assert secret in settings.secrets
        assert secret not in shown


def test_what_is_wrong_with_a_secret_is_said_without_it(tmp_path: Path) -> None:
    file = _file(tmp_path, f"QUNZHU_TELEGRAM_TOKEN={TOKEN}\nQUNZHU_TELEGRAM_MODE={TOKEN}\n")
    with pytest.raises(SettingError, match="QUNZHU_TELEGRAM_MODE: ") as raised:
        TelegramSettings.read(file)
    assert TOKEN not in str(raised.value)


def test_what_the_wizard_writes_is_what_settings_read(tmp_path: Path) -> None:
    written = 'it\'s \\ a "token" # with $ and spaces'
    path = tmp_path / ".env"
    wizard.write(path, {"QUNZHU_DISCORD_TOKEN": written, "QUNZHU_OWNERS": "telegram:12"})
    assert DiscordSettings.read(path).secrets == (written,)
    assert load(path).owners == ("telegram:12",)
