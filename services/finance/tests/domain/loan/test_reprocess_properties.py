"""Always true, over random histories: what `finance` promises of every loan."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from finance.domain.ledger import journal
from finance.domain.ledger.journal import Journal
from finance.domain.ledger.mirror import mirror_of
from finance.domain.loan import reconcile
from finance.domain.loan.allocation import totals
from finance.domain.loan.history import ChargedFee, History, Outcome, Payment
from finance.domain.loan.payoff_quote import quote
from finance.domain.loan.reprocess import reprocess
from finance.domain.schedule.products import ALLOCATION, Product
from finance.domain.schedule.terms import Terms
from lendkit.values.money import from_cents

SETTLED = date(2025, 1, 31)
LAST = 300
ZERO = Decimal("0.00")

cents = st.integers(1, 130_000_000).map(from_cents)
days = st.integers(0, LAST).map(lambda count: SETTLED + timedelta(days=count))
fees_of = st.integers(1, 500_000).map(from_cents)
aims = st.none() | st.integers(0, 10)
methods = st.sampled_from(["interest_only", "capitalised", "prepaid", "annuity", "equal_principal", "flat"])


@st.composite
def loan_terms(draw: st.DrawFn) -> Terms:
    method = draw(methods)
    periods = draw(st.integers(2, 9))
    return Terms(
        principal=from_cents(draw(st.integers(10_000, 100_000_000))),
        annual_rate=Decimal(draw(st.sampled_from(["5.5", "8.95", "12", "24.25"]))),
        method=method,
        frequency=draw(st.sampled_from(["weekly", "fortnightly", "monthly", "quarterly"])),
        periods=periods,
        settlement_date=SETTLED,
        day_count=draw(st.sampled_from(["ACT/365F", "ACT/ACT", "30/360"])),
        capitalised_periods=draw(st.integers(0, periods - 1)) if method in ("interest_only", "annuity") else 0,
    )


@st.composite
def histories(draw: st.DrawFn) -> History:
    rules = Product(
        "Any",
        default_margin=Decimal(draw(st.sampled_from(["0", "6", "18"]))),
        default_on=draw(st.sampled_from(["overdue", "balance"])),
        grace_days=draw(st.sampled_from([0, 5])),
        payoff=draw(st.sampled_from(["to_date", "period_end"])),
        prepaid_refund=draw(st.booleans()),
        allocation_order=tuple(draw(st.permutations(ALLOCATION))),
    )
    terms = draw(loan_terms())
    amounts = st.one_of(cents, st.integers(1, 3_000_000).map(from_cents))
    payments = [
        Payment(
            UUID(int=n), 2 * n, draw(amounts), draw(days), draw(st.none() | st.integers(0, 10)), rules.allocation_order
        )
        for n in range(1, draw(st.integers(0, 6)) + 1)
    ]
    fees = [
        ChargedFee(
            UUID(int=100 + n), 2 * n + 1, draw(days), draw(st.none() | days), from_cents(draw(st.integers(1, 500_000)))
        )
        for n in range(draw(st.integers(0, 3)))
    ]
    return History(UUID(int=1), terms, rules, payments, fees)


def check(history: History, outcome: Outcome) -> None:
    balances, sums = outcome.balances, journal.balances(outcome.journals)
    assert sum(sums.values()) == 0
    assert all(sum(posting.cents for posting in entry.postings) == 0 for entry in outcome.journals)
    assert balances.principal == sums.get("loan_portfolio", ZERO) >= 0
    assert balances.interest == sums.get("interest_receivable", ZERO) >= 0
    assert balances.default_interest == sums.get("penalties_receivable", ZERO) >= 0
    assert balances.overpaid == -sums.get("overpayment_liability", ZERO)
    assert balances.unearned == -sums.get("unearned_interest", ZERO) >= 0
    assert -sums.get("fees_receivable", ZERO) == sum(outcome.fees.values(), ZERO)
    due = sum((row.principal_outstanding for row in outcome.instalments if row.is_due), ZERO)
    coming = sum((row.principal - row.principal_paid for row in outcome.instalments if not row.is_due), ZERO)
    assert balances.principal == due + coming
    assert all((row.paid_on is None) == (row.outstanding > 0) for row in outcome.instalments if row.is_due)
    unpaid = sum((row.interest_outstanding for row in outcome.instalments if row.is_due), ZERO)
    assert balances.interest >= unpaid
    for payment in history.payments:
        if payment.id in outcome.shares:
            assert sum(totals(outcome.shares[payment.id]).values()) == payment.amount
            assert all(share.amount > 0 for share in outcome.shares[payment.id])
    for fee in history.fees:
        assert outcome.fees.get(fee.id, ZERO) <= fee.payable


@settings(max_examples=100, deadline=None)
@given(histories(), days)
def test_the_ledger_agrees_with_the_loan(history: History, as_of: date) -> None:
    check(history, reprocess(history, as_of))


@settings(max_examples=30, deadline=None)
@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_the_records_does_not_matter(history: History, random: object) -> None:
    end = SETTLED + timedelta(days=LAST)
    shuffled = list(history.payments)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    once, again = reprocess(history, end), reprocess(replace(history, payments=shuffled), end)
    assert once.journals == again.journals and once.shares == again.shares


@settings(max_examples=30, deadline=None)
@given(histories(), st.data())
def test_posting_as_it_happens_ends_where_reprocessing_does(history: History, data: st.DataObject) -> None:
    """Payments recorded late, reversed, in any order: mirrors and new journals lead to the same trial balance."""
    end = SETTLED + timedelta(days=LAST)
    posted: list[Journal] = []
    in_force: list[Journal] = []
    known: list[Payment] = []
    for payment in data.draw(st.permutations(list(history.payments))):
        known.append(payment)
        _post(replace(history, payments=known), end, posted, in_force)
    for payment in list(known):
        if data.draw(st.booleans()):
            known.remove(payment)
            _post(replace(history, payments=known), end, posted, in_force)
    _post(replace(history, payments=known), end, posted, in_force)
    expected = reprocess(replace(history, payments=known), end).journals
    assert journal.balances(posted) == journal.balances(expected)


def _post(history: History, end: date, posted: list[Journal], in_force: list[Journal]) -> None:
    wrong, missing = reconcile.diff(in_force, reprocess(history, end).journals)
    for entry in wrong:
        in_force.remove(entry)
        posted.append(mirror_of(entry, "reprocessed"))
    for entry in missing:
        numbered = replace(entry, id=UUID(int=1000 + len(posted)))
        posted.append(numbered)
        in_force.append(numbered)
    assert reconcile.diff(in_force, reprocess(history, end).journals) == ([], [])


@settings(max_examples=30, deadline=None)
@given(histories(), days)
def test_the_payout_figure_clears_the_loan(history: History, on: date) -> None:
    history = replace(history, fees=[], payments=[payment for payment in history.payments if payment.received_on <= on])
    total = quote(history, on).total
    if total <= 0:
        return
    last = Payment(UUID(int=99), 999, total, on, order=history.rules.allocation_order)
    outcome = reprocess(replace(history, payments=[*history.payments, last]), on)
    check(replace(history, payments=[*history.payments, last]), outcome)
    balances = outcome.balances
    assert (balances.principal, balances.interest, balances.default_interest, balances.overpaid) == (
        ZERO,
        ZERO,
        ZERO,
        ZERO,
    )
