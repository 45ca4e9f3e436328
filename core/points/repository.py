"""Every query about the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Row as SqlRow
from sqlalchemy import and_, bindparam, case, delete, func, insert, or_, select, update
from sqlalchemy.orm import aliased

from core.points.ledger import AccountKind
from core.points.models import CheckInRow, LedgerAccountRow, TransferRow

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

    from core.points.ledger import Account, Transfer
    from core.uow import UnitOfWork

_Reversal = aliased(TransferRow)
_REVERSED = and_(
    _Reversal.community_id == TransferRow.community_id, _Reversal.reverses == TransferRow.id
)
_TAKEN_BACK = func.coalesce(_Reversal.amount, 0)

# What every award runs is built once: building a statement costs more than running it.
_MINT = (
    select(LedgerAccountRow.id)
    .where(
        LedgerAccountRow.community_id == bindparam("community_id"),
        LedgerAccountRow.kind == AccountKind.MINT.value,
    )
    .with_for_update()
)
_Named, _Owned = aliased(LedgerAccountRow), aliased(LedgerAccountRow)
_ACCOUNT = (
    select(_Owned.id, _Owned.kind, _Owned.balance)
    .select_from(_Named)
    .join(
        _Owned,
        and_(
            _Owned.community_id == _Named.community_id,
            _Owned.kind == _Named.kind,
            _Owned.holder == func.coalesce(_Named.member_id, _Named.holder),
        ),
    )
    .where(
        _Named.community_id == bindparam("community_id"),
        _Named.kind == bindparam("kind"),
        _Named.holder == bindparam("holder"),
    )
)
_WALLETS = select(LedgerAccountRow.id, LedgerAccountRow.holder, LedgerAccountRow.balance).where(
    LedgerAccountRow.member_id == bindparam("member_id")
)
_TRANSFER = select(TransferRow.__table__).where(
    TransferRow.community_id == bindparam("community_id"), TransferRow.key == bindparam("key")
)
_CHANGE_BALANCE = (
    update(LedgerAccountRow)
    .where(LedgerAccountRow.id == bindparam("account_id"))
    .values(balance=LedgerAccountRow.balance + bindparam("change"))
)
_AWARDS = (
    select(TransferRow.key, TransferRow.amount, _Reversal.amount.label("taken_back"))
    .outerjoin(_Reversal, _REVERSED)
    .where(
        TransferRow.community_id == bindparam("community_id"),
        TransferRow.rule == bindparam("rule"),
        TransferRow.cause == bindparam("cause"),
        TransferRow.reverses.is_(None),
        func.coalesce(TransferRow.given_by, 0).in_(bindparam("givers", expanding=True)),
    )
    .order_by(TransferRow.id)
)
_EARNED = (
    select(func.coalesce(func.sum(TransferRow.amount - _TAKEN_BACK), 0))
    .select_from(TransferRow)
    .outerjoin(_Reversal, _REVERSED)
    .where(
        TransferRow.credit_account.in_(bindparam("wallet_ids", expanding=True)),
        TransferRow.at >= bindparam("since"),
        TransferRow.rule.in_(bindparam("rules", expanding=True)),
        TransferRow.reverses.is_(None),
    )
)


def lock_ledger(uow: UnitOfWork, community_id: int) -> None:
    """Let nobody else move a community's points until this transaction ends."""
    mint = {"community_id": community_id}
    if uow.execute(_MINT, mint).first() is None:
        _open(uow, community_id, AccountKind.MINT, 0)
        uow.execute(_MINT, mint)


def account(uow: UnitOfWork, community_id: int, which: Account) -> SqlRow[Any]:
    """Return an account's (id, kind, balance), opened if it is new.

    A wallet of a merged member is that of the member they became.
    """
    named = {"community_id": community_id, "kind": which.kind.value, "holder": which.holder}
    row = uow.execute(_ACCOUNT, named).first()
    if row is None:
        _open(uow, community_id, which.kind, which.holder)
        row = uow.execute(_ACCOUNT, named).one()
    return row


def account_by_id(uow: UnitOfWork, account_id: int) -> SqlRow[Any]:
    """Return an account's (kind, holder)."""
    query = select(LedgerAccountRow.kind, LedgerAccountRow.holder)
    return uow.execute(query.where(LedgerAccountRow.id == account_id)).one()


def wallets(uow: UnitOfWork, member_id: int) -> Sequence[SqlRow[Any]]:
    """Return (id, holder, balance) of every wallet that a member owns."""
    return uow.execute(_WALLETS, {"member_id": member_id}).all()


def hand_over(uow: UnitOfWork, target_id: int, source_id: int) -> None:
    """Give a member's wallets to another member."""
    theirs = LedgerAccountRow.member_id == source_id
    uow.execute(update(LedgerAccountRow).where(theirs).values(member_id=target_id))


def transfer_by_key(uow: UnitOfWork, community_id: int, key: str) -> SqlRow[Any] | None:
    """Return a transfer."""
    return uow.execute(_TRANSFER, {"community_id": community_id, "key": key}).first()


def add_transfer(uow: UnitOfWork, transfer: Transfer, debit: int, credit: int) -> None:
    """Insert a transfer and move its amount from one account's balance to the other's."""
    values = {
        "community_id": transfer.community_id,
        "key": transfer.key,
        "debit_account": debit,
        "credit_account": credit,
        "amount": transfer.amount,
        "rule": transfer.rule,
        "rule_version": transfer.rule_version,
        "cause": transfer.cause,
        "given_by": transfer.given_by,
        "at": uow.now,
        "reverses": transfer.reverses,
    }
    uow.execute(insert(TransferRow), values)
    for account_id, change in ((debit, -transfer.amount), (credit, transfer.amount)):
        uow.execute(_CHANGE_BALANCE, {"account_id": account_id, "change": change})


def awards(
    uow: UnitOfWork, community_id: int, rule: str, cause: str, givers: Collection[int]
) -> Sequence[SqlRow[Any]]:
    """Return (key, amount, taken_back) of what a rule paid for a cause, the earliest first.

    ``taken_back`` is None while an award stands; ``givers`` empty means given by nobody.
    """
    asked = {
        "community_id": community_id,
        "rule": rule,
        "cause": cause,
        "givers": list(givers) or [0],
    }
    return uow.execute(_AWARDS, asked).all()


def earned_since(
    uow: UnitOfWork, wallet_ids: Collection[int], rules: Collection[str], since: datetime
) -> int:
    """Return what rules paid into wallets since a moment, less what was taken back of it."""
    asked = {"wallet_ids": list(wallet_ids), "rules": list(rules), "since": since}
    return int(uow.execute(_EARNED, asked).scalar_one())


def given_since(
    uow: UnitOfWork,
    wallet_ids: Collection[int],
    rule: str,
    givers: Collection[int],
    since: datetime,
) -> int:
    """Return how often members earned others a rule's award since a moment."""
    query = select(func.count()).where(
        TransferRow.credit_account.in_(wallet_ids),
        TransferRow.at >= since,
        TransferRow.rule == rule,
        TransferRow.given_by.in_(givers),
        TransferRow.reverses.is_(None),
    )
    return int(uow.execute(query).scalar_one())


def entries(
    uow: UnitOfWork, wallet_ids: Collection[int], limit: int | None
) -> Sequence[SqlRow[Any]]:
    """Return the transfers into and out of wallets but not between them, the latest first."""
    comes = TransferRow.credit_account.in_(wallet_ids)
    goes = TransferRow.debit_account.in_(wallet_ids)
    query = (
        select(
            TransferRow.at,
            case((comes, TransferRow.amount), else_=-TransferRow.amount).label("points"),
            TransferRow.rule,
            TransferRow.rule_version,
            TransferRow.cause,
            TransferRow.reverses,
        )
        .where(or_(comes, goes), comes != goes)
        .order_by(TransferRow.at.desc(), TransferRow.id.desc())
        .limit(limit)
    )
    return uow.execute(query).all()


def scores(
    uow: UnitOfWork, community_id: int, since: datetime | None, until: datetime | None
) -> Sequence[SqlRow[Any]]:
    """Return (member_id, points) that rules paid in [since, until), the most and earliest first."""
    mint, owned = aliased(LedgerAccountRow), aliased(LedgerAccountRow)
    points = func.sum(TransferRow.amount - _TAKEN_BACK)
    query = (
        select(owned.member_id, points.label("points"))
        .select_from(TransferRow)
        .join(mint, mint.id == TransferRow.debit_account)
        .join(owned, owned.id == TransferRow.credit_account)
        .outerjoin(_Reversal, _REVERSED)
        .where(
            mint.community_id == community_id,
            TransferRow.amount > _TAKEN_BACK,
            mint.kind == AccountKind.MINT.value,
            owned.kind == AccountKind.WALLET.value,
        )
        .group_by(owned.member_id)
        .order_by(points.desc(), func.max(TransferRow.at), owned.member_id)
    )
    if since is not None:
        query = query.where(TransferRow.at >= since)
    if until is not None:
        query = query.where(TransferRow.at < until)
    return uow.execute(query).all()


def accounts(
    uow: UnitOfWork, community_id: int, member_ids: Collection[int] | None = None
) -> Sequence[SqlRow[Any]]:
    """Return (id, kind, balance, member_id) of a community's accounts, or of some members' only."""
    row = LedgerAccountRow
    some = () if member_ids is None else (row.member_id.in_(list(member_ids)),)
    query = select(row.id, row.kind, row.balance, row.member_id).order_by(row.id)
    return uow.execute(query.where(row.community_id == community_id, *some)).all()


def recomputed(uow: UnitOfWork, community_id: int) -> dict[int, int]:
    """Return the balances that a community's transfers give, by account."""
    balances: dict[int, int] = {}
    for account_id, sign in ((TransferRow.credit_account, 1), (TransferRow.debit_account, -1)):
        query = select(account_id, func.sum(TransferRow.amount)).group_by(account_id)
        for row in uow.execute(query.where(TransferRow.community_id == community_id)):
            balances[row[0]] = balances.get(row[0], 0) + sign * int(row[1])
    return balances


def add_check_in(uow: UnitOfWork, community_id: int, member_id: int, day: date) -> bool:
    """Insert a check-in; False when the day has one already."""
    values = {"community_id": community_id, "member_id": member_id, "day": day, "at": uow.now}
    statement = uow.insert(CheckInRow).values(**values).on_conflict_do_nothing()
    return uow.execute(statement.returning(CheckInRow.id)).first() is not None


def days(uow: UnitOfWork, member_id: int) -> Sequence[date]:
    """Return the days on which a member checked in, the latest first."""
    query = select(CheckInRow.day).where(CheckInRow.member_id == member_id)
    return uow.execute(query.order_by(CheckInRow.day.desc())).scalars().all()


def delete_check_ins(uow: UnitOfWork, member_id: int) -> None:
    """Delete a member's check-ins."""
    uow.execute(delete(CheckInRow).where(CheckInRow.member_id == member_id))


def unite_check_ins(uow: UnitOfWork, target_id: int, source_id: int) -> None:
    """Give a member's check-ins to another, who keeps their own of the same day."""
    theirs = CheckInRow.member_id == source_id
    taken = select(CheckInRow.day).where(CheckInRow.member_id == target_id)
    uow.execute(delete(CheckInRow).where(theirs, CheckInRow.day.in_(taken)))
    uow.execute(update(CheckInRow).where(theirs).values(member_id=target_id))


def _open(uow: UnitOfWork, community_id: int, kind: AccountKind, holder: int) -> None:
    values = {
        "community_id": community_id,
        "kind": kind.value,
        "holder": holder,
        "member_id": holder if kind is AccountKind.WALLET else None,
        "balance": 0,
    }
    statement = uow.insert(LedgerAccountRow).values(**values)
    uow.execute(statement.on_conflict_do_nothing(index_elements=["community_id", "kind", "holder"]))
