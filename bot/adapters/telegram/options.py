"""What an operator may set about Telegram, checked once at the start."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

API_URL = "https://api.telegram.org/bot"
FILE_URL = "https://api.telegram.org/file/bot"
LISTEN = "127.0.0.1:8443"
DEFAULT_PATH = "/telegram"


@dataclass(frozen=True, slots=True)
class TelegramOptions:
    """How to reach Telegram; the token and the secret never show in ``repr``.

    ``listen`` is the ``host:port`` of the webhook's own server; empty when another web
    application mounts the adapter's routes. A poll waits ``poll_timeout`` seconds for updates,
    any other request ``answer_timeout`` seconds for its answer.
    """

    token: str = field(repr=False)
    base_url: str = API_URL
    base_file_url: str = FILE_URL
    mode: Literal["polling", "webhook"] = "polling"
    webhook_url: str = ""
    webhook_secret: str = field(default="", repr=False)
    listen: str = LISTEN
    poll_timeout: int = 30
    answer_timeout: float = 10.0

    def __post_init__(self) -> None:
        """Raise ValueError, naming the setting, for what Telegram would refuse."""
        if not self.token.strip():
            raise ValueError("QUNZHU_TELEGRAM_TOKEN is empty")
        if self.mode not in {"polling", "webhook"}:
            raise ValueError("QUNZHU_TELEGRAM_MODE is neither polling nor webhook")
        if self.mode == "webhook" and not self.webhook_url:
            raise ValueError("QUNZHU_TELEGRAM_WEBHOOK_URL is needed for the webhook mode")
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", self.secret):
            raise ValueError("QUNZHU_TELEGRAM_WEBHOOK_SECRET may hold only A-Z a-z 0-9 _ and -")
        if self.listen and not re.fullmatch(r".*:\d{1,5}", self.listen):
            raise ValueError("QUNZHU_TELEGRAM_LISTEN is not of the form host:port")

    @property
    def api_url(self) -> str:
        """The address that the token is appended to."""
        return _ending(self.base_url, "/bot")

    @property
    def file_url(self) -> str:
        """The address of files that the token is appended to."""
        return _ending(self.base_file_url, "/file/bot")

    @property
    def secret(self) -> str:
        """What a webhook delivery must carry: as set, or derived alike by every process."""
        if self.webhook_secret:
            return self.webhook_secret
        return hmac.new(self.token.encode(), b"telegram webhook", hashlib.sha256).hexdigest()

    @property
    def webhook_path(self) -> str:
        """The path of the webhook's address."""
        path = urlsplit(self.webhook_url).path
        return path if path.strip("/") else DEFAULT_PATH

    @property
    def webhook_target(self) -> str:
        """The whole address that Telegram delivers to."""
        parts = urlsplit(self.webhook_url)
        return parts._replace(path=self.webhook_path).geturl()

    @property
    def listening(self) -> tuple[str, int]:
        """Host and port to listen on."""
        host, _, port = self.listen.rpartition(":")
        return host.strip("[]") or "127.0.0.1", int(port)


def _ending(address: str, ending: str) -> str:
    plain = address.strip().rstrip("/")
    return plain if plain.endswith(ending) or "{token}" in plain else plain + ending
