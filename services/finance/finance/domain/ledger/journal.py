"""Journals: balanced when they are made, or not made at all. One function for each line of the posting rules.

A debit is positive, a credit negative. What can't be written as one of these functions is not posted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypedDict, Unpack
from uuid import UUID

from finance.domain.ledger.chart import KIND_OF
from lendkit.values import money


class Unbalanced(ValueError):
    """A journal whose postings do not sum to zero, or that has fewer than two: a bug, and never posted."""


class Links(TypedDict, total=False):
    """What a journal is about (`number` is that of the instalment), and why it was posted."""

    loan_id: UUID | None
    fee_id: UUID | None
    payment_id: UUID | None
    number: int | None
    reason: str | None


@dataclass(frozen=True)
class Posting:
    """An amount on one account: cents, debits positive."""

    account: str
    cents: int


@dataclass(frozen=True)
class Journal:
    """What happened on `effective_on`. Raises Unbalanced, ValueError for an account that is not in the chart."""

    kind: str
    effective_on: date
    postings: tuple[Posting, ...]
    loan_id: UUID | None = None
    fee_id: UUID | None = None
    payment_id: UUID | None = None
    number: int | None = None
    instalment_id: UUID | None = None
    reverses_id: UUID | None = None
    reason: str | None = None
    id: UUID | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if len(self.postings) < 2 or any(posting.cents == 0 for posting in self.postings):
            raise Unbalanced(f"{self.kind}: a journal has two postings or more, none of them zero")
        if sum(posting.cents for posting in self.postings) != 0:
            raise Unbalanced(f"{self.kind}: debits and credits differ")
        unknown = [posting.account for posting in self.postings if posting.account not in KIND_OF]
        if unknown:
            raise ValueError(f"no such account: {', '.join(unknown)}")

    @property
    def amount(self) -> Decimal:
        """The sum of its debits."""
        return money.from_cents(sum(posting.cents for posting in self.postings if posting.cents > 0))


def of_amounts(
    kind: str, on: date, debits: Mapping[str, Decimal], credits: Mapping[str, Decimal], **links: Unpack[Links]
) -> Journal:
    """A journal of amounts by account; zero amounts are left out."""
    signed = [(account, money.cents(amount)) for account, amount in debits.items()]
    signed += [(account, -money.cents(amount)) for account, amount in credits.items()]
    return Journal(kind, on, tuple(Posting(account, cents) for account, cents in signed if cents), **links)


def disbursed(on: date, amount: Decimal, **links: Unpack[Links]) -> Journal:
    return of_amounts("disbursement", on, {"loan_portfolio": amount}, {"bank_clearing": amount}, **links)


def fee_withheld(on: date, amount: Decimal, **links: Unpack[Links]) -> Journal:
    """A fee deducted from the loan at settlement; its charge was posted as income before."""
    return of_amounts("fee_withheld", on, {"bank_clearing": amount}, {"fees_receivable": amount}, **links)


def prepaid_withheld(on: date, amount: Decimal, **links: Unpack[Links]) -> Journal:
    return of_amounts("prepaid_withheld", on, {"bank_clearing": amount}, {"unearned_interest": amount}, **links)


def prepaid_earned(on: date, amount: Decimal, **links: Unpack[Links]) -> Journal:
    return of_amounts("prepaid_earned", on, {"unearned_interest": amount}, {"interest_income": amount}, **links)


def interest_accrued(on: date, amount: Decimal, **links: Unpack[Links]) -> Journal:
    return of_amounts("interest_accrued", on, {"interest_receivable": amount}, {"interest_income": amount}, **links)


def interest_capitalised(on: date, amount: Decimal, **links: Unpack[Links]) -> Journal:
    return of_amounts("interest_capitalised", on, {"loan_portfolio": amount}, {"interest_receivable": amount}, **links)


def fee_charged(on: date, amount: Decimal, gst: Decimal, **links: Unpack[Links]) -> Journal:
    """`amount` includes `gst`, which is owed to the ATO and is not income."""
    credits = {"fee_income": amount - gst, "gst_payable": gst}
    return of_amounts("fee_charged", on, {"fees_receivable": amount}, credits, **links)


def default_interest_charged(on: date, amount: Decimal, **links: Unpack[Links]) -> Journal:
    return of_amounts("penalty_charged", on, {"penalties_receivable": amount}, {"penalty_income": amount}, **links)


def fee_paid(on: date, amount: Decimal, **links: Unpack[Links]) -> Journal:
    return of_amounts("fee_paid", on, {"bank_clearing": amount}, {"fees_receivable": amount}, **links)


def fee_refunded(on: date, amount: Decimal, **links: Unpack[Links]) -> Journal:
    """Money paid back for a fee whose charge was reversed before."""
    return of_amounts("fee_refunded", on, {"fees_receivable": amount}, {"bank_clearing": amount}, **links)


def repayment_received(
    on: date, amounts: Mapping[str, Decimal], *, interest_rebate: Decimal = Decimal(0), **links: Unpack[Links]
) -> Journal:
    """`amounts` are what each account is credited with. `interest_rebate` is unearned interest that is credited to the
    borrower at payoff, beside the money received."""
    debits = {
        "bank_clearing": sum(amounts.values(), Decimal(0)) - interest_rebate,
        "unearned_interest": interest_rebate,
    }
    return of_amounts("repayment", on, debits, amounts, **links)


def overpayment_refunded(on: date, amount: Decimal, **links: Unpack[Links]) -> Journal:
    return of_amounts("overpayment_refunded", on, {"overpayment_liability": amount}, {"bank_clearing": amount}, **links)


def waived(on: date, amount: Decimal, receivable: str, **links: Unpack[Links]) -> Journal:
    return of_amounts("waiver", on, {"losses_written_off": amount}, {receivable: amount}, **links)


def written_off(on: date, amounts: Mapping[str, Decimal], **links: Unpack[Links]) -> Journal:
    total = sum(amounts.values(), Decimal(0))
    return of_amounts("write_off", on, {"losses_written_off": total}, amounts, **links)


def recovered(on: date, amount: Decimal, **links: Unpack[Links]) -> Journal:
    return of_amounts("recovery", on, {"bank_clearing": amount}, {"recovery_income": amount}, **links)


def commission_due(on: date, amount: Decimal, **links: Unpack[Links]) -> Journal:
    return of_amounts("commission_due", on, {"commission_expense": amount}, {"commission_payable": amount}, **links)


def commission_paid(on: date, amount: Decimal, **links: Unpack[Links]) -> Journal:
    return of_amounts("commission_paid", on, {"commission_payable": amount}, {"bank_clearing": amount}, **links)


def balances(journals: Iterable[Journal]) -> dict[str, Decimal]:
    """The balance of each account, debits positive; accounts at zero are left out."""
    sums: dict[str, int] = {}
    for entry in journals:
        for posting in entry.postings:
            sums[posting.account] = sums.get(posting.account, 0) + posting.cents
    return {account: money.from_cents(cents) for account, cents in sorted(sums.items()) if cents}
