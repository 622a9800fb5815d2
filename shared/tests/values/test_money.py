"""Money is exact to the cent: what is not is refused, never rounded."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lendkit.values import money

AMOUNTS = st.decimals("-1000000000000", "1000000000000", places=2).map(lambda amount: amount + 0)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (500000, "500000.00"),
        ("500000", "500000.00"),
        ("410000.00", "410000.00"),
        ("0.05", "0.05"),
        ("1.5", "1.50"),
        ("1.500", "1.50"),  # exact to the cent, however it is written
        (Decimal("3300.5"), "3300.50"),
        (Decimal("1E+2"), "100.00"),
        ("-250.00", "-250.00"),
    ],
)
def test_what_is_exact_to_the_cent_is_taken(value: Any, text: str) -> None:
    assert money.text(money.parse(value)) == text


@pytest.mark.parametrize(
    "value",
    [
        "1.005", "0.001", Decimal("1.005"), "1e400", "1e2", "1_000", "1,000.00", "$5", "５００", "٥٠٠", "", " ", "+5",
        ".5", "5.", "0x10", "NaN", "Infinity", Decimal("NaN"), Decimal("Infinity"), True, False, None, [], {}, b"5",
        "1000000000000.01", 10**15, Decimal("1e30"), Decimal("1e-30"),
    ],
)  # fmt: skip
def test_what_would_need_rounding_or_guessing_is_refused(value: Any) -> None:
    with pytest.raises(ValueError):
        money.parse(value)


def test_a_float_is_no_amount() -> None:
    with pytest.raises(ValueError):
        money.parse(0.1 + 0.2)


@given(AMOUNTS)
def test_text_and_parse_are_inverse(amount: Decimal) -> None:
    assert money.parse(money.text(amount)) == amount


@given(AMOUNTS)
def test_cents_and_from_cents_are_inverse(amount: Decimal) -> None:
    assert money.from_cents(money.cents(amount)) == amount


@given(st.one_of(st.text(max_size=30), st.integers(), st.decimals(), st.floats(), st.none(), st.booleans()))
def test_anything_else_raises_only_value_error(value: Any) -> None:
    try:
        amount = money.parse(value)
    except ValueError:
        return
    assert amount == amount.quantize(money.CENT) and abs(amount) <= money.LARGEST


def test_cents_refuses_part_of_a_cent() -> None:
    assert money.cents(Decimal("1234.56")) == 123456
    with pytest.raises(ValueError, match="cent"):
        money.cents(Decimal("0.001"))


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [
        ("0.005", "0.00"),
        ("0.015", "0.02"),
        ("0.025", "0.02"),
        ("2.675", "2.68"),
        ("-0.005", "0.00"),
        ("9205.479", "9205.48"),
    ],
)
def test_half_goes_to_the_even_cent(exact: str, rounded: str) -> None:
    assert money.round_half_even(Decimal(exact)) == Decimal(rounded)


def test_an_integer_too_long_to_print_is_refused_too() -> None:
    with pytest.raises(ValueError):
        money.parse(10**5000)


@pytest.mark.parametrize("value", ["-0", "-0.00", Decimal("-0.0")])
def test_minus_nothing_is_no_amount(value: Any) -> None:
    with pytest.raises(ValueError):
        money.parse(value)


@pytest.mark.parametrize("value", [Decimal("1E+999999999"), Decimal("1E-999999999"), Decimal("-Infinity")])
def test_an_amount_without_end_is_refused_before_it_is_written_out(value: Decimal) -> None:
    with pytest.raises(ValueError):
        money.parse(value)


def test_text_never_rounds() -> None:
    with pytest.raises(ValueError):
        money.text(Decimal("1.005"))
