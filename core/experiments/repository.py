"""Every query about experiments, what they decided and who decided it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row as SqlRow
from sqlalchemy import func, insert, select, update

from core.experiments.decision import Act, Decision
from core.experiments.experiment import (
    Design,
    Experiment,
    Metric,
    Rule,
    State,
    Surface,
    Variant,
)
from core.experiments.models import DecisionRow, ExperimentRow, PromotedRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.uow import UnitOfWork

_EXPERIMENT = select(*ExperimentRow.__table__.columns)
_DECISION = (
    DecisionRow.experiment_id,
    DecisionRow.act,
    DecisionRow.by_member_id,
    DecisionRow.at,
    DecisionRow.detail,
)
_DESIGN = ("baseline", "deviation", "lift", "horizon", "days")
_PLAIN = ("id", "community_id", "number", "name", "hypothesis", "created_at", "layer")
_LATER = ("first_bucket", "buckets", "started_at", "stopped_at", "told_at", "winner")


def next_number(uow: UnitOfWork, community_id: int) -> int:
    """Return the number that the community's next experiment gets."""
    newest = select(func.max(ExperimentRow.number))
    newest = newest.where(ExperimentRow.community_id == community_id)
    return (uow.execute(newest).scalar() or 0) + 1


def add(uow: UnitOfWork, values: Mapping[str, Any], variants: Sequence[Variant]) -> int:
    """Insert a draft and return its id."""
    statement = insert(ExperimentRow).values(
        variants=[asdict(variant) for variant in variants],
        state=State.DRAFT.value,
        created_at=uow.now,
        first_bucket=0,
        winner="",
        tallies={},
        **values,
    )
    return int(uow.execute(statement.returning(ExperimentRow.id)).scalar_one())


def experiment(uow: UnitOfWork, community_id: int, experiment_id: int) -> Experiment | None:
    """Return an experiment of a community by its id."""
    here = (ExperimentRow.community_id == community_id, ExperimentRow.id == experiment_id)
    row = uow.execute(_EXPERIMENT.where(*here)).first()
    return _experiment(row) if row else None


def numbered(uow: UnitOfWork, community_id: int, number: int) -> Experiment | None:
    """Return an experiment of a community by its number."""
    here = (ExperimentRow.community_id == community_id, ExperimentRow.number == number)
    row = uow.execute(_EXPERIMENT.where(*here)).first()
    return _experiment(row) if row else None


def every(
    uow: UnitOfWork, community_id: int, state: State | None = None, limit: int | None = None
) -> list[Experiment]:
    """Return a community's experiments, newest first: of one state, or all not discarded."""
    query = _EXPERIMENT.where(ExperimentRow.community_id == community_id)
    if state is None:
        query = query.where(ExperimentRow.state != State.DISCARDED.value)
    else:
        query = query.where(ExperimentRow.state == state.value)
    query = query.order_by(ExperimentRow.number.desc()).limit(limit)
    return [_experiment(row) for row in uow.execute(query)]


def change(uow: UnitOfWork, seen: Experiment, values: Mapping[str, Any]) -> None:
    """Change an experiment."""
    uow.execute(update(ExperimentRow).where(ExperimentRow.id == seen.id).values(**values))


def tallies(uow: UnitOfWork, experiment_id: int) -> dict[str, Any]:
    """Return the sums that were kept when an experiment was stopped, empty before."""
    query = select(ExperimentRow.tallies).where(ExperimentRow.id == experiment_id)
    return dict(uow.execute(query).scalar_one())


def promoted(uow: UnitOfWork, community_id: int, surface: Surface) -> dict[str, Any]:
    """Return the recipe that was promoted for a surface, empty when none was."""
    here = (PromotedRow.community_id == community_id, PromotedRow.surface == surface.value)
    return dict(uow.execute(select(PromotedRow.recipe).where(*here)).scalar() or {})


def promote(
    uow: UnitOfWork, community_id: int, surface: Surface, recipe: Mapping[str, Any]
) -> None:
    """Use a recipe for a surface from now on."""
    values = {"recipe": dict(recipe)}
    statement = uow.insert(PromotedRow).values(
        community_id=community_id, surface=surface.value, **values
    )
    uow.execute(
        statement.on_conflict_do_update(index_elements=["community_id", "surface"], set_=values)
    )


def decide(
    uow: UnitOfWork, seen: Experiment, act: Act, by: int | None, detail: Mapping[str, Any]
) -> None:
    """Write a decision down."""
    statement = insert(DecisionRow).values(
        community_id=seen.community_id,
        experiment_id=seen.id,
        act=act.value,
        by_member_id=by,
        at=uow.now,
        detail=dict(detail),
    )
    uow.execute(statement)


def decisions(uow: UnitOfWork, seen: Experiment) -> list[Decision]:
    """Return what was decided about an experiment, in order."""
    here = (
        DecisionRow.community_id == seen.community_id,
        DecisionRow.experiment_id == seen.id,
    )
    query = select(*_DECISION).where(*here).order_by(DecisionRow.id)
    return [_decision(row) for row in uow.execute(query)]


def decisions_by(uow: UnitOfWork, member_id: int) -> list[Decision]:
    """Return what a member decided, in order."""
    query = select(*_DECISION).where(DecisionRow.by_member_id == member_id)
    return [_decision(row) for row in uow.execute(query.order_by(DecisionRow.id))]


def changes(uow: UnitOfWork, community_id: int, surface: Surface) -> list[Decision]:
    """Return every promotion, and its being undone, for a surface, in order."""
    query = (
        select(*_DECISION)
        .join(ExperimentRow, ExperimentRow.id == DecisionRow.experiment_id)
        .where(DecisionRow.community_id == community_id, ExperimentRow.surface == surface.value)
        .where(DecisionRow.act.in_([Act.PROMOTED.value, Act.UNDONE.value]))
        .order_by(DecisionRow.id)
    )
    return [_decision(row) for row in uow.execute(query)]


def rename_decider(uow: UnitOfWork, member_id: int, other_id: int | None) -> None:
    """Put another member, or nobody, in the place of one who decided."""
    theirs = DecisionRow.by_member_id == member_id
    uow.execute(update(DecisionRow).where(theirs).values(by_member_id=other_id))


def _experiment(row: SqlRow[Any]) -> Experiment:
    held = row._mapping  # noqa: SLF001 - the public name of a row's columns
    return Experiment(
        surface=Surface(row.surface),
        variants=tuple(Variant(**variant) for variant in row.variants),
        design=Design(
            metric=Metric(row.metric),
            rule=Rule(row.rule),
            **{name: held[name] for name in _DESIGN},
        ),
        state=State(row.state),
        **{name: held[name] for name in (*_PLAIN, *_LATER)},
    )


def _decision(row: SqlRow[Any]) -> Decision:
    return Decision(row.experiment_id, Act(row.act), row.by_member_id, row.at, row.detail)
