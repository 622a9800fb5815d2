"""Journals are balanced or raise; each line of the table of events; mirrors and the chain."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.domain import ledger
from finance.domain.ledger import Journal, Line, Unbalanced

DAY = date(2026, 11, 24)
TEN, ONE = Decimal("10.00"), Decimal("1.00")

# kind -> (the journal, what is debited, what is credited)
TABLE = {
    "disbursement": (ledger.disbursed(DAY, TEN), "loan_portfolio", "bank_clearing"),
    "fee_withheld": (ledger.fee_withheld(DAY, TEN), "bank_clearing", "fees_receivable"),
    "prepaid_withheld": (ledger.prepaid_withheld(DAY, TEN), "bank_clearing", "unearned_interest"),
    "prepaid_earned": (ledger.prepaid_earned(DAY, TEN), "unearned_interest", "interest_income"),
    "interest_accrued": (ledger.interest_accrued(DAY, TEN), "interest_receivable", "interest_income"),
    "interest_capitalised": (ledger.interest_capitalised(DAY, TEN), "loan_portfolio", "interest_receivable"),
    "fee_charged": (ledger.fee_charged(DAY, TEN, Decimal("0.00")), "fees_receivable", "fee_income"),
    "penalty_charged": (ledger.penalty_charged(DAY, TEN), "penalties_receivable", "penalty_income"),
    "fee_paid": (ledger.fee_paid(DAY, TEN), "bank_clearing", "fees_receivable"),
    "fee_refunded": (ledger.fee_refunded(DAY, TEN), "fees_receivable", "bank_clearing"),
    "repayment": (ledger.received(DAY, {"loan_portfolio": TEN}), "bank_clearing", "loan_portfolio"),
    "overpayment_refunded": (ledger.overpayment_refunded(DAY, TEN), "overpayment_liability", "bank_clearing"),
    "waiver": (ledger.waived(DAY, TEN, "fees_receivable"), "losses_written_off", "fees_receivable"),
    "write_off": (ledger.written_off(DAY, {"loan_portfolio": TEN}), "losses_written_off", "loan_portfolio"),
    "recovery": (ledger.recovered(DAY, TEN), "bank_clearing", "recovery_income"),
    "commission_due": (ledger.commission_due(DAY, TEN), "commission_expense", "commission_payable"),
    "commission_paid": (ledger.commission_paid(DAY, TEN), "commission_payable", "bank_clearing"),
}


@pytest.mark.parametrize("kind", TABLE)
def test_the_table_of_events(kind: str) -> None:
    journal, debit, credit = TABLE[kind]
    assert (journal.kind, journal.amount) == (kind, TEN)
    assert journal.lines == (Line(debit, 1000), Line(credit, -1000))


def test_gst_is_not_ours() -> None:
    journal = ledger.fee_charged(DAY, Decimal("11.00"), ONE)
    assert ledger.balances([journal]) == {
        "fee_income": Decimal("-10.00"),
        "fees_receivable": Decimal("11.00"),
        "gst_payable": Decimal("-1.00"),
    }


@given(st.lists(st.integers(-1000, 1000), min_size=0, max_size=5))
def test_what_does_not_balance_is_never_made(cents: list[int]) -> None:
    lines = tuple(Line("bank_clearing", each) for each in cents)
    sound = len(cents) >= 2 and sum(cents) == 0 and 0 not in cents
    if sound:
        Journal("repayment", DAY, lines)
    else:
        with pytest.raises(Unbalanced):
            Journal("repayment", DAY, lines)


def test_an_account_that_is_not_in_the_books() -> None:
    with pytest.raises(ValueError, match="slush_fund"):
        ledger.journal("repayment", DAY, {"slush_fund": TEN}, {"bank_clearing": TEN})


def test_less_than_a_cent_is_never_posted() -> None:
    with pytest.raises(ValueError):
        ledger.disbursed(DAY, Decimal("10.001"))


def test_a_mirror_undoes_its_original() -> None:
    original = Journal("repayment", DAY, TABLE["repayment"][0].lines, id=UUID(int=7))
    back = ledger.mirror(original, "dishonoured")
    assert (back.kind, back.reverses_id, back.reason) == ("reversal", UUID(int=7), "dishonoured")
    assert ledger.balances([original, back]) == {}
    for wrong in (lambda: ledger.mirror(original, ""), lambda: ledger.mirror(TABLE["repayment"][0], "why")):
        with pytest.raises(ValueError):
            wrong()


def test_the_chain_changes_with_every_fact() -> None:
    facts, postings = (UUID(int=1), "repayment", None, DAY), [(UUID(int=2), 1000), (UUID(int=3), -1000)]
    seen = {
        ledger.chained(None, facts, postings),
        ledger.chained(b"before", facts, postings),
        ledger.chained(None, (*facts, 1), postings),
        ledger.chained(None, facts, [(UUID(int=2), 1001), (UUID(int=3), -1001)]),
        ledger.chained(None, facts, postings[::-1]),
    }
    assert len(seen) == 5
