"""What export, erasure and merging do with what was suggested to a member."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.members import PersonalData
from core.recommend import repository
from core.recommend.tables import ShownRow

if TYPE_CHECKING:
    from core.uow import UnitOfWork


def _export(uow: UnitOfWork, member_id: int) -> list[dict[str, Any]]:
    return [
        {
            "course": row.course_id,
            "at": row.at.isoformat(),
            "channel": row.channel,
            "reason": row.reason,
            "position": row.position,
            "clicked_at": row.clicked_at.isoformat() if row.clicked_at else None,
        }
        for row in repository.shown(uow, member_id)
    ]


PERSONAL = PersonalData(
    room="recommend",
    tables=(ShownRow,),
    export=_export,
    erase=repository.delete_shown,
    merge=repository.move_shown,
    kept=(
        "课程推荐的模型：由大家的学习记录汇总而成，里面没有你的账号；"
        "下一次夜间训练时删掉，不用你的记录重新训练。"
    ),
)
