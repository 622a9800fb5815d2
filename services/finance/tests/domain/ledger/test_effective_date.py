"""The day on which money moved."""

from datetime import date

import pytest

from finance.domain.ledger.effective_date import not_in_future
from lendkit.values.errors import Invalid

DAY = date(2026, 11, 24)


def test_money_comes_in_today_or_before() -> None:
    not_in_future("/paid_on", DAY, DAY)
    with pytest.raises(Invalid):
        not_in_future("/paid_on", date(2026, 11, 25), DAY)
