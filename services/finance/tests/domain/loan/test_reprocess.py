"""A loan reprocessed from its history: worked examples, to the cent."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from finance.domain.ledger import journal
from finance.domain.loan.allocation import totals
from finance.domain.loan.history import ChargedFee, History, Outcome, Payment
from finance.domain.loan.payoff_quote import quote
from finance.domain.loan.reprocess import reprocess
from finance.domain.schedule.products import Product
from finance.domain.schedule.terms import Terms

SETTLED = date(2025, 1, 31)


def terms(method: str = "interest_only", **more: Any) -> Terms:
    own = {"frequency": "monthly", "periods": 6, "settlement_date": SETTLED, **more}
    return Terms(Decimal("1000000.00"), Decimal(12), method, **own)


def pay(amount: str, on: date, seq: int = 1, **more: Any) -> Payment:
    return Payment(uuid4(), seq, Decimal(amount), on, **more)


def outcome_of(*payments: Payment, on: date, rules: Product | None = None, fees: Any = (), **more: Any) -> Outcome:
    history = History(UUID(int=1), terms(**more), rules or Product("Plain"), payments, fees)
    return reprocess(history, on)


def shares(outcome: Outcome, payment: Payment) -> dict[str, str]:
    return {part: str(amount) for part, amount in totals(outcome.shares[payment.id]).items() if amount}


def test_interest_is_posted_when_it_falls_due() -> None:
    outcome = outcome_of(on=date(2025, 8, 1))
    posted = [str(entry.amount) for entry in outcome.journals if entry.kind == "interest_accrued"]
    assert posted == ["9205.48", "10191.78", "9863.01", "10191.78", "9863.01", "10191.78"]
    assert str(outcome.balances.interest) == "59506.84"


def test_default_interest_runs_on_what_is_overdue_after_grace() -> None:
    strict = Product("Strict", default_margin=Decimal(18))
    payment = pay("9250.88", date(2025, 3, 10))
    outcome = outcome_of(payment, on=date(2025, 3, 10), rules=strict)
    assert shares(outcome, payment) == {"default_interest": "45.40", "interest": "9205.48"}
    kind = Product("Kind", default_margin=Decimal(18), grace_days=10)
    assert outcome_of(on=date(2025, 3, 10), rules=kind).balances.default_interest == 0
    whole = Product("Whole", default_margin=Decimal(6), default_on="balance")
    assert (
        str(outcome_of(pay("1.00", date(2025, 3, 10)), on=date(2025, 3, 10), rules=whole).balances.default_interest)
        == "1642.84"
    )


def test_interest_after_the_last_due_date_runs_on() -> None:
    outcome = outcome_of(on=date(2025, 8, 31))
    assert str(outcome.balances.interest) == "69698.62"  # 59,506.84 and 31 days more
    payment = pay("1069698.62", date(2025, 8, 31))
    after = outcome_of(payment, on=date(2025, 8, 31))
    assert shares(after, payment) == {"interest": "69698.62", "principal": "1000000.00"}
    assert after.next_on is None


def test_early_principal_saves_interest_from_its_day() -> None:
    payment = pay("100000.00", date(2025, 2, 10))
    outcome = outcome_of(payment, on=date(2025, 2, 10))
    parts = shares(outcome, payment)
    assert sum(map(Decimal, parts.values())) == Decimal("100000.00")
    # ten days on a million, eighteen on what is left
    remaining = Decimal(1000000) - Decimal(parts["principal"])
    expected = (Decimal(1000000) * 10 + remaining * 18) * 12 / 100 / 365
    assert abs(Decimal(parts["interest"]) - expected) < Decimal("0.01")
    assert outcome.instalments[-1].principal == remaining == outcome.balances.principal


def test_an_early_payoff_rebates_unearned_interest() -> None:
    early = pay("9205.48", SETTLED)
    figure = quote(History(UUID(int=1), terms(), Product("Plain"), [early]), date(2025, 2, 10))
    assert (str(figure.interest_rebate), str(figure.total)) == ("5917.81", "994082.19")
    last = pay("994082.19", date(2025, 2, 10), 2)
    outcome = outcome_of(early, last, on=date(2025, 2, 20))
    assert shares(outcome, last) == {"principal": "994082.19"}
    assert journal.balances(outcome.journals) == {
        "bank_clearing": Decimal("3287.67"),
        "interest_income": Decimal("-3287.67"),
    }


def test_a_product_may_ask_for_the_whole_period_at_payoff() -> None:
    whole = Product("Whole periods", payoff="period_end")
    figure = quote(History(UUID(int=1), terms(), whole), date(2025, 2, 10))
    assert str(figure.total) == "1009205.48"
    payment = pay("1009205.48", date(2025, 2, 10))
    assert outcome_of(payment, on=date(2025, 2, 10), rules=whole).balances.principal == 0


@pytest.mark.parametrize(("refund", "total"), [(True, "939340.66"), (False, "1000000.00")])
def test_prepaid_interest_is_earned_as_time_passes(refund: bool, total: str) -> None:
    rules = Product("Prepaid", prepaid_refund=refund)
    outcome = outcome_of(on=date(2025, 10, 31), method="prepaid", periods=9, rules=rules)
    assert journal.balances(outcome.journals)["interest_income"] == Decimal("-90000.00")
    assert outcome.balances.unearned == 0
    history = History(UUID(int=1), terms("prepaid", periods=9), rules)
    assert str(quote(history, date(2025, 4, 30)).total) == total
    last = pay(total, date(2025, 4, 30))
    after = outcome_of(last, on=date(2025, 4, 30), method="prepaid", periods=9, rules=rules)
    assert after.balances.principal == after.balances.unearned == 0


def test_capitalised_interest_that_was_paid_does_not_join_the_principal() -> None:
    payment = pay("3287.67", date(2025, 2, 10))
    outcome = outcome_of(payment, on=date(2025, 2, 28), method="capitalised")
    assert shares(outcome, payment) == {"interest": "3287.67"}
    assert str(outcome.balances.principal) == "1005917.81"
    assert outcome.instalments[0].outstanding == 0


def test_fees_that_were_charged_before_a_payment_share_in_it() -> None:
    fee = ChargedFee(uuid4(), 1, date(2025, 3, 1), None, Decimal("500.00"))
    later = ChargedFee(uuid4(), 9, date(2025, 3, 20), None, Decimal("500.00"))
    payment = pay("9500.00", date(2025, 3, 10), 2)
    outcome = outcome_of(payment, on=date(2025, 3, 31), fees=[fee, later])
    assert shares(outcome, payment) == {"fees": "500.00", "interest": "9000.00"}
    assert outcome.fees == {fee.id: Decimal("500.00")}


def test_the_order_belongs_to_the_product() -> None:
    fee = ChargedFee(uuid4(), 1, date(2025, 3, 1), None, Decimal("500.00"))
    payment = pay("9500.00", date(2025, 3, 10), 2, order=("interest", "principal", "fees", "default_interest"))
    outcome = outcome_of(payment, on=date(2025, 3, 10), fees=[fee])
    assert shares(outcome, payment) == {"interest": "9205.48", "fees": "294.52"}


def test_an_instalment_two_periods_early_is_paid_after_the_one_before_it() -> None:
    payment = pay("19397.26", SETTLED, target_instalment=2)
    outcome = outcome_of(payment, on=date(2025, 4, 1))
    assert [row.paid_on for row in outcome.instalments[:3]] == [SETTLED, SETTLED, None]


def test_a_refund_leaves_nothing_overpaid() -> None:
    much = pay("1000100.00", SETTLED)
    back = pay("100.00", date(2025, 2, 1), 2, refund=True)
    outcome = outcome_of(much, back, on=date(2025, 2, 1))
    assert outcome.balances.overpaid == 0
    without = outcome_of(back, on=date(2025, 2, 1))  # the payment was reversed: what went back is owed
    assert without.balances.overpaid == Decimal("-100.00")
    again = pay("150.00", date(2025, 2, 1), 3)
    assert shares(outcome_of(back, again, on=date(2025, 2, 1)), again)["overpaid"] == "100.00"


def test_an_instalment_paid_early_is_not_paid_in_full_when_more_falls_due() -> None:
    """Two are late, so the fourth earns more interest than its plan, by which it was paid early."""
    planned = outcome_of(on=SETTLED, method="annuity").instalments
    payment = pay(str(planned[2].amount + planned[3].amount + 4000), date(2025, 4, 29), target_instalment=4)
    before = outcome_of(payment, on=date(2025, 5, 30), method="annuity").instalments[3]
    assert before.paid_on == date(2025, 4, 29) and before.outstanding == 0
    after = outcome_of(payment, on=date(2025, 5, 31), method="annuity").instalments[3]
    assert after.paid_on is None and str(after.outstanding) == "1629.38"
