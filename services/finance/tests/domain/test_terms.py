"""From what an application says to the terms of its loan."""

from datetime import date
from decimal import Decimal

import pytest

from finance.domain import products, schedule, terms
from finance.domain.products import Product

MILLION, TWELVE, SETTLED = Decimal(1000000), Decimal(12), date(2025, 1, 31)


def of(months: int, frequency: str | None, product: Product | None = None, capitalised: int = 0) -> terms.Terms:
    return terms.of_application(MILLION, months, TWELVE, frequency, product, capitalised, SETTLED)


def test_without_a_product_it_is_interest_only_with_a_bullet() -> None:
    made = of(18, None)
    assert (made.method, made.frequency, made.periods, made.day_count) == ("interest_only", "monthly", 18, "ACT/365F")
    assert schedule.make(made).maturity_date == date(2026, 7, 31)
    assert schedule.make(made).instalments[-1].principal == MILLION


def test_the_first_months_capitalise() -> None:
    made = schedule.make(of(12, "monthly", capitalised=6))
    assert made.instalments[5].balance == Decimal("1061001.56")
    assert made.instalments[5].amount == 0 and made.instalments[6].amount > 0
    assert of(6, "monthly", capitalised=24).capitalised_periods == 6, "never more than there are"


@pytest.mark.parametrize(
    ("months", "frequency", "periods"),
    [
        (12, "weekly", 52),
        (12, "fortnightly", 26),
        (3, "weekly", 13),
        (1, "weekly", 4),
        (12, "quarterly", 4),
        (13, "quarterly", 5),
        (18, "yearly", 2),
        (18, "at_maturity", 18),
    ],
)
def test_months_become_periods(months: int, frequency: str, periods: int) -> None:
    made = of(months, frequency)
    assert made.periods == periods
    if frequency not in ("weekly", "fortnightly"):
        end = schedule.make(made).maturity_date
        assert (end.year - 2025) * 12 + end.month - 1 == months, "the last due date ends the term"


def test_an_annuity_comes_by_product_only() -> None:
    product = Product(name="P&I", method="annuity", frequency="quarterly", day_count="30/360", balloon=Decimal(60))
    made = of(24, "weekly", product)
    assert (made.method, made.frequency, made.periods, made.balloon) == ("annuity", "quarterly", 8, Decimal(600000))
    assert schedule.make(made).instalments[-1].balance == 0


def test_what_is_outside_a_product_is_said() -> None:
    product = Product(name="Bridge", amount_max=Decimal(500000), rate_min=Decimal(13), term_min=3, term_max=12)
    found = products.outside(product, MILLION, TWELVE, 18)
    assert [item["code"] for item in found] == ["loan_amount_outside", "interest_rate_outside", "loan_term_outside"]
    assert found[0]["detail"] == "The loan amount of 1000000 is above the 500000 of Bridge."
    assert products.outside(products.DEFAULT, MILLION, TWELVE, 18) == []
