"""The net advance of a loan."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from finance.domain.fees import funding_table
from finance.domain.fees.funding_table import FundingFee, FundingInterest
from finance.domain.schedule.products import DEFAULT, Product
from lendkit.values.errors import Invalid

MILLION = Decimal(1000000)


def interest(**changes: Any) -> FundingInterest:
    terms = {"method": "prepaid", "annual_rate": Decimal(12), "months": 9, "settlement_date": date(2025, 1, 31)}
    return FundingInterest(**{**terms, **changes})


def test_the_net_advance_is_the_loan_less_all_deductions() -> None:
    fees = [
        FundingFee("legal", Decimal(2200)),
        FundingFee("brokerage", percent=Decimal("1.1")),
        FundingFee("establishment", Decimal(20000)),
    ]
    table = funding_table.calculate(MILLION, fees, interest(), DEFAULT)
    rows = [(row.type, str(row.amount), str(row.gst)) for row in table.deductions]
    assert rows == [
        ("establishment", "20000", "0.00"),
        ("prepaid_interest", "90000.00", "0.00"),
        ("brokerage", "11000.00", "1000.00"),
        ("legal", "2200", "200.00"),
    ]
    assert (table.deducted, table.gst, table.net) == (Decimal(123200), Decimal(1200), Decimal(876800))


def test_capitalised_interest_is_that_of_the_schedule() -> None:
    assert funding_table.interest_amount(MILLION, interest(method="capitalised", months=6)) == Decimal("61001.56")
    by_360 = interest(method="capitalised", months=2, day_count="30/360")
    assert funding_table.interest_amount(MILLION, by_360) == Decimal("20100.00")


def test_gst_by_request_then_product_then_type() -> None:
    product = Product(name="No GST on legals", gst={"legal": False})
    fees = [
        FundingFee("legal", Decimal(1100)),
        FundingFee("legal", Decimal(1100), gst=True),
        FundingFee("line", Decimal(1100)),
    ]
    table = funding_table.calculate(MILLION, fees, None, product)
    assert [str(row.gst) for row in table.deductions] == ["0.00", "0.00", "100.00"], "the line fee comes first"


def test_deductions_never_exceed_the_loan() -> None:
    assert funding_table.calculate(Decimal(1000), [FundingFee("line", Decimal(1000))], None, DEFAULT).net == 0
    with pytest.raises(Invalid) as refused:
        funding_table.calculate(Decimal(1000), [FundingFee("line", Decimal("1000.01"))], None, DEFAULT)
    assert refused.value.detail == "Deductions of $1,000.01 exceed the loan of $1,000.00."
    with pytest.raises(Invalid) as refused:
        funding_table.calculate(MILLION, [], interest(settlement_date=date(2200, 12, 31)), DEFAULT)
    assert list(refused.value.errors) == ["/interest"]
