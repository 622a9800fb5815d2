"""Days past due, their bucket, and the status of an instalment on a day."""

from datetime import date
from decimal import Decimal

import pytest

from finance.domain.loan import arrears

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("days", "bucket"),
    [(0, None), (1, "1-30"), (30, "1-30"), (31, "31-60"), (60, "31-60"), (61, "61-90"), (90, "61-90"), (91, "90+")],
)
def test_arrears_have_four_buckets(days: int, bucket: str | None) -> None:
    due = date.fromordinal(DAY.toordinal() - days)
    assert arrears.days_past_due([due, DAY], DAY) == days
    assert arrears.bucket(days) == bucket


def test_the_status_of_an_instalment_follows_the_day() -> None:
    ten, none = Decimal("10.00"), Decimal("0.00")
    assert arrears.instalment_status(date(2026, 11, 25), ten, False, DAY) == "projected"
    assert arrears.instalment_status(date(2026, 11, 25), ten, True, DAY) == "part_paid"
    assert arrears.instalment_status(DAY, ten, False, DAY) == "due"
    assert arrears.instalment_status(date(2026, 11, 23), ten, True, DAY) == "overdue"
    assert arrears.instalment_status(date(2026, 11, 23), none, True, DAY) == "paid"
