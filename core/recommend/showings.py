"""Showings: which courses members, or groups, were suggested lately, for others to plan by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.recommend import repository
from core.recommend.suggestion import group_channel

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from core.uow import UnitOfWork

    Showing = tuple[int, int, datetime]


def shown_to(
    uow: UnitOfWork, member_ids: Collection[int], channel: str, since: datetime
) -> list[Showing]:
    """Return (member, course, at) of what was suggested to members by their own learning."""
    rows = repository.shown_by(uow, member_ids, channel, since)
    return [(row.member_id, row.course_id, row.at) for row in rows]


def shown_in(
    uow: UnitOfWork, community_id: int, chat_ids: Collection[int], since: datetime
) -> list[Showing]:
    """Return (chat, course, at) of what was suggested in groups."""
    chats = {group_channel(chat_id): chat_id for chat_id in chat_ids}
    rows = repository.shown_in_channels(uow, community_id, chats, since)
    return [(chats[row.channel], row.course_id, row.at) for row in rows]
