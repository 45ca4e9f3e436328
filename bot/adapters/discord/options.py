"""What the adapter needs to reach Discord."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.settings import TokenRefusedError

API_BASE = "https://discord.com/api/v10"
CDN_BASE = "https://cdn.discordapp.com"

_VERSIONED = re.compile(r"/v\d+$")


class TokenRefused(TokenRefusedError):  # noqa: N818 - a state of the settings
    """Discord does not know the bot token: nothing can work before the setting is corrected."""

    variable = "QUNZHU_DISCORD_TOKEN"

    def __init__(self) -> None:
        """Name the setting, never its value."""
        super().__init__(
            f"Discord refused the bot token: set {self.variable} to the token shown under "
            "Bot in the developer portal"
        )


@dataclass(frozen=True, slots=True)
class DiscordOptions:
    """The bot token, and other addresses than Discord's own where a proxy stands in between.

    Without ``gateway_url`` the gateway is the one that ``GET /gateway/bot`` names.
    """

    token: str = field(repr=False)
    api_base: str = API_BASE
    gateway_url: str | None = None
    cdn_base: str = CDN_BASE

    @property
    def api(self) -> str:
        """The REST base with its version and no slash at its end."""
        base = self.api_base.strip().rstrip("/") or API_BASE
        if _VERSIONED.search(base):
            return base
        path = urlsplit(base).path
        if not path:
            return f"{base}/api/v10"
        return f"{base}/v10" if path.endswith("/api") else base

    @property
    def gateway(self) -> str | None:
        """The gateway that wins everywhere, as a websocket address; None where none is set."""
        url = (self.gateway_url or "").strip()
        return re.sub(r"^http", "ws", url) or None

    @property
    def cdn(self) -> str:
        """The base of pictures, with no slash at its end."""
        return self.cdn_base.strip().rstrip("/") or CDN_BASE
