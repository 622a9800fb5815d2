"""Terms that can't be combined are refused, at the field that somebody would change."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from finance.domain.schedule.amortisation import amortise
from finance.domain.schedule.terms import Draw, PlannedInstalment, Terms
from lendkit.values.errors import Invalid

CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "a due date before settlement": ("/first_due_date", {"first_due_date": date(2025, 1, 31)}),
    "two maturities": ("/first_due_date", {"frequency": "at_maturity", "first_due_date": date(2025, 5, 1)}),
    "no period": ("/periods", {"periods": 0}),
    "beyond the calendar": ("/periods", {"frequency": "yearly", "periods": 1600}),
    "beyond 2200": ("/periods", {"frequency": "yearly", "periods": 180}),
    "more capitalised than there are": ("/capitalised_periods", {"capitalised_periods": 7}),
    "prepaid and capitalised": ("/capitalised_periods", {"method": "prepaid", "capitalised_periods": 1}),
    "flat and capitalised": ("/capitalised_periods", {"method": "flat", "capitalised_periods": 1}),
    "prepaid and paid": ("/interest_only_periods", {"method": "prepaid", "interest_only_periods": 1}),
    "more interest-only than there are": ("/interest_only_periods", {"interest_only_periods": 7}),
    "no period for principal": ("/interest_only_periods", {"method": "annuity", "interest_only_periods": 6}),
    "none after capitalising": ("/capitalised_periods", {"method": "equal_principal", "capitalised_periods": 6}),
    "principal in steps, and none": ("/principal_every", {"principal_every": 2}),
    "principal in no period": ("/principal_every", {"method": "annuity", "principal_every": 7}),
    "a balloon over the principal": ("/balloon", {"method": "annuity", "balloon": Decimal(1001)}),
    "a part of a bullet": ("/balloon", {"balloon": Decimal(600)}),
    "draws over the principal": ("/draws", {"draws": [Draw(date(2025, 2, 1), Decimal(1001))]}),
    "a draw before settlement": ("/draws/0/date", {"draws": [Draw(date(2025, 1, 30), Decimal(1))]}),
    "a draw at the end": ("/draws/0/date", {"draws": [Draw(date(2025, 7, 31), Decimal(1))]}),
    "a draw while principal is paid": (
        "/draws/0/date",
        {"method": "annuity", "interest_only_periods": 1, "draws": [Draw(date(2025, 3, 1), Decimal(1))]},
    ),
    "a draw on prepaid interest": (
        "/draws/0/date",
        {"method": "prepaid", "draws": [Draw(date(2025, 3, 1), Decimal(1))]},
    ),
    "listed instalments of an annuity": (
        "/instalments",
        {"method": "annuity", "periods": 1, "planned": [PlannedInstalment(date(2025, 3, 1), Decimal(1000))]},
    ),
    "listed instalments that do not add up": (
        "/instalments",
        {"method": "custom", "periods": 1, "planned": [PlannedInstalment(date(2025, 3, 1), Decimal(999))]},
    ),
    "too few listed instalments": (
        "/instalments",
        {"method": "custom", "periods": 2, "planned": [PlannedInstalment(date(2025, 3, 1), Decimal(1000))]},
    ),
    "listed instalments out of order": (
        "/instalments/1/due_date",
        {
            "method": "custom",
            "periods": 2,
            "planned": [
                PlannedInstalment(date(2025, 3, 1), Decimal(400)),
                PlannedInstalment(date(2025, 3, 1), Decimal(600)),
            ],
        },
    ),
    "principal listed where interest is capitalised": (
        "/instalments/0/principal",
        {
            "method": "custom",
            "periods": 2,
            "capitalised_periods": 1,
            "planned": [
                PlannedInstalment(date(2025, 3, 1), Decimal(400)),
                PlannedInstalment(date(2025, 4, 1), Decimal(600)),
            ],
        },
    ),
    "interest beyond any loan": (
        "/capitalised_periods",
        {"method": "capitalised", "frequency": "yearly", "periods": 100, "annual_rate": Decimal(100)},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_it_is_refused_at_its_field_with_a_sentence(case: str) -> None:
    pointer, changes = CASES[case]
    terms: dict[str, Any] = {"method": "interest_only", "frequency": "monthly", "periods": 6}
    with pytest.raises(Invalid) as refused:
        amortise(
            Terms(
                Decimal(1000),
                changes.pop("annual_rate", Decimal(12)),
                settlement_date=date(2025, 1, 31),
                **{**terms, **changes},
            )
        )
    assert list(refused.value.errors) == [pointer]
    assert all(message.endswith(".") for message in refused.value.errors[pointer])


def test_a_draw_in_the_grace_before_an_annuity_is_fine() -> None:
    draw = Draw(date(2025, 2, 28), Decimal(400))
    terms = Terms(Decimal(1000), Decimal(12), "annuity", "monthly", 6, date(2025, 1, 31), interest_only_periods=1)
    schedule = amortise(Terms(**{**vars(terms), "draws": [draw]}))
    assert schedule.instalments[0].interest == Decimal("5.52"), "600 for 28 days"
    assert schedule.instalments[-1].balance == 0
