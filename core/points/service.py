"""What can be done with points: move, reverse, explain, check in, audit."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from core import members
from core.events import CheckedIn
from core.members import PersonalData
from core.points import repository
from core.points.ledger import (
    Account,
    AccountKind,
    CheckIn,
    Entry,
    Problem,
    Statement,
    Transfer,
    wallet,
)
from core.points.models import CheckInRow, LedgerAccountRow, TransferRow
from core.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from core.communities import Community
    from core.members import Member
    from core.uow import UnitOfWork

STATEMENT_LIMIT = 50


def transfer(uow: UnitOfWork, moved: Transfer) -> bool:
    """Move points once; False when the key was moved before, refused when a wallet lacks them."""
    repository.lock_ledger(uow, moved.community_id)
    if repository.transfer_by_key(uow, moved.community_id, moved.key) is not None:
        return False
    source = repository.account(uow, moved.community_id, moved.source)
    target = repository.account(uow, moved.community_id, moved.target)
    if source.kind == AccountKind.WALLET and source.balance < moved.amount:
        raise Refusal(
            "积分不够：需要 {amount} 分，现有 {balance} 分。",
            amount=moved.amount,
            balance=source.balance,
        )
    repository.add_transfer(uow, moved, source.id, target.id)
    return True


def reverse(uow: UnitOfWork, community_id: int, key: str) -> int:
    """Move a transfer's points back, once, and return how many.

    A wallet that has spent them gives what it has. KeyError when there is no such transfer.
    """
    repository.lock_ledger(uow, community_id)
    original = repository.transfer_by_key(uow, community_id, key)
    if original is None:
        raise KeyError(key)
    holder = _account(uow, original.credit_account)
    amount = original.amount
    if holder.kind is AccountKind.WALLET:
        amount = min(amount, repository.account(uow, community_id, holder).balance)
    if amount == 0:
        return 0
    back = Transfer(
        community_id=community_id,
        key=f"reversed:{key}",
        source=holder,
        target=_account(uow, original.debit_account),
        amount=amount,
        rule=original.rule,
        rule_version=original.rule_version,
        cause=original.cause,
        reverses=original.id,
    )
    return amount if transfer(uow, back) else 0


def balance(uow: UnitOfWork, member: Member) -> int:
    """Return how many points a member has."""
    return _balance(uow, member.id)


def balances(
    uow: UnitOfWork, community_id: int, member_ids: Collection[int] | None = None
) -> dict[int, int]:
    """Return the points of a community's members who have a wallet, or of some, by member id."""
    held: dict[int, int] = {}
    for row in repository.accounts(uow, community_id, member_ids):
        if row.member_id is not None:
            held[row.member_id] = held.get(row.member_id, 0) + row.balance
    return held


def statement(uow: UnitOfWork, member: Member, limit: int = 10) -> Statement:
    """Return a member's balance and the latest entries that explain it, at most 50."""
    found = _entries(uow, member.id, max(1, min(limit, STATEMENT_LIMIT)))
    return Statement(_balance(uow, member.id), found)


def check_in(uow: UnitOfWork, member: Member, community: Community) -> CheckIn:
    """Check a member in for today in their own zone; the second time changes nothing."""
    today = uow.now.astimezone(member.zoneinfo).date()
    uow.settle()
    before = _balance(uow, member.id)
    fresh = repository.add_check_in(uow, community.id, member.id, today)
    if fresh:
        uow.record(CheckedIn(community_id=community.id, member_id=member.id, day=today))
        uow.settle()
    after = _balance(uow, member.id)
    streak = _streak(repository.days(uow, member.id), today)
    return CheckIn(today, streak, after - before, after, fresh)


def audit(uow: UnitOfWork, community_id: int) -> list[Problem]:
    """Recompute every balance from its transfers and return what does not agree, at best []."""
    computed = repository.recomputed(uow, community_id)
    found = [
        Problem(row.id, row.kind, row.balance, computed.get(row.id, 0))
        for row in repository.accounts(uow, community_id)
    ]
    total = sum(problem.recorded for problem in found)
    whole = [Problem(0, "ledger", total, 0)] if total else []
    return [problem for problem in found if _is_wrong(problem)] + whole


def _export(uow: UnitOfWork, member_id: int) -> dict[str, Any]:
    return {
        "balance": _balance(uow, member_id),
        "statement": [
            {
                "at": entry.at.isoformat(),
                "points": entry.points,
                "rule": entry.rule,
                "rule_version": entry.rule_version,
                "cause": entry.cause,
                "reversal": entry.reversal,
            }
            for entry in _entries(uow, member_id, None)
        ],
        "check_ins": [day.isoformat() for day in repository.days(uow, member_id)],
    }


def _erase(uow: UnitOfWork, member_id: int) -> None:
    repository.delete_check_ins(uow, member_id)


def _merge(uow: UnitOfWork, target_id: int, source_id: int) -> None:
    community_id = members.by_id(uow, target_id).community_id
    repository.lock_ledger(uow, community_id)
    repository.account(uow, community_id, wallet(target_id))
    repository.account(uow, community_id, wallet(source_id))
    held = _balance(uow, source_id)
    if held:
        moved = Transfer(
            community_id=community_id,
            key=f"link:{source_id}:{target_id}",
            source=wallet(source_id),
            target=wallet(target_id),
            amount=held,
            rule="link",
            cause=f"member:{source_id}",
        )
        transfer(uow, moved)
    repository.hand_over(uow, target_id, source_id)
    repository.unite_check_ins(uow, target_id, source_id)


PERSONAL = PersonalData(
    room="points",
    tables=(LedgerAccountRow, TransferRow, CheckInRow),
    export=_export,
    erase=_erase,
    merge=_merge,
    kept="积分流水：改用匿名代号，每一笔账都要对得上。",
)


def _account(uow: UnitOfWork, account_id: int) -> Account:
    row = repository.account_by_id(uow, account_id)
    return Account(AccountKind(row.kind), row.holder)


def _balance(uow: UnitOfWork, member_id: int) -> int:
    return sum(row.balance for row in repository.wallets(uow, member_id))


def _entries(uow: UnitOfWork, member_id: int, limit: int | None) -> tuple[Entry, ...]:
    wallet_ids = [row.id for row in repository.wallets(uow, member_id)]
    return tuple(
        Entry(row.at, row.points, row.rule, row.rule_version, row.cause, row.reverses is not None)
        for row in repository.entries(uow, wallet_ids, limit)
    )


def _streak(days: Sequence[date], today: date) -> int:
    # Whoever changes to a zone further west has checked in on a day that is still to come there.
    past = [day for day in days if day <= today]
    in_a_row = (today - timedelta(days=n) == day for n, day in enumerate(past))
    return next((n for n, unbroken in enumerate(in_a_row) if not unbroken), len(past))


def _is_wrong(problem: Problem) -> bool:
    overdrawn = problem.kind == AccountKind.WALLET and problem.computed < 0
    return overdrawn or problem.recorded != problem.computed
