"""From the fields of an application to the terms of its loan."""

from datetime import date
from decimal import Decimal

import pytest

from finance.domain.schedule import products, terms
from finance.domain.schedule.amortisation import amortise
from finance.domain.schedule.products import Product

MILLION, TWELVE, SETTLED = Decimal(1000000), Decimal(12), date(2025, 1, 31)


def of(months: int, frequency: str | None, product: Product | None = None, capitalised: int = 0) -> terms.Terms:
    return terms.of_application(MILLION, months, TWELVE, frequency, product, capitalised, SETTLED)


def test_without_a_product_it_is_interest_only_with_a_bullet() -> None:
    contract = of(18, None)
    assert (contract.method, contract.frequency, contract.periods, contract.day_count) == (
        "interest_only",
        "monthly",
        18,
        "ACT/365F",
    )
    assert amortise(contract).maturity_date == date(2026, 7, 31)
    assert amortise(contract).instalments[-1].principal == MILLION


def test_the_first_months_capitalise() -> None:
    schedule = amortise(of(12, "monthly", capitalised=6))
    assert schedule.instalments[5].balance == Decimal("1061001.56")
    assert schedule.instalments[5].amount == 0 and schedule.instalments[6].amount > 0
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
    contract = of(months, frequency)
    assert contract.periods == periods
    if frequency not in ("weekly", "fortnightly"):
        end = amortise(contract).maturity_date
        assert (end.year - 2025) * 12 + end.month - 1 == months, "the last due date ends the term"


def test_only_a_product_makes_an_annuity() -> None:
    product = Product(name="P&I", method="annuity", frequency="quarterly", day_count="30/360", balloon=Decimal(60))
    contract = of(24, "weekly", product)
    assert (contract.method, contract.frequency, contract.periods, contract.balloon) == (
        "annuity",
        "quarterly",
        8,
        Decimal(600000),
    )
    assert amortise(contract).instalments[-1].balance == 0


def test_terms_outside_the_limits_of_a_product_are_named() -> None:
    product = Product(name="Bridge", amount_max=Decimal(500000), rate_min=Decimal(13), term_min=3, term_max=12)
    findings = products.outside(product, MILLION, TWELVE, 18)
    assert [item["code"] for item in findings] == ["loan_amount_outside", "interest_rate_outside", "loan_term_outside"]
    assert findings[0]["detail"] == "The loan amount of $1,000,000.00 is above the Bridge maximum of $500,000.00"
    assert findings[1]["detail"] == "The rate of 12.00% p.a. is below the Bridge minimum of 13.00% p.a."
    assert findings[2]["detail"] == "The term of 18 months is above the Bridge maximum of 12 months"
    assert products.outside(products.DEFAULT, MILLION, TWELVE, 18) == []
