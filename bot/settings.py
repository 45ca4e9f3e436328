"""Settings: ``QUNZHU_*`` variables and a ``.env`` file that nobody else can read."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ENV_FILE = Path(".env")
DEFAULT_DATABASE = "sqlite:///data/qunzhu.db"
DATABASES = ("sqlite:///", "postgres://", "postgresql://", "postgresql+psycopg://")


class EnvFileError(Exception):
    """The ``.env`` file may be read by others than its owner."""


class SettingError(Exception):
    """A setting cannot be as it is; the message says which or why, and never a secret."""


class TokenRefusedError(Exception):
    """A platform does not know the token that stands in ``variable``."""

    variable: ClassVar[str]


class Variables(BaseSettings):
    """Settings with one prefix; an empty one counts as not set, and secrets never show."""

    # Some editors begin a file of UTF-8 with a mark, which is no part of the first name.
    model_config = SettingsConfigDict(
        env_ignore_empty=True, extra="ignore", env_file_encoding="utf-8-sig"
    )

    @classmethod
    def read(cls, env_file: Path = ENV_FILE) -> Self:
        """Read the environment and the file; raise `SettingError` for what cannot be."""
        try:
            return cls(_env_file=env_file)
        except ValidationError as error:
            problems = [_problem(cls, item["loc"], item["msg"]) for item in error.errors()]
            raise SettingError("\n".join(problems)) from None
        except UnicodeDecodeError:
            message = f"{env_file} is not UTF-8 text"
            raise SettingError(message) from None

    @classmethod
    def variable(cls, field: str) -> str:
        """Return the name that a field has in the environment."""
        return f"{cls.model_config.get('env_prefix', '')}{field}".upper()

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every secret that is set, for whoever must keep them out of sight."""
        values = (getattr(self, name) for name in type(self).model_fields)
        return tuple(value.get_secret_value() for value in values if isinstance(value, SecretStr))


class PlatformSettings(Variables):
    """What every platform's settings have; without a token the platform is not served."""

    token: SecretStr | None = None


class Settings(Variables):
    """Everything that an operator can set and that belongs to no platform."""

    model_config = SettingsConfigDict(env_prefix="QUNZHU_")

    database_url: str = DEFAULT_DATABASE
    secret: SecretStr | None = None
    owners: Annotated[tuple[str, ...], NoDecode] = ()
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    sentiment_model: Literal["default", "permissive", "snownlp"] = "default"
    sentiment_folder: Path | None = None
    commands_per_minute: int = Field(default=40, ge=0)

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        """Refuse what is no database of ours; `core.db.address` reads the others."""
        if not value.startswith(DATABASES):
            message = "it begins with neither sqlite:/// nor postgresql://"
            raise ValueError(message)
        return value

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
    """Read the settings of no platform; raises `SettingError`.

    Raises `EnvFileError` when the file's secrets are open to others.
    """
    if env_file.exists() and env_file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        message = f"{env_file} may be read by others: run chmod 600 {env_file}"
        raise EnvFileError(message)
    return Settings.read(env_file)


def plain(secret: SecretStr | None) -> str:
    """Return a secret's text, empty where none is set."""
    return secret.get_secret_value() if secret else ""


def _problem(variables: type[Variables], where: tuple[int | str, ...], message: str) -> str:
    field = str(where[0]) if where else ""
    return f"{variables.variable(field)}: {message.removeprefix('Value error, ')}"
