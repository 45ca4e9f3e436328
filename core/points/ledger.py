"""What other rooms see of the ledger: accounts, transfers, and a member's statement."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


class AccountKind(StrEnum):
    """Whose points an account holds; only a wallet is a member's, and it never goes negative.

    Rules pay out of the ``MINT``; what members spend goes into the ``SINK``.
    """

    WALLET = "wallet"
    MINT = "mint"
    SINK = "sink"


@dataclass(frozen=True, slots=True)
class Account:
    """An account of a community, opened by its first transfer."""

    kind: AccountKind
    holder: int = 0


MINT = Account(AccountKind.MINT)
SINK = Account(AccountKind.SINK)


def wallet(member_id: int) -> Account:
    """Return a member's wallet."""
    return Account(AccountKind.WALLET, member_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """Points to move; ``key`` names the cause within the community, so it is moved once."""

    community_id: int
    key: str
    source: Account
    target: Account
    amount: int
    rule: str
    cause: str
    rule_version: int = 1
    given_by: int | None = None
    reverses: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a statement; ``points`` is negative where a member lost or spent some."""

    at: datetime
    points: int
    rule: str
    rule_version: int
    cause: str
    reversal: bool

    @property
    def question_id(self) -> int | None:
        """The question it was about, None when it was about something else."""
        kind, _, rest = self.cause.partition(":")
        return int(rest.partition(":")[0]) if kind == "question" else None


@dataclass(frozen=True, slots=True)
class Statement:
    """A member's balance and the entries that led to it, the latest first."""

    balance: int
    entries: tuple[Entry, ...]

    @property
    def question_ids(self) -> set[int]:
        """The questions that entries are about."""
        return {entry.question_id for entry in self.entries if entry.question_id is not None}


@dataclass(frozen=True, slots=True)
class CheckIn:
    """A check-in; ``fresh`` is false when the member had checked in that day already."""

    day: date
    streak: int
    points: int
    balance: int
    fresh: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """An account whose recorded balance its transfers do not give (0 is the whole ledger)."""

    account_id: int
    kind: str
    recorded: int
    computed: int
