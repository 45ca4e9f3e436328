"""Who may do what: one ladder of roles for every platform and every room."""

from __future__ import annotations

from enum import IntEnum


class Role(IntEnum):
    """A person's standing in a community, lowest first, so that roles compare with ``<``."""

    MEMBER = 0
    MODERATOR = 1
    ADMIN = 2
    OWNER = 3
