"""Journals balance or raise; each line of the posting rules; mirrors and the hash chain."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finance.domain.ledger import journal
from finance.domain.ledger.hash_chain import entry_hash
from finance.domain.ledger.journal import Journal, Posting, Unbalanced
from finance.domain.ledger.mirror import mirror_of

DAY = date(2026, 11, 24)
TEN, ONE = Decimal("10.00"), Decimal("1.00")

# kind -> (the journal, what is debited, what is credited)
TABLE = {
    "disbursement": (journal.disbursed(DAY, TEN), "loan_portfolio", "bank_clearing"),
    "fee_withheld": (journal.fee_withheld(DAY, TEN), "bank_clearing", "fees_receivable"),
    "prepaid_withheld": (journal.prepaid_withheld(DAY, TEN), "bank_clearing", "unearned_interest"),
    "prepaid_earned": (journal.prepaid_earned(DAY, TEN), "unearned_interest", "interest_income"),
    "interest_accrued": (journal.interest_accrued(DAY, TEN), "interest_receivable", "interest_income"),
    "interest_capitalised": (journal.interest_capitalised(DAY, TEN), "loan_portfolio", "interest_receivable"),
    "fee_charged": (journal.fee_charged(DAY, TEN, Decimal("0.00")), "fees_receivable", "fee_income"),
    "penalty_charged": (journal.default_interest_charged(DAY, TEN), "penalties_receivable", "penalty_income"),
    "fee_paid": (journal.fee_paid(DAY, TEN), "bank_clearing", "fees_receivable"),
    "fee_refunded": (journal.fee_refunded(DAY, TEN), "fees_receivable", "bank_clearing"),
    "repayment": (journal.repayment_received(DAY, {"loan_portfolio": TEN}), "bank_clearing", "loan_portfolio"),
    "overpayment_refunded": (journal.overpayment_refunded(DAY, TEN), "overpayment_liability", "bank_clearing"),
    "waiver": (journal.waived(DAY, TEN, "fees_receivable"), "losses_written_off", "fees_receivable"),
    "write_off": (journal.written_off(DAY, {"loan_portfolio": TEN}), "losses_written_off", "loan_portfolio"),
    "recovery": (journal.recovered(DAY, TEN), "bank_clearing", "recovery_income"),
    "commission_due": (journal.commission_due(DAY, TEN), "commission_expense", "commission_payable"),
    "commission_paid": (journal.commission_paid(DAY, TEN), "commission_payable", "bank_clearing"),
}


@pytest.mark.parametrize("kind", TABLE)
def test_each_line_of_the_posting_rules(kind: str) -> None:
    entry, debit, credit = TABLE[kind]
    assert (entry.kind, entry.amount) == (kind, TEN)
    assert entry.postings == (Posting(debit, 1000), Posting(credit, -1000))


def test_gst_is_payable_and_no_income() -> None:
    charge = journal.fee_charged(DAY, Decimal("11.00"), ONE)
    assert journal.balances([charge]) == {
        "fee_income": Decimal("-10.00"),
        "fees_receivable": Decimal("11.00"),
        "gst_payable": Decimal("-1.00"),
    }


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(-1000, 1000), min_size=0, max_size=5))
def test_what_does_not_balance_is_never_made(cents: list[int]) -> None:
    postings = tuple(Posting("bank_clearing", amount) for amount in cents)
    sound = len(cents) >= 2 and sum(cents) == 0 and 0 not in cents
    if sound:
        Journal("repayment", DAY, postings)
    else:
        with pytest.raises(Unbalanced):
            Journal("repayment", DAY, postings)


def test_an_account_outside_the_chart_is_refused() -> None:
    with pytest.raises(ValueError, match="slush_fund"):
        journal.of_amounts("repayment", DAY, {"slush_fund": TEN}, {"bank_clearing": TEN})


def test_less_than_a_cent_is_never_posted() -> None:
    with pytest.raises(ValueError):
        journal.disbursed(DAY, Decimal("10.001"))


def test_a_mirror_undoes_its_original() -> None:
    original = Journal("repayment", DAY, TABLE["repayment"][0].postings, id=UUID(int=7))
    back = mirror_of(original, "dishonoured")
    assert (back.kind, back.reverses_id, back.reason) == ("reversal", UUID(int=7), "dishonoured")
    assert journal.balances([original, back]) == {}
    for wrong in (lambda: mirror_of(original, ""), lambda: mirror_of(TABLE["repayment"][0], "why")):
        with pytest.raises(ValueError):
            wrong()


def test_the_chain_changes_with_every_fact() -> None:
    facts, postings = (UUID(int=1), "repayment", None, DAY), [(UUID(int=2), 1000), (UUID(int=3), -1000)]
    seen = {
        entry_hash(None, facts, postings),
        entry_hash(b"before", facts, postings),
        entry_hash(None, (*facts, 1), postings),
        entry_hash(None, facts, [(UUID(int=2), 1001), (UUID(int=3), -1001)]),
        entry_hash(None, facts, postings[::-1]),
    }
    assert len(seen) == 5
