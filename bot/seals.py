"""Buttons that cannot be forged: what one does is sealed into at most 64 bytes with an HMAC."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.posts import Key

if TYPE_CHECKING:
    from core.addresses import Address
    from core.cards import Button, Card

TOKEN_BYTES = 64
SIGNATURE_CHARS = 12
EPOCH = datetime(2024, 1, 1, tzinfo=UTC)
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
ANYONE = "-"


class BrokenSealError(Exception):
    """The token was not made by us for this chat."""


class ExpiredSealError(Exception):
    """The token was ours, but its time is over."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a token said: the button's action, argument and owner; ``id`` is unique to it."""

    action: str
    arg: str
    owner: int | None
    id: str


class Seals:
    """Seals and opens tokens with the instance's secret."""

    def __init__(self, secret: str) -> None:
        """Take the secret, at least 16 characters of it."""
        self._secret = secret.encode()

    def keys(self, card: Card, to: Address, now: datetime) -> tuple[tuple[Key, ...], ...]:
        """Return a card's buttons as they are sent to a chat."""
        return tuple(tuple(self._key(button, to, now) for button in row) for row in card.buttons)

    def close(self, button: Button, to: Address, now: datetime) -> str:
        """Return the token of a button in a chat; ValueError when it does not fit."""
        owner = ANYONE if button.owner is None else _base36(button.owner)
        minutes = int((now + button.life - EPOCH) / timedelta(minutes=1))
        plain = f"{button.action}|{button.arg}|{owner}|{_base36(minutes)}"
        token = f"{plain}|{self._sign(plain, to.platform, to.chat_id)}"
        if len(token.encode()) > TOKEN_BYTES or plain.count("|") != 3:  # noqa: PLR2004
            message = f"a button's token does not fit: action {button.action}"
            raise ValueError(message)
        return token

    def open(self, token: str, platform: str, chat_id: str, now: datetime) -> Pressed:
        """Return what a token says; raise when it is broken or expired."""
        plain, _, signature = token.rpartition("|")
        expected = self._sign(plain, platform, chat_id)
        if not hmac.compare_digest(signature.encode(), expected.encode()):
            raise BrokenSealError
        action, arg, owner, minutes = plain.split("|")
        if EPOCH + timedelta(minutes=int(minutes, 36)) < now:
            raise ExpiredSealError
        return Pressed(action, arg, None if owner == ANYONE else int(owner, 36), signature)

    def code(self, purpose: str, now: datetime, life: timedelta, *, steps_ago: int = 0) -> str:
        """Return a short code for a purpose that changes with every ``life`` of time."""
        step = int((now - EPOCH) / life) - steps_ago
        digest = hmac.digest(self._secret, f"code:{purpose}:{step}".encode(), "sha256")
        return urlsafe_b64encode(digest).decode()[:10].replace("-", "a").replace("_", "b")

    def _key(self, button: Button, to: Address, now: datetime) -> Key:
        if button.url:
            return Key(button.label, url=button.url)
        return Key(button.label, self.close(button, to, now))

    def _sign(self, plain: str, platform: str, chat_id: str) -> str:
        text = f"button:{platform}:{chat_id}:{plain}".encode()
        digest = hmac.digest(self._secret, text, "sha256")
        return urlsafe_b64encode(digest).decode()[:SIGNATURE_CHARS]


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = DIGITS[rest] + digits
    return digits or "0"
