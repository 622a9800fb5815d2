"""GST inside a fee, and what may be done with a fee."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from finance.domain import arrears, fees
from finance.domain.fees import Fee
from lendkit.values.errors import DomainError, Invalid

WAITING = Fee("legal", Decimal("1100.00"), Decimal("0.00"), Decimal("100.00"), Decimal("0.00"), "waiting")
DAY = date(2026, 11, 24)


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
    assert fees.gst_of(type, Decimal(amount), gst) == Decimal(expected)


def test_a_fee_is_paid_with_all_that_is_left_of_it() -> None:
    assert fees.to_pay(WAITING) == fees.to_waive(WAITING) == Decimal("1000.00")
    assert fees.status_after(replace(WAITING, allocated=Decimal("1100.00"))) == "paid"
    assert fees.status_after(WAITING) == "waiting"


@pytest.mark.parametrize("status", ["paid", "waived", "refunded"])
def test_what_is_done_is_done(status: str) -> None:
    for act in (fees.to_pay, fees.to_waive):
        with pytest.raises(DomainError) as caught:
            act(replace(WAITING, status=status))
        assert caught.value.code == f"already_{status}"
    assert fees.status_after(replace(WAITING, status="waived")) == "waived"


def test_only_what_was_paid_is_refunded_and_once() -> None:
    assert fees.to_refund(replace(WAITING, status="paid")) == Decimal("1100.00")
    for status, code in (("waiting", "not_paid"), ("waived", "not_paid"), ("refunded", "already_refunded")):
        with pytest.raises(DomainError) as caught:
            fees.to_refund(replace(WAITING, status=status))
        assert caught.value.code == code
    assert replace(WAITING, status="refunded").left == 0


def test_money_comes_in_today_or_before() -> None:
    fees.check_day("/paid_on", DAY, DAY)
    with pytest.raises(Invalid):
        fees.check_day("/paid_on", date(2026, 11, 25), DAY)


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
    assert fees.commitment_missing(pairs) is missing


@pytest.mark.parametrize(
    ("days", "bucket"),
    [(0, None), (1, "1-30"), (30, "1-30"), (31, "31-60"), (60, "31-60"), (61, "61-90"), (90, "61-90"), (91, "90+")],
)
def test_arrears_have_four_buckets(days: int, bucket: str | None) -> None:
    due = date.fromordinal(DAY.toordinal() - days)
    assert arrears.days_past_due([due, DAY], DAY) == days
    assert arrears.bucket(days) == bucket


def test_the_status_of_an_instalment_follows_the_day() -> None:
    ten, none = Decimal("10.00"), Decimal("0.00")
    assert arrears.status(date(2026, 11, 25), ten, False, DAY) == "projected"
    assert arrears.status(date(2026, 11, 25), ten, True, DAY) == "part_paid"
    assert arrears.status(DAY, ten, False, DAY) == "due"
    assert arrears.status(date(2026, 11, 23), ten, True, DAY) == "overdue"
    assert arrears.status(date(2026, 11, 23), none, True, DAY) == "paid"
