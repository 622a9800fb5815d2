"""Which fees are withheld at settlement, by the latest funding table."""

from decimal import Decimal
from uuid import UUID, uuid4

from finance.domain.fees.fee import Fee
from finance.domain.fees.funding_table import Deduction
from finance.domain.fees.withholding import split

ZERO = Decimal("0.00")


def fee(type: str, amount: str, *, paid: str = "0.00", status: str = "waiting") -> tuple[UUID, Fee]:
    return uuid4(), Fee(type, Decimal(amount), Decimal(paid), ZERO, ZERO, status)


def deducted(type: str, amount: str, gst: str = "0.00") -> Deduction:
    return Deduction(type, Decimal(amount), Decimal(gst))


def test_waiting_fees_are_withheld_whole() -> None:
    legal, second, valuation = fee("legal", "1100.00"), fee("legal", "550.00"), fee("valuation", "900.00")
    assert split([deducted("legal", "1650.00", "150.00")], [legal, second, valuation]) == ([legal[0], second[0]], [])


def test_what_was_never_charged_is_charged_with_its_share_of_the_tax() -> None:
    legal = fee("legal", "1100.00")
    result = split([deducted("legal", "2200.00", "200.00"), deducted("line", "500.00")], [legal])
    assert result == ([legal[0]], [deducted("legal", "1100.00", "100.00"), deducted("line", "500.00")])


def test_what_came_in_before_is_not_withheld_again() -> None:
    paid, part = fee("commitment", "5500.00", paid="5500.00", status="paid"), fee("legal", "1100.00", paid="600.00")
    table = [deducted("commitment", "5500.00"), deducted("legal", "1100.00", "100.00")]
    assert split(table, [paid, part]) == ([part[0]], [])


def test_a_fee_that_its_deduction_does_not_cover_stays_unpaid() -> None:
    assert split([deducted("legal", "1000.00")], [fee("legal", "1100.00")]) == ([], [])


def test_refunded_and_waived_fees_count_for_nothing() -> None:
    closed = fee("legal", "1100.00", paid="1100.00", status="refunded"), fee("legal", "1100.00", status="waived")
    assert split([deducted("legal", "1100.00", "100.00")], closed) == ([], [deducted("legal", "1100.00", "100.00")])


def test_interest_is_the_schedules_and_two_of_a_type_are_one() -> None:
    table = [deducted("prepaid_interest", "90000.00"), deducted("other", "100.00"), deducted("other", "50.00")]
    assert split(table, []) == ([], [deducted("other", "150.00")])
