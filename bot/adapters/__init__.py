"""One folder per chat platform: its updates become ours, and our posts become its.

A folder whose package exports a `PlatformPlugin` is served as soon as its token is set.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from bot.settings import PlatformSettings, SettingError
from core.plugins import found_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.posts import Platform

S = TypeVar("S", bound=PlatformSettings)


@dataclass(frozen=True, slots=True)
class PlatformPlugin(Generic[S]):
    """How a platform is plugged in: its name, its settings, and the adapter made of them.

    ``hint`` tells an operator where to get a token; ``build`` raises ValueError, naming the
    variable, for settings that cannot be.
    """

    title: str
    hint: str
    settings: type[S]
    build: Callable[[S], Platform]

    @property
    def token(self) -> str:
        """The name of the token's variable."""
        return self.settings.variable("token")

    def configured(self, env_file: Path) -> Platform | None:
        """Return the adapter, None where no token is set; raises `SettingError`."""
        settings = self.settings.read(env_file)
        if settings.token is None:
            return None
        try:
            return self.build(settings)
        except ValueError as error:
            raise SettingError(str(error)) from None


def plugins() -> tuple[PlatformPlugin[Any], ...]:
    """Return the plugins that the folders here export, by the folders' names."""
    return tuple(found_in(sys.modules[__name__], PlatformPlugin))
