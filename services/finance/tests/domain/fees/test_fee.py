"""The GST inside a fee, and what can be done with a fee."""

from dataclasses import replace
from decimal import Decimal

import pytest

from finance.domain.fees import fee
from finance.domain.fees.fee import Fee
from lendkit.values.errors import DomainError

WAITING = Fee("legal", Decimal("1100.00"), Decimal("0.00"), Decimal("100.00"), Decimal("0.00"), "waiting")


@pytest.mark.parametrize(
    ("type", "amount", "gst", "expected"),
    [
        ("application", "1100.00", None, "100.00"),
        ("brokerage", "0.05", None, "0.00"),  # 0.0045…
        ("valuation", "0.11", None, "0.01"),
        ("commitment", "1100.00", None, "0.00"),
        ("establishment", "1100.00", True, "100.00"),
        ("other", "1100.00", False, "0.00"),
        ("line", "550.00", None, "0.00"),
    ],
)
def test_gst_is_an_eleventh_of_what_is_taxed(type: str, amount: str, gst: bool | None, expected: str) -> None:
    assert fee.gst_of(type, Decimal(amount), gst) == Decimal(expected)


def test_a_fee_is_paid_with_all_that_is_outstanding() -> None:
    assert fee.amount_to_pay(WAITING) == fee.amount_to_waive(WAITING) == Decimal("1000.00")
    assert replace(WAITING, allocated=Decimal("1100.00")).status_when_paid == "paid"
    assert WAITING.status_when_paid == "waiting"


@pytest.mark.parametrize("status", ["paid", "waived", "refunded"])
def test_what_is_done_is_done(status: str) -> None:
    for act in (fee.amount_to_pay, fee.amount_to_waive):
        with pytest.raises(DomainError) as caught:
            act(replace(WAITING, status=status))
        assert caught.value.code == f"already_{status}"
    assert replace(WAITING, status="waived").status_when_paid == "waived"


def test_only_what_was_paid_is_refunded_and_once() -> None:
    assert fee.amount_to_refund(replace(WAITING, status="paid")) == Decimal("1100.00")
    for status, code in (("waiting", "not_paid"), ("waived", "not_paid"), ("refunded", "already_refunded")):
        with pytest.raises(DomainError) as caught:
            fee.amount_to_refund(replace(WAITING, status=status))
        assert caught.value.code == code
    assert replace(WAITING, status="refunded").outstanding == 0


@pytest.mark.parametrize(
    ("pairs", "missing"),
    [
        ([], True),
        ([("legal", "paid")], True),
        ([("commitment", "waiting")], True),
        ([("commitment", "waived")], True),
        ([("commitment", "paid")], False),
        ([("commitment", "paid"), ("commitment", "waiting")], True),
        ([("commitment", "paid"), ("legal", "waiting")], False),
    ],
)
def test_the_commitment_fee_before_settlement(pairs: list[tuple[str, str]], missing: bool) -> None:
    assert fee.commitment_missing(pairs) is missing
