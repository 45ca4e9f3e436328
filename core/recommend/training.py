"""Training: a community's models learn anew, and run if they do well on days held out."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, NamedTuple

import structlog

from core.recommend.promotion import Verdict, trial
from core.recommend.service import fit, gather, keep
from core.recommend.serving import running_state
from core.uow import UnitOfWork

if TYPE_CHECKING:
    from core.recommend.suggestion import Training

Begin = Callable[[], AbstractContextManager[UnitOfWork]]

log = structlog.get_logger(__name__)


class Learned(NamedTuple):
    """What there was to learn from, and whether what was learned runs."""

    training: Training
    verdict: Verdict


def learn(begin: Begin, community_id: int) -> Learned | None:
    """Train on a community, None where it has no courses; seconds, in no transaction."""
    with begin() as uow:
        data = gather(uow, community_id)
        running = running_state(uow, community_id)
    if not len(data.course_ids):
        return None
    verdict = trial(data, running)
    blend = fit(data)
    figures = verdict.figures()
    log.info("recommender_trained", community=community_id, promoted=verdict.promoted, **figures)
    with begin() as uow:
        kept = keep(uow, community_id, blend, runs=verdict.promoted, figures=figures)
    return Learned(kept, verdict)
