"""The membership machine: which state follows which, as one table and nothing beside it."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a subscription stands; `replaced` means that another plan took its place."""

    TRIAL = "trial"
    ACTIVE = "active"
    GRACE = "grace"
    EXPIRED = "expired"
    REVOKED = "revoked"
    REPLACED = "replaced"


class Move(StrEnum):
    """What can happen to a subscription; `lapse` is the clock's own move."""

    TRY = "try"
    GRANT = "grant"
    LAPSE = "lapse"
    REPLACE = "replace"
    REVOKE = "revoke"


RUNNING = (State.TRIAL, State.ACTIVE, State.GRACE)
"""The states that open what the plan opens; a member has at most one such subscription."""

TABLE: dict[tuple[State | None, Move], State] = {
    (None, Move.TRY): State.TRIAL,
    (None, Move.GRANT): State.ACTIVE,
    (State.TRIAL, Move.GRANT): State.ACTIVE,
    (State.ACTIVE, Move.GRANT): State.ACTIVE,
    (State.GRACE, Move.GRANT): State.ACTIVE,
    (State.EXPIRED, Move.GRANT): State.ACTIVE,
    (State.TRIAL, Move.LAPSE): State.EXPIRED,
    (State.ACTIVE, Move.LAPSE): State.GRACE,
    (State.GRACE, Move.LAPSE): State.EXPIRED,
    (State.TRIAL, Move.REPLACE): State.REPLACED,
    (State.ACTIVE, Move.REPLACE): State.REPLACED,
    (State.GRACE, Move.REPLACE): State.REPLACED,
    (State.TRIAL, Move.REVOKE): State.REVOKED,
    (State.ACTIVE, Move.REVOKE): State.REVOKED,
    (State.GRACE, Move.REVOKE): State.REVOKED,
}
"""The state after each move; None stands for a subscription that is not there yet."""


def allows(state: State | None, move: Move) -> bool:
    """Say whether a move is possible in a state."""
    return (state, move) in TABLE


def after(state: State | None, move: Move) -> State:
    """Return the state that a move leads to; KeyError when the table has no such move."""
    return TABLE[state, move]
