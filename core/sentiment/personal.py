"""What export, erasure and merging do with a member's mood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.members import PersonalData
from core.sentiment import repository
from core.sentiment.models import MoodRow, MoodTopicRow

if TYPE_CHECKING:
    from core.uow import UnitOfWork


def _export(uow: UnitOfWork, member_id: int) -> dict[str, list[dict[str, Any]]]:
    return {
        "hours": [
            {
                "chat": row.chat_id,
                "day": row.day.isoformat(),
                "hour": row.hour,
                "messages": row.messages,
                "confident": row.confident,
                "score_sum": row.score_sum,
                "positives": row.positives,
                "negatives": row.negatives,
            }
            for row in repository.rows_of(uow, MoodRow, member_id)
        ],
        "topics": [
            {
                "chat": row.chat_id,
                "day": row.day.isoformat(),
                "topic": row.topic,
                "positives": row.positives,
                "negatives": row.negatives,
            }
            for row in repository.rows_of(uow, MoodTopicRow, member_id)
        ],
    }


PERSONAL = PersonalData(
    room="sentiment",
    tables=(MoodRow, MoodTopicRow),
    export=_export,
    erase=repository.delete_of,
    merge=repository.move,
)
