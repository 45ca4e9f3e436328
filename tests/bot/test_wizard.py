"""``qunzhu init`` writes a file for its owner's eyes alone, and overwrites none."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from bot import wizard
from bot.adapters.discord import DiscordSettings
from bot.adapters.telegram import TelegramSettings
from bot.cli import app
from bot.settings import load

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOKEN = "123456:made-up-for-this-test"
ANSWERS = f"\n\n{TOKEN}\ntelegram:42\n"


@pytest.fixture(autouse=True)
def _open_mask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    wizard.write(path, {"QUNZHU_TELEGRAM_TOKEN": TOKEN})
    assert _mode(path) == 0o600


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError):
        wizard.write(path, {"QUNZHU_TELEGRAM_TOKEN": TOKEN})
    assert path.read_text(encoding="utf-8") == "mine"


def test_the_answers_become_settings_with_a_secret_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["init"], input=ANSWERS)
    assert result.exit_code == 0, result.output
    assert TOKEN not in result.output
    settings = load(tmp_path / ".env")
    assert TelegramSettings.read(tmp_path / ".env").secrets == (TOKEN,)
    assert DiscordSettings.read(tmp_path / ".env").token is None
    assert settings.owners == ("telegram:42",)
    assert settings.secret is not None
    assert len(settings.secret.get_secret_value()) >= 32
    assert _mode(tmp_path / ".env") == 0o600


def test_asking_again_needs_force_and_makes_another_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / ".env"
    CliRunner().invoke(app, ["init"], input=ANSWERS)
    first = path.read_text(encoding="utf-8")
    assert CliRunner().invoke(app, ["init"], input=ANSWERS).exit_code == 2
    assert path.read_text(encoding="utf-8") == first
    assert CliRunner().invoke(app, ["init", "--force"], input=ANSWERS).exit_code == 0
    assert path.read_text(encoding="utf-8") != first
    assert _mode(path) == 0o600
