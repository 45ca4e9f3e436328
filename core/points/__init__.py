"""Points: what members earn by helping, kept in a ledger in which nothing is lost or changed."""

from core.points.earning import (
    DAILY_CAP,
    award,
    cap_reached,
    events_heard,
    react,
    withdraw,
)
from core.points.leaderboard import Board, Period, Standing, leaderboard
from core.points.ledger import (
    MINT,
    SINK,
    Account,
    AccountKind,
    CheckIn,
    Entry,
    Problem,
    Statement,
    Transfer,
    wallet,
)
from core.points.service import (
    PERSONAL,
    STATEMENT_LIMIT,
    audit,
    balance,
    check_in,
    reverse,
    statement,
    transfer,
)

__all__ = [
    "DAILY_CAP",
    "MINT",
    "PERSONAL",
    "SINK",
    "STATEMENT_LIMIT",
    "Account",
    "AccountKind",
    "Board",
    "CheckIn",
    "Entry",
    "Period",
    "Problem",
    "Standing",
    "Statement",
    "Transfer",
    "audit",
    "award",
    "balance",
    "cap_reached",
    "check_in",
    "events_heard",
    "leaderboard",
    "react",
    "reverse",
    "statement",
    "transfer",
    "wallet",
    "withdraw",
]
