"""Where something is said: a chat on a platform, without anything of the platform itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Address:
    """A chat, or with ``private`` the private chat with the user whose id is ``chat_id``."""

    platform: str
    chat_id: str
    private: bool = False
    thread: str | None = None
