"""Due dates, and the part of a year between them."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from finance.domain.schedule import day_count, due_dates
from finance.domain.schedule.amortisation import interest_between
from finance.domain.schedule.terms import Terms


def due(settled: date, **changes: Any) -> list[str]:
    terms: dict[str, Any] = {"method": "interest_only", "frequency": "monthly", "periods": 3}
    contract = Terms(Decimal(1000), Decimal(5), settlement_date=settled, **{**terms, **changes})
    return [str(day) for day in due_dates.of(contract)]


def test_month_ends_clamp_and_return() -> None:
    assert due(date(2025, 1, 31)) == ["2025-02-28", "2025-03-31", "2025-04-30"]
    assert due(date(2025, 1, 30)) == ["2025-02-28", "2025-03-30", "2025-04-30"]
    assert due(date(2024, 1, 30)) == ["2024-02-29", "2024-03-30", "2024-04-30"]
    assert due(date(2024, 2, 29), frequency="yearly") == ["2025-02-28", "2026-02-28", "2027-02-28"]
    assert due(date(2023, 8, 31), frequency="quarterly") == ["2023-11-30", "2024-02-29", "2024-05-31"]
    assert due(date(2023, 8, 31), frequency="half_yearly") == ["2024-02-29", "2024-08-31", "2025-02-28"]


def test_a_first_due_date_is_the_anchor() -> None:
    assert due(date(2025, 1, 10), first_due_date=date(2025, 1, 31)) == ["2025-01-31", "2025-02-28", "2025-03-31"]
    assert due(date(2025, 1, 31), first_due_date=date(2025, 2, 28)) == ["2025-02-28", "2025-03-28", "2025-04-28"]
    assert due(date(2025, 1, 1), frequency="fortnightly") == ["2025-01-15", "2025-01-29", "2025-02-12"]
    assert due(date(2025, 1, 1), frequency="weekly", first_due_date=date(2025, 1, 3))[1] == "2025-01-10"
    assert due(date(2025, 1, 31), frequency="at_maturity", periods=13) == ["2026-02-28"]


@pytest.mark.parametrize(
    ("day_count", "frequency", "interest"),
    [
        ("ACT/365F", "monthly", "19726.03"),
        ("30/360", "monthly", "20000.00"),
        ("30/360", "at_maturity", "20000.00"),
        ("ACT/ACT", "monthly", "19672.13"),
        ("ACT/364", "monthly", "19780.22"),
    ],
)
def test_day_counts(day_count: str, frequency: str, interest: str) -> None:
    amount = interest_between(Decimal(1000000), Decimal(12), date(2024, 1, 15), date(2024, 3, 15), day_count, frequency)
    assert str(amount) == interest


def test_act_act_splits_at_new_year() -> None:
    part = day_count.fraction_between(date(2023, 12, 31), date(2024, 1, 31), "ACT/ACT", "monthly")
    assert part == Fraction(1, 365) + Fraction(30, 366)
    assert day_count.fraction_between(date(2024, 1, 1), date(2027, 1, 1), "ACT/ACT", "yearly") == 3


def test_every_month_is_a_twelfth_of_360_whatever_its_days() -> None:
    for start, end in [((2025, 1, 31), (2025, 2, 28)), ((2025, 2, 28), (2025, 3, 31)), ((2025, 7, 1), (2025, 8, 1))]:
        assert day_count.fraction_between(date(*start), date(*end), "30/360", "monthly") == Fraction(1, 12)
    assert day_count.fraction_between(date(2025, 1, 31), date(2025, 4, 30), "30/360", "quarterly") == Fraction(1, 4)
    assert day_count.fraction_between(date(2025, 1, 1), date(2025, 1, 8), "30/360", "weekly") == Fraction(7, 360)


def test_a_stub_counts_its_days_over_those_of_the_period_it_is_in() -> None:
    short = Terms(
        Decimal(1000), Decimal(5), "interest_only", "monthly", 2, date(2025, 1, 10), date(2025, 1, 31), "30/360"
    )
    first, second = due_dates.periods(short)
    assert day_count.period_fraction(first, "30/360", "monthly") == Fraction(21, 31) / 12
    assert day_count.period_fraction(second, "30/360", "monthly") == Fraction(1, 12)
    long = Terms(Decimal(1000), Decimal(5), "interest_only", "monthly", 2, date(2025, 1, 10), date(2025, 2, 28))
    assert due_dates.periods(long)[0].steps == 1 + Fraction(18, 31), "28 Jan → 28 Feb, and 18 days of 28 Dec → 28 Jan"


def test_a_part_of_a_30_360_period_counts_by_actual_days() -> None:
    period = due_dates.between(date(2025, 2, 28), date(2025, 3, 31), "monthly")
    part = day_count.year_fraction(date(2025, 2, 28), date(2025, 3, 10), "30/360", period, "monthly")
    assert part == Fraction(10, 31) / 12
