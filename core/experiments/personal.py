"""What export, erasure and merging do with the experiments that a member was part of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.experiments import exposure_repository, repository
from core.experiments.models import DecisionRow, ExposureRow
from core.members import PersonalData

if TYPE_CHECKING:
    from core.uow import UnitOfWork


def _export(uow: UnitOfWork, member_id: int) -> dict[str, Any]:
    return {
        "shown": [
            {
                "experiment": row.number,
                "name": row.name,
                "variant": row.variant,
                "at": row.at.isoformat() if row.at else None,
            }
            for row in exposure_repository.of_member(uow, member_id)
        ],
        "decided": [
            {"experiment": one.experiment_id, "act": one.act.value, "at": one.at.isoformat()}
            for one in repository.decisions_by(uow, member_id)
        ],
    }


def _erase(uow: UnitOfWork, member_id: int) -> None:
    exposure_repository.delete_of(uow, member_id)
    repository.rename_decider(uow, member_id, None)


def _merge(uow: UnitOfWork, target_id: int, source_id: int) -> None:
    exposure_repository.move(uow, target_id, source_id)
    repository.rename_decider(uow, source_id, target_id)


PERSONAL = PersonalData(
    room="experiments",
    tables=(ExposureRow, DecisionRow),
    export=_export,
    erase=_erase,
    merge=_merge,
    kept="实验的决定：你作为管理员做过的决定只保留内容和时间，不再与你的账号关联。",
)
