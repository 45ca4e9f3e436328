"""Settings: ``QUNZHU_*`` variables and a ``.env`` file that nobody else can read."""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ENV_FILE = Path(".env")
DEFAULT_DATABASE = "sqlite:///data/qunzhu.db"


class EnvFileError(Exception):
    """The ``.env`` file may be read by others than its owner."""


class Settings(BaseSettings):
    """Everything that an operator can set; secrets never show in a print of it."""

    model_config = SettingsConfigDict(
        env_prefix="QUNZHU_", env_file=".env", env_ignore_empty=True, extra="ignore"
    )

    database_url: str = DEFAULT_DATABASE
    secret: SecretStr | None = None
    owners: Annotated[tuple[str, ...], NoDecode] = ()
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    sentiment_model: Literal["default", "permissive", "snownlp"] = "default"
    commands_per_minute: int = Field(default=20, ge=0)

    telegram_token: SecretStr | None = None
    telegram_base_url: str = "https://api.telegram.org/bot"
    telegram_base_file_url: str = "https://api.telegram.org/file/bot"
    telegram_mode: Literal["polling", "webhook"] = "polling"
    telegram_webhook_url: str = ""
    telegram_webhook_secret: SecretStr | None = None
    telegram_listen: str = "127.0.0.1:8443"

    discord_token: SecretStr | None = None
    discord_api_base: str = "https://discord.com/api/v10"
    discord_gateway_url: str | None = None
    discord_cdn_base: str = "https://cdn.discordapp.com"

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        """Read ``postgresql://`` as the driver that is installed."""
        address = re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", value)
        if not address.startswith(("sqlite:///", "postgresql+psycopg://")):
            message = "it begins with neither sqlite:/// nor postgresql://"
            raise ValueError(message)
        return address

    @field_validator("owners", mode="before")
    @classmethod
    def _split_owners(cls, value: object) -> object:
        """Read ``telegram:123,discord:456``."""
        if isinstance(value, str):
            return tuple(item.strip() for item in value.split(",") if item.strip())
        return value

    @field_validator("owners")
    @classmethod
    def _check_owners(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for item in value:
            platform, _, account = item.partition(":")
            if not platform or not account:
                message = f"{item!r} is not of the form platform:id, such as telegram:123"
                raise ValueError(message)
        return value

    @property
    def owner_accounts(self) -> tuple[tuple[str, str], ...]:
        """The owners as (platform, account id)."""
        pairs = (item.partition(":") for item in self.owners)
        return tuple((platform, account) for platform, _, account in pairs)


def load(env_file: Path = ENV_FILE) -> Settings:
    """Read the settings; raise `EnvFileError` when the file's secrets are open to others."""
    if env_file.exists() and env_file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        message = f"{env_file} may be read by others: run chmod 600 {env_file}"
        raise EnvFileError(message)
    return Settings(_env_file=env_file)
