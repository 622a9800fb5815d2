"""Loan to value: estimates until there is a valuation, the newest of each property."""

from decimal import Decimal
from typing import Any

from applications.domain.lvr import lvr, valued

TERMS: dict[str, Any] = {
    "loan_amount": "500000.00",
    "application_type": "second_mortgage",
    "securities": [
        {
            "address": {"street": "1 Chapel Street", "city": "Prahran"},
            "estimated_value": "600000.00",
            "existing_mortgages": [{"balance": "100000.00"}],
        },
        {"description": "A lot without an address", "estimated_value": "400000.00"},
    ],
}


def of(value: str, position: int | None = None, address: str = "") -> dict[str, Any]:
    security = None if position is None else {"position": position, "address": address}
    return {"value": value, "security": security}


def test_an_estimate_counts_until_there_is_a_valuation() -> None:
    assert lvr(TERMS) == Decimal("60.0")
    assert lvr(TERMS, [of("800000.00", 0, "1 Chapel Street, Prahran")]) == Decimal("50.0")
    assert not valued(TERMS, [of("800000.00", 0, "1 Chapel Street, Prahran")])


def test_the_newest_valuation_of_each_property_counts() -> None:
    rows = [of("900000.00", 0, "1 Chapel Street, Prahran"), of("600000.00", 1), of("800000.00", 1)]
    assert lvr(TERMS, rows) == Decimal("35.3")
    assert valued(TERMS, rows)


def test_a_valuation_of_all_and_of_one_supersede_each_other() -> None:
    whole = of("2000000.00")
    assert lvr(TERMS, [of("800000.00", 1), whole]) == Decimal("30.0")
    assert lvr(TERMS, [whole, of("800000.00", 1)]) == Decimal("42.9"), "with the estimate of the first"
    assert valued(TERMS, [whole]) and not valued(TERMS, [whole, of("800000.00", 1)])


def test_a_valuation_follows_its_address() -> None:
    turned = {**TERMS, "securities": TERMS["securities"][::-1]}
    assert lvr(turned, [of("800000.00", 0, "1 Chapel Street, Prahran")]) == Decimal("50.0")
    gone = {**TERMS, "securities": TERMS["securities"][1:]}
    assert not valued(gone, [of("800000.00", 0, "1 Chapel Street, Prahran")])


def test_a_refinance_pays_the_mortgages_out() -> None:
    assert lvr({**TERMS, "application_type": "refinance"}) == Decimal("50.0")


def test_there_is_no_lvr_without_a_value_or_an_amount() -> None:
    assert lvr({"loan_amount": "1.00"}) is None
    assert lvr({**TERMS, "loan_amount": None}) is None
