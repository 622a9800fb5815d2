"""The arithmetic of every method, to the cent: the examples of the finance rules, and beside them the odd ones."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from finance.domain.schedule.amortisation import Schedule, amortise, interest_between
from finance.domain.schedule.terms import Draw, PlannedInstalment, Terms

MILLION = Decimal(1000000)


def schedule_of(method: str, **changes: Any) -> Schedule:
    """A million at 12 %, settled on the last of January 2025, six months."""
    terms: dict[str, Any] = {
        "principal": MILLION,
        "annual_rate": Decimal(12),
        "method": method,
        "frequency": "monthly",
        "periods": 6,
        "settlement_date": date(2025, 1, 31),
    }
    return amortise(Terms(**{**terms, **changes}))


def small(**changes: Any) -> Schedule:
    """100 at 9.4822 %, six level instalments from New Year 2024."""
    terms = {"principal": Decimal(100), "annual_rate": Decimal("9.4822"), "settlement_date": date(2024, 1, 1)}
    return schedule_of("annuity", **{**terms, **changes})


def column(schedule: Schedule, name: str) -> list[str]:
    return [str(getattr(row, name)) for row in schedule.instalments]


def test_interest_only_with_a_bullet() -> None:
    schedule = schedule_of("interest_only")
    assert column(schedule, "interest") == ["9205.48", "10191.78", "9863.01", "10191.78", "9863.01", "10191.78"]
    assert column(schedule, "principal") == ["0.00"] * 5 + ["1000000.00"]
    assert column(schedule, "due_date")[:3] == ["2025-02-28", "2025-03-31", "2025-04-30"]
    assert (schedule.totals.interest, schedule.totals.amount) == (Decimal("59506.84"), Decimal("1059506.84"))
    assert schedule.instalments[-1].balance == 0


def test_capitalised_interest_joins_the_principal_until_the_last_day_pays_all() -> None:
    schedule = schedule_of("capitalised")
    balances = ["1009205.48", "1019491.08", "1029546.33", "1040039.24", "1050297.16"]
    assert column(schedule, "balance") == [*balances, "0.00"]
    assert column(schedule, "amount") == ["0.00"] * 5 + ["1061001.56"]
    assert schedule.instalments[0].capitalised == schedule.instalments[0].interest == Decimal("9205.48")
    assert (schedule.totals.principal, schedule.totals.interest) == (MILLION, Decimal("61001.56"))


@pytest.mark.parametrize("method", ["interest_only", "capitalised"])
def test_after_the_capitalised_months_interest_is_paid(method: str) -> None:
    schedule = schedule_of(method, capitalised_periods=3)
    assert column(schedule, "amount")[:4] == ["0.00", "0.00", "0.00", "10492.91"], "1,029,546.33 for 31 days"
    assert column(schedule, "balance") == ["1009205.48", "1019491.08"] + ["1029546.33"] * 3 + ["0.00"]


def test_draws_count_from_their_day() -> None:
    days = [(date(2025, 1, 31), 400000), (date(2025, 2, 14), 250000), (date(2025, 3, 10), 350000)]
    draws = [Draw(day, Decimal(amount)) for day, amount in days]
    schedule = schedule_of("interest_only", draws=draws)
    assert column(schedule, "interest")[:3] == ["4832.88", "9041.10", "9863.01"]
    assert column(schedule, "balance")[:2] == ["650000.00", "1000000.00"]
    assert schedule_of("interest_only", draws=draws[::-1]) == schedule, "their order is that of their days"
    assert schedule_of("interest_only", draws=draws[1:]) == schedule, (
        "what they leave of the principal is drawn at settlement"
    )


def test_a_draw_inside_a_30_360_period_counts_by_its_actual_days() -> None:
    draw = Draw(date(2025, 3, 10), Decimal(310000))
    schedule = schedule_of("interest_only", day_count="30/360", draws=[draw])
    assert column(schedule, "interest")[:3] == ["6900.00", "9000.00", "10000.00"], "6,900 and 3,100 × 21/31"


def test_capitalised_draws() -> None:
    schedule = schedule_of("capitalised", principal=Decimal(650000), draws=[Draw(date(2025, 2, 14), Decimal(250000))])
    assert column(schedule, "balance")[:2] == ["654832.88", "661506.79"]
    assert schedule.totals.principal == Decimal(650000)


@pytest.mark.parametrize(
    ("frequency", "periods"), [("monthly", 9), ("quarterly", 3), ("weekly", 39), ("at_maturity", 9)]
)
def test_prepaid_interest_is_withheld_at_settlement(frequency: str, periods: int) -> None:
    schedule = schedule_of("prepaid", frequency=frequency, periods=periods)
    first, last = schedule.instalments[0], schedule.instalments[-1]
    assert (first.number, first.due_date, first.amount) == (0, date(2025, 1, 31), Decimal("90000.00"))
    assert (last.principal, last.interest, last.balance) == (MILLION, 0, 0)
    assert schedule.totals.interest == first.interest


def test_an_annuity_by_twelfths() -> None:
    schedule = small(day_count="30/360")
    assert column(schedule, "amount") == ["17.13"] * 6
    assert column(schedule, "interest") == ["0.79", "0.66", "0.53", "0.40", "0.27", "0.13"]
    assert column(schedule, "balance") == ["83.66", "67.19", "50.59", "33.86", "17.00", "0.00"]


def test_an_annuity_by_weeks_of_a_364_day_year() -> None:
    schedule = small(frequency="weekly", day_count="ACT/364")
    assert column(schedule, "amount") == ["16.77"] * 5 + ["16.78"]
    assert column(schedule, "interest") == ["0.18", "0.15", "0.12", "0.09", "0.06", "0.03"]
    fortnights = small(frequency="fortnightly", day_count="ACT/364")
    assert fortnights.instalments[0].interest == Decimal("0.36"), "100 × 9.4822 % / 26"


def test_an_annuity_leaves_its_balloon_to_the_last() -> None:
    schedule = schedule_of("annuity", day_count="30/360", balloon=Decimal(600000))
    assert column(schedule, "amount") == ["75019.35"] * 5 + ["675019.33"], "(P · 1.01⁶ − B) / f₆"
    assert schedule.instalments[-2].balance > Decimal(600000)


def test_an_annuity_with_a_balloon_of_all_is_interest_only() -> None:
    assert schedule_of("annuity", balloon=MILLION).totals == schedule_of("interest_only").totals


def test_grace_comes_before_principal() -> None:
    schedule = schedule_of("annuity", periods=8, interest_only_periods=2, day_count="30/360")
    assert column(schedule, "principal")[:2] == ["0.00", "0.00"]
    assert column(schedule, "amount") == ["10000.00"] * 2 + ["172548.37"] * 5 + ["172548.35"]
    later = schedule_of("annuity", periods=8, capitalised_periods=1, interest_only_periods=1, day_count="30/360")
    assert column(later, "balance")[:2] == ["1010000.00", "1010000.00"]
    assert column(later, "amount")[2] == "174273.85"


def test_equal_principal() -> None:
    schedule = schedule_of("equal_principal", day_count="30/360")
    assert column(schedule, "principal") == ["166666.67"] * 5 + ["166666.65"]
    assert column(schedule, "interest") == ["10000.00", "8333.33", "6666.67", "5000.00", "3333.33", "1666.67"]
    left = schedule_of("equal_principal", balloon=Decimal(700000))
    assert column(left, "principal") == ["50000.00"] * 5 + ["750000.00"]


def test_principal_in_every_third_period() -> None:
    schedule = schedule_of("equal_principal", principal_every=3)
    assert column(schedule, "principal") == ["0.00", "0.00", "500000.00", "0.00", "0.00", "500000.00"]
    level = schedule_of("annuity", principal_every=3, day_count="30/360")
    assert column(level, "amount") == ["10000.00", "10000.00", "507512.44", "5024.88", "5024.88", "507512.44"]
    odd = schedule_of("equal_principal", periods=7, principal_every=3)
    assert column(odd, "principal")[5:] == ["333333.33", "333333.34"], "the last pays what is left"


def test_flat_interest_stays_on_the_first_principal() -> None:
    schedule = schedule_of("flat", day_count="30/360")
    assert column(schedule, "interest") == ["10000.00"] * 6
    assert column(schedule, "amount") == ["176666.67"] * 5 + ["176666.65"]


def test_a_custom_schedule_pays_what_the_contract_lists() -> None:
    planned = [
        PlannedInstalment(date(2025, 3, 1), Decimal(300000)),
        PlannedInstalment(date(2025, 9, 15), Decimal(700000)),
    ]
    schedule = schedule_of("custom", periods=2, planned=planned)
    assert column(schedule, "principal") == ["300000.00", "700000.00"]
    assert column(schedule, "interest") == ["9534.25", "45567.12"], "29 days on a million, 198 on 700,000"
    assert schedule_of("custom").totals == schedule_of("interest_only").totals, (
        "principal that no instalment lists is left to the end"
    )


def test_one_payment_at_maturity() -> None:
    schedule = schedule_of("interest_only", frequency="at_maturity", periods=12)
    assert column(schedule, "due_date") == ["2026-01-31"] and column(schedule, "interest") == ["120000.00"]
    dated = schedule_of("interest_only", frequency="at_maturity", periods=1, first_due_date=date(2025, 7, 31))
    assert column(dated, "interest") == ["59506.85"]
    thirds = schedule_of("interest_only", frequency="at_maturity", periods=4, day_count="30/360")
    assert column(thirds, "interest") == ["40000.00"]


def test_default_interest() -> None:
    amount = interest_between(
        Decimal("9205.48"), Decimal(18), date(2025, 3, 1), date(2025, 3, 11), "ACT/365F", "monthly"
    )
    assert amount == Decimal("45.40")


def test_thirty_years_of_rounding_end_in_the_last_instalment() -> None:
    schedule = schedule_of("annuity", periods=360, annual_rate=Decimal("7.25"))
    level = {row.amount for row in schedule.instalments[:-1]}
    assert len(level) == 1
    assert abs(schedule.instalments[-1].amount - level.pop()) < Decimal("6.50"), "half a cent a month, and its interest"
    assert schedule.instalments[-1].balance == 0
