"""Training: a community's models learn anew, and run if they do well on days held out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import structlog

from core import courses, members
from core.members import Purpose
from core.recommend import repository
from core.recommend.blend import Blend
from core.recommend.promotion import Verdict, trial
from core.recommend.service import gather
from core.recommend.serving import running_state
from core.recommend.state import pack
from core.recommend.suggestion import Training
from core.recommend.tallying import recount

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from core.recommend.dataset import Dataset
    from core.uow import Begin, UnitOfWork

KEPT = timedelta(days=180)
KEPT_MODELS = 3

log = structlog.get_logger(__name__)


class Fitted(NamedTuple):
    """Fitted models as they are stored, and what there was to learn from."""

    content: bytes
    sha256: str
    training: Training


class Learned(NamedTuple):
    """What there was to learn from, whether what was learned runs, and if older ones were deleted.

    They are, when somebody left from whom they had learned.
    """

    training: Training
    verdict: Verdict
    forgot: bool


def learn(begin: Begin, community_id: int) -> Learned | None:
    """Train on a community, None where it has no courses; seconds, in no writing transaction."""
    with begin() as uow:
        forgot = forget(uow, community_id)
    with begin(writes=False) as uow:
        data, as_of = gather(uow, community_id), uow.now
        running = running_state(uow, community_id)
    if not len(data.course_ids):
        return None
    verdict = trial(data, running)
    fitted = fit(data)
    runs, figures = verdict.promoted, verdict.figures()
    log.info("recommender_trained", community=community_id, promoted=runs, forgot=forgot, **figures)
    with begin() as uow:
        keep(uow, community_id, fitted, as_of=as_of, runs=runs, figures=figures)
    return Learned(fitted.training, verdict, forgot)


def train(uow: UnitOfWork, community_id: int) -> Training:
    """Learn in one transaction, and run what was learned without a trial."""
    forget(uow, community_id)
    fitted = fit(gather(uow, community_id))
    keep(uow, community_id, fitted, as_of=uow.now)
    return fitted.training


def fit(dataset: Dataset) -> Fitted:
    """Fit every model and pack it; takes seconds on large data, so do it outside a transaction."""
    content, sha256 = pack(Blend().fit(dataset).state())
    counts = len(dataset.member_ids), len(dataset.course_ids), len(dataset.weights)
    return Fitted(content, sha256, Training(*counts))


def forget(uow: UnitOfWork, community_id: int) -> bool:
    """Delete what models learned before somebody left whom they may have learned from.

    They left when they withdrew their consent or were erased. Say whether anything was deleted.
    """
    left_at = _left_at(uow, community_id)
    if left_at is not None:
        repository.delete_models_until(uow, community_id, left_at)
    return left_at is not None


def keep(  # noqa: PLR0913 - what of whom, as of when, whether it runs and why
    uow: UnitOfWork,
    community_id: int,
    fitted: Fitted,
    *,
    as_of: datetime,
    runs: bool = True,
    figures: Mapping[str, Any] | None = None,
) -> None:
    """Store models fitted on data ``as_of`` a moment, to run or else only to be looked at.

    What is older than half a year is forgotten, and whoever withdrew their consent leaves all
    estimates.
    """
    values = {"community_id": community_id, "content": fitted.content, "sha256": fitted.sha256}
    values |= {"trained_at": as_of, "running": runs, "figures": dict(figures or {})}
    repository.add_model(uow, values)
    repository.delete_old_models(uow, community_id, KEPT_MODELS)
    repository.delete_shown_before(uow, community_id, uow.now - KEPT)
    recount(uow, community_id)


def _left_at(uow: UnitOfWork, community_id: int) -> datetime | None:
    """Return when the last one left whom a kept model may have learned from, None when nobody."""
    since = repository.oldest_model(uow, community_id)
    if since is None:
        return None
    said_no = members.withdrawn_since(uow, community_id, Purpose.RECOMMEND, since)
    taught = {done.member_id for done in courses.interactions_of(uow, said_no.keys())}
    moments = [said_no[member_id] for member_id in taught]
    moments += members.erased_since(uow, community_id, since).values()
    return max(moments, default=None)
