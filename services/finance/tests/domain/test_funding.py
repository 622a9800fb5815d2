"""What the client gets of a loan."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from finance.domain import funding
from finance.domain.funding import Fee, Interest
from finance.domain.products import DEFAULT, Product
from lendkit.values.errors import Invalid

MILLION = Decimal(1000000)


def interest(**changes: Any) -> Interest:
    terms = {"method": "prepaid", "annual_rate": Decimal(12), "months": 9, "settlement_date": date(2025, 1, 31)}
    return Interest(**{**terms, **changes})


def test_the_net_is_the_loan_less_all_that_is_withheld() -> None:
    fees = [Fee("legal", Decimal(2200)), Fee("brokerage", percent=Decimal("1.1")), Fee("establishment", Decimal(20000))]
    made = funding.table(MILLION, fees, interest(), DEFAULT)
    rows = [(row.type, str(row.amount), str(row.gst)) for row in made.deductions]
    assert rows == [
        ("establishment", "20000", "0.00"),
        ("prepaid_interest", "90000.00", "0.00"),
        ("brokerage", "11000.00", "1000.00"),
        ("legal", "2200", "200.00"),
    ]
    assert (made.deducted, made.gst, made.net) == (Decimal(123200), Decimal(1200), Decimal(876800))


def test_capitalised_interest_is_that_of_the_schedule() -> None:
    assert funding.interest_of(MILLION, interest(method="capitalised", months=6)) == Decimal("61001.56")
    by_360 = interest(method="capitalised", months=2, day_count="30/360")
    assert funding.interest_of(MILLION, by_360) == Decimal("20100.00")


def test_gst_by_request_then_product_then_type() -> None:
    product = Product(name="No GST on legals", gst={"legal": False})
    fees = [Fee("legal", Decimal(1100)), Fee("legal", Decimal(1100), gst=True), Fee("line", Decimal(1100))]
    made = funding.table(MILLION, fees, None, product)
    assert [str(row.gst) for row in made.deductions] == ["0.00", "0.00", "100.00"], "the line fee comes first"


def test_nobody_lends_less_than_is_withheld() -> None:
    assert funding.table(Decimal(1000), [Fee("line", Decimal(1000))], None, DEFAULT).net == 0
    with pytest.raises(Invalid) as refused:
        funding.table(Decimal(1000), [Fee("line", Decimal("1000.01"))], None, DEFAULT)
    assert "$1,000.01 are more than the loan of $1,000" in refused.value.detail
    with pytest.raises(Invalid) as refused:
        funding.table(MILLION, [], interest(settlement_date=date(2200, 12, 31)), DEFAULT)
    assert list(refused.value.errors) == ["/interest"]
