"""Amounts, rates and names as an Australian letter writes them."""

from datetime import date
from typing import Any

import pytest

from documents.domain import wording


@pytest.mark.parametrize(
    ("given", "said"),
    [("1850000.00", "$1,850,000.00"), ("0.05", "$0.05"), ("999.9", "$999.90")],
)
def test_dollars(given: str, said: str) -> None:
    assert wording.dollars(given) == said


@pytest.mark.parametrize(
    ("given", "said"),
    [("8.95", "8.95% p.a."), ("9", "9.00% p.a."), ("10.500000", "10.50% p.a."), ("8.125", "8.125% p.a.")],
)
def test_rate(given: str, said: str) -> None:
    assert wording.rate(given) == said


def test_days_and_months() -> None:
    assert wording.day(date(2026, 3, 2)) == "2 March 2026"
    assert wording.iso_day("2026-11-24T02:40:10+00:00") == "24 November 2026"
    assert (wording.months(1), wording.months(18)) == ("1 month", "18 months")


@pytest.mark.parametrize(
    ("party", "said"),
    [
        ({"name": "Liam Smith"}, "Liam Smith"),
        ({"name": "Bellbird Pty Ltd", "acn": "004085616", "abn": "53004085616"}, "Bellbird Pty Ltd (ACN 004 085 616)"),
        ({"name": "Bellbird", "abn": "53004085616"}, "Bellbird (ABN 53 004 085 616)"),
        (
            {"name": "Smith Family Trust", "trustee_name": "Bellbird Pty Ltd"},
            "Bellbird Pty Ltd as trustee for Smith Family Trust",
        ),
    ],
)
def test_party(party: dict[str, Any], said: str) -> None:
    assert wording.party(party) == said


def test_addresses_and_lists() -> None:
    home = {"street": "14/3 Murray Street", "city": "Hobart", "state": "TAS", "postal_code": "7000"}
    assert wording.address(home) == "14/3 Murray Street, Hobart TAS 7000"
    assert wording.address({**home, "country": "New Zealand"}).endswith(", New Zealand")
    assert wording.address(None) == ""
    assert [wording.listed(parts) for parts in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


def test_fees_and_deductions() -> None:
    assert (wording.fee("legal"), wording.fee("line"), wording.fee("other")) == ("Legal fee", "Line fee", "Other")
    assert (wording.deduction("prepaid_interest"), wording.deduction("legal")) == ("Prepaid interest", "Legal fee")
