"""What every folder in bot/adapters must export, and that such a folder is all a platform takes."""

from __future__ import annotations

import asyncio
import inspect
import sys
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from bot import adapters, wizard
from bot.app import platforms
from bot.cli import app
from bot.doctor import examine
from bot.posts import Finding, Limits, Platform
from bot.settings import SettingError, Settings, Variables
from core.plugins import modules_of
from tests.architecture.sources import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType

    from bot.adapters import PlatformPlugin
    from bot.settings import PlatformSettings

    Plugin = PlatformPlugin[PlatformSettings]

# What is played in a terminal has no token; its own command serves it.
PLAYED = {"console"}
FOLDERS = {module.__name__.rpartition(".")[2]: module for module in modules_of(adapters)}
PLUGINS = {name: module.PLUGIN for name, module in FOLDERS.items() if name not in PLAYED}
TOKEN = "7001:made-up-token-of-nobody"
PIGEON = '''"""Pigeons: a platform that is one file."""

from bot.adapters import PlatformPlugin
from bot.posts import Finding, Limits
from bot.settings import PlatformSettings


class PigeonSettings(PlatformSettings):
    model_config = {"env_prefix": "QUNZHU_PIGEON_"}

    loft: str = "the roof"


class Pigeons:
    name = "pigeon"
    limits = Limits()
    trusted = False

    def __init__(self, settings):
        if settings.loft == "the cellar":
            raise ValueError("QUNZHU_PIGEON_LOFT is too dark")
        self.loft = settings.loft

    async def check(self, chats=()):
        return [Finding(ok=True, text=f"they live on {self.loft}")]


PLUGIN = PlatformPlugin("Pigeons", "ask the breeder", PigeonSettings, Pigeons)
'''

every_plugin = pytest.mark.parametrize(("name", "plugin"), PLUGINS.items(), ids=list(PLUGINS))


@pytest.fixture
def pigeons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put the folder of a made-up platform beside the others."""
    folder = tmp_path / "adapters" / "pigeon"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text(PIGEON, "utf-8")
    monkeypatch.setattr(adapters, "__path__", [*adapters.__path__, str(folder.parent)])
    yield
    sys.modules.pop("bot.adapters.pigeon", None)
    vars(adapters).pop("pigeon", None)


@pytest.mark.parametrize("module", FOLDERS.values(), ids=list(FOLDERS))
def test_every_folder_says_what_it_exports(module: ModuleType) -> None:
    assert module.__doc__
    assert all(hasattr(module, name) for name in module.__all__)


def test_every_plugin_is_found() -> None:
    assert list(adapters.plugins()) == list(PLUGINS.values())


@every_plugin
def test_every_variable_bears_the_name_of_its_folder(name: str, plugin: Plugin) -> None:
    assert plugin.settings.variable("") == f"QUNZHU_{name.upper()}_"
    assert plugin.token == f"QUNZHU_{name.upper()}_TOKEN"
    assert plugin.title
    assert plugin.hint


@every_plugin
def test_without_a_token_no_platform_is_built(name: str, plugin: Plugin, tmp_path: Path) -> None:
    del name
    assert plugin.configured(tmp_path / ".env") is None
    assert plugin.configured(env_file(tmp_path, **{plugin.token: ""})) is None


@every_plugin
def test_with_a_token_all_that_a_platform_must_do_is_there(
    name: str, plugin: Plugin, tmp_path: Path
) -> None:
    platform = plugin.configured(env_file(tmp_path, **{plugin.token: TOKEN}))
    assert platform is not None
    assert platform.name == name
    assert isinstance(platform.limits, Limits)
    assert not platform.trusted
    for deed in ("run", "send", "rank", "act", "check"):
        assert inspect.iscoroutinefunction(getattr(platform, deed)), deed
        asked = inspect.signature(getattr(Platform, deed)).parameters
        assert list(asked)[1:] == list(inspect.signature(getattr(platform, deed)).parameters)


@every_plugin
def test_a_token_is_known_as_a_secret(name: str, plugin: Plugin, tmp_path: Path) -> None:
    del name
    settings = plugin.settings.read(env_file(tmp_path, **{plugin.token: TOKEN}))
    assert TOKEN in settings.secrets
    assert TOKEN not in repr(settings)


@pytest.mark.parametrize("variables", [Settings, *(plugin.settings for plugin in PLUGINS.values())])
def test_every_variable_stands_in_the_operators_guide(variables: type[Variables]) -> None:
    guide = (ROOT / "docs" / "operator.md").read_text("utf-8")
    wanted = {f"| `{variables.variable(field)}` |" for field in variables.model_fields}
    assert {line for line in wanted if line not in guide} == set()


@pytest.mark.usefixtures("pigeons")
def test_a_folder_is_all_that_a_platform_takes(tmp_path: Path, sqlite_url: str) -> None:
    file = env_file(tmp_path, QUNZHU_PIGEON_TOKEN=TOKEN, QUNZHU_PIGEON_LOFT="the tower")
    assert [platform.name for platform in platforms(file)] == ["pigeon"]
    findings = asyncio.run(examine(Settings(_env_file=None, database_url=sqlite_url), file))
    assert findings[-1] == Finding(ok=True, text="they live on the tower")


@pytest.mark.usefixtures("pigeons")
def test_a_setting_that_a_platform_cannot_use_is_named(tmp_path: Path, sqlite_url: str) -> None:
    file = env_file(tmp_path, QUNZHU_PIGEON_TOKEN=TOKEN, QUNZHU_PIGEON_LOFT="the cellar")
    with pytest.raises(SettingError, match="QUNZHU_PIGEON_LOFT"):
        platforms(file)
    findings = asyncio.run(examine(Settings(_env_file=None, database_url=sqlite_url), file))
    assert findings[-1].text == "Pigeons 的设置有误：QUNZHU_PIGEON_LOFT is too dark"


@pytest.mark.usefixtures("pigeons")
def test_init_asks_for_the_token_of_a_new_platform(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    asked = CliRunner().invoke(app, ["init"], input="\n\n" + TOKEN + "\n\n\n").output
    assert "Pigeons 令牌（ask the breeder）" in asked
    assert [platform.name for platform in platforms(tmp_path / ".env")] == ["pigeon"]


def env_file(folder: Path, **variables: str) -> Path:
    """Return a file that holds these variables and no others."""
    path = folder / ".env"
    path.unlink(missing_ok=True)
    wizard.write(path, variables)
    return path
