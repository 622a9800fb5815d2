"""How Lend writes amounts, dates and names for people in Australia."""

from datetime import date
from decimal import Decimal

import pytest

from lendkit.values import en_au


@pytest.mark.parametrize(
    ("amount", "text"),
    [("1850000.00", "$1,850,000.00"), ("-5", "-$5.00"), (Decimal("0.5"), "$0.50"), (12, "$12.00")],
)
def test_dollars(amount: str | Decimal | int, text: str) -> None:
    assert en_au.dollars(amount) == text


@pytest.mark.parametrize(
    ("percent", "text"), [("8.950", "8.95% p.a."), ("10", "10.00% p.a."), (Decimal("7.125"), "7.125% p.a.")]
)
def test_rate(percent: str | Decimal, text: str) -> None:
    assert en_au.rate(percent) == text


def test_a_day_has_no_leading_zero() -> None:
    assert en_au.day(date(2026, 11, 4)) == "4 November 2026" == en_au.day("2026-11-04T23:59:00Z")


def test_one_day_and_many() -> None:
    assert [en_au.plural(count, "day") for count in (0, 1, 2, 1200)] == ["0 days", "1 day", "2 days", "1,200 days"]


@pytest.mark.parametrize(
    ("names", "most", "text"),
    [
        ([], None, ""),
        (["Ann"], None, "Ann"),
        (["Ann", "Bob"], None, "Ann and Bob"),
        (["Ann", "Bob", "Cy"], 3, "Ann, Bob and Cy"),
        (["Ann", "Bob", "Cy", "Di", "Ed"], 3, "Ann, Bob, Cy and 2 more"),
    ],
)
def test_names_in_a_sentence(names: list[str], most: int | None, text: str) -> None:
    assert en_au.listed(names, most) == text


def test_an_address_names_the_country_only_abroad() -> None:
    home = {"street": "1 Chapel Street", "city": "St Kilda", "state": "VIC", "postal_code": "3182"}
    assert en_au.address(home) == "1 Chapel Street, St Kilda VIC 3182"
    assert en_au.address({"street": "9 Queen St", "city": "Auckland", "country": "New Zealand"}) == (
        "9 Queen St, Auckland, New Zealand"
    )
    assert en_au.address(None) == ""


def test_numbers_in_their_groups() -> None:
    assert en_au.grouped("53004085616", (2, 3, 3, 3)) == "53 004 085 616"
    assert en_au.grouped(None, (3, 3, 3)) is None
    assert en_au.label("second_mortgage") == "Second mortgage"
