"""Journals: balanced when they are made, or not made at all. One function for each line of the table of events.

A debit is positive, a credit negative. What cannot be written down as one of these functions is not posted.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from lendkit.values import money

KIND_OF = {
    "bank_clearing": "asset",
    "loan_portfolio": "asset",
    "interest_receivable": "asset",
    "fees_receivable": "asset",
    "penalties_receivable": "asset",
    "interest_income": "income",
    "fee_income": "income",
    "penalty_income": "income",
    "recovery_income": "income",
    "gst_payable": "liability",
    "unearned_interest": "liability",
    "overpayment_liability": "liability",
    "commission_payable": "liability",
    "losses_written_off": "expense",
    "commission_expense": "expense",
}


class Unbalanced(ValueError):
    """A journal whose postings do not sum to zero, or that has fewer than two: a mistake of ours, never posted."""


@dataclass(frozen=True)
class Line:
    account: str
    cents: int


@dataclass(frozen=True)
class Journal:
    """What happened on `effective_on`. Raises Unbalanced, ValueError for an account that is not in the books."""

    kind: str
    effective_on: date
    lines: tuple[Line, ...]
    loan_id: UUID | None = None
    fee_id: UUID | None = None
    payment_id: UUID | None = None
    number: int | None = None
    instalment_id: UUID | None = None
    reverses_id: UUID | None = None
    reason: str | None = None
    id: UUID | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if len(self.lines) < 2 or any(line.cents == 0 for line in self.lines):
            raise Unbalanced(f"{self.kind}: a journal has two postings or more, none of nothing")
        if sum(line.cents for line in self.lines) != 0:
            raise Unbalanced(f"{self.kind}: debits and credits differ")
        unknown = [line.account for line in self.lines if line.account not in KIND_OF]
        if unknown:
            raise ValueError(f"no such account: {', '.join(unknown)}")

    @property
    def amount(self) -> Decimal:
        """The sum of its debits."""
        return money.from_cents(sum(line.cents for line in self.lines if line.cents > 0))


def journal(kind: str, on: date, debits: Mapping[str, Decimal], credits: Mapping[str, Decimal], **more: Any) -> Journal:
    """A journal of amounts by account; those of zero are left out."""
    signed = [(account, money.cents(amount)) for account, amount in debits.items()]
    signed += [(account, -money.cents(amount)) for account, amount in credits.items()]
    return Journal(kind, on, tuple(Line(account, cents) for account, cents in signed if cents), **more)


def disbursed(on: date, amount: Decimal, **more: Any) -> Journal:
    return journal("disbursement", on, {"loan_portfolio": amount}, {"bank_clearing": amount}, **more)


def fee_withheld(on: date, amount: Decimal, **more: Any) -> Journal:
    """A fee that the loan itself pays at settlement. Its charge was booked as income before."""
    return journal("fee_withheld", on, {"bank_clearing": amount}, {"fees_receivable": amount}, **more)


def prepaid_withheld(on: date, amount: Decimal, **more: Any) -> Journal:
    return journal("prepaid_withheld", on, {"bank_clearing": amount}, {"unearned_interest": amount}, **more)


def prepaid_earned(on: date, amount: Decimal, **more: Any) -> Journal:
    return journal("prepaid_earned", on, {"unearned_interest": amount}, {"interest_income": amount}, **more)


def interest_accrued(on: date, amount: Decimal, **more: Any) -> Journal:
    return journal("interest_accrued", on, {"interest_receivable": amount}, {"interest_income": amount}, **more)


def interest_capitalised(on: date, amount: Decimal, **more: Any) -> Journal:
    return journal("interest_capitalised", on, {"loan_portfolio": amount}, {"interest_receivable": amount}, **more)


def fee_charged(on: date, amount: Decimal, gst: Decimal, **more: Any) -> Journal:
    """`amount` includes `gst`, which is the tax office's and no income of ours."""
    credits = {"fee_income": amount - gst, "gst_payable": gst}
    return journal("fee_charged", on, {"fees_receivable": amount}, credits, **more)


def penalty_charged(on: date, amount: Decimal, **more: Any) -> Journal:
    return journal("penalty_charged", on, {"penalties_receivable": amount}, {"penalty_income": amount}, **more)


def fee_paid(on: date, amount: Decimal, **more: Any) -> Journal:
    return journal("fee_paid", on, {"bank_clearing": amount}, {"fees_receivable": amount}, **more)


def fee_refunded(on: date, amount: Decimal, **more: Any) -> Journal:
    """Money goes back for a fee whose charge was reversed before."""
    return journal("fee_refunded", on, {"fees_receivable": amount}, {"bank_clearing": amount}, **more)


def received(on: date, parts: Mapping[str, Decimal], *, from_unearned: Decimal = Decimal(0), **more: Any) -> Journal:
    """A repayment: `parts` are amounts by the account that each of them goes to. `from_unearned` is interest that was
    paid in advance and is given back at payoff: it goes to the principal beside what came in."""
    debits = {"bank_clearing": sum(parts.values(), Decimal(0)) - from_unearned, "unearned_interest": from_unearned}
    return journal("repayment", on, debits, parts, **more)


def overpayment_refunded(on: date, amount: Decimal, **more: Any) -> Journal:
    return journal("overpayment_refunded", on, {"overpayment_liability": amount}, {"bank_clearing": amount}, **more)


def waived(on: date, amount: Decimal, receivable: str, **more: Any) -> Journal:
    return journal("waiver", on, {"losses_written_off": amount}, {receivable: amount}, **more)


def written_off(on: date, parts: Mapping[str, Decimal], **more: Any) -> Journal:
    total = sum(parts.values(), Decimal(0))
    return journal("write_off", on, {"losses_written_off": total}, parts, **more)


def recovered(on: date, amount: Decimal, **more: Any) -> Journal:
    return journal("recovery", on, {"bank_clearing": amount}, {"recovery_income": amount}, **more)


def commission_due(on: date, amount: Decimal, **more: Any) -> Journal:
    return journal("commission_due", on, {"commission_expense": amount}, {"commission_payable": amount}, **more)


def commission_paid(on: date, amount: Decimal, **more: Any) -> Journal:
    return journal("commission_paid", on, {"commission_payable": amount}, {"bank_clearing": amount}, **more)


def mirror(original: Journal, reason: str) -> Journal:
    """What undoes it: each posting the other way round, linked to it. Raises ValueError without an id or a reason."""
    if original.id is None or not reason:
        raise ValueError("a reversal names the journal it reverses, and why")
    lines = tuple(Line(line.account, -line.cents) for line in original.lines)
    return replace(original, kind="reversal", lines=lines, reverses_id=original.id, reason=reason, id=None)


def balances(journals: Iterable[Journal]) -> dict[str, Decimal]:
    """The balance of each account, debits positive; accounts at nothing are left out."""
    sums: dict[str, int] = {}
    for each in journals:
        for line in each.lines:
            sums[line.account] = sums.get(line.account, 0) + line.cents
    return {account: money.from_cents(cents) for account, cents in sorted(sums.items()) if cents}


def chained(previous: bytes | None, facts: Iterable[object], postings: Iterable[tuple[UUID, int]]) -> bytes:
    """The hash of an entry: of the one before it on its application, of its own facts in their order, and of its
    postings as (account id, cents). PostgreSQL computes the same in `journal_text`."""
    head = [previous.hex() if previous else "", *("" if fact is None else str(fact) for fact in facts)]
    lines = ";".join(f"{account}:{cents}" for account, cents in postings)
    return hashlib.sha256("|".join([*head, lines]).encode()).digest()
