"""The payout figure: finance's parts under the names that a client reads."""

from datetime import date
from typing import Any

import pytest

from documents.domain.letters.payout import payout, payout_days

PAYOFF = {"on": "2026-11-25", "principal": "410000.00", "interest": "915.48", "fees": "0.00", "overpaid": "20.00"}


@pytest.mark.parametrize(
    "names", [("penalties", "given_back"), ("default_interest", "interest_rebate")], ids=["v1", "now"]
)
def test_its_parts_have_the_names_that_clients_know(names: tuple[str, str]) -> None:
    payoff: dict[str, Any] = {**PAYOFF, "total": "410845.48", names[0]: "5.00", names[1]: "55.00"}
    figure = payout({"payoffs": [payoff, {**payoff, "on": "2026-11-26", "total": "410945.48"}]})
    assert figure["parts"] == [
        ["Principal", "$410,000.00"],
        ["Interest to payout date", "$915.48"],
        ["Default interest", "$5.00"],
        ["Less interest rebate", "$55.00"],
        ["Less overpayment", "$20.00"],
    ]
    assert figure["days"] == [["25 November 2026", "$410,845.48"], ["26 November 2026", "$410,945.48"]]
    assert (figure["total"], figure["valid_until"]) == ("$410,845.48", "26 November 2026")


def test_it_is_given_for_a_week() -> None:
    days = payout_days(date(2026, 11, 25))
    assert (days[0], days[-1], len(days)) == (date(2026, 11, 25), date(2026, 12, 1), 7)
