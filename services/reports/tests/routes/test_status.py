"""Application status: active, performing, in arrears, discharged, and the arrears buckets."""

from collections.abc import Callable
from typing import Any

from services.reports.tests.factories import Deal, settled

Ask = Callable[..., dict[str, Any]]
REPORT = "application-status"
BALANCES = {"principal": "400000.00", "interest": "0", "fees": "0", "penalties": "0", "overpaid": "0"}


def _by_status(answer: dict[str, Any]) -> dict[str, int]:
    return {entry["status"]: entry["count"] for entry in answer["series"]["by_status"] if entry["count"]}


def test_every_application_is_one_of_them_and_settled_is_all_that_ever_did(ask: Ask) -> None:
    lodged, declined = Deal("APP-2026-000001"), Deal("APP-2026-000002")
    good, events = settled("APP-2026-000003")
    late, late_events = settled("APP-2026-000004")
    over, over_events = settled("APP-2026-000005")
    lost, lost_events = settled("APP-2026-000006")
    events += [*late_events, *over_events, *lost_events, lodged.lodged(), declined.lodged(), declined.moved("declined")]
    events += [good.instalment("2026-11-24"), late.instalment("2026-11-23")]
    nothing = {**BALANCES, "principal": "0.00", "total": "0.00"}
    events += [over.loan("loan_discharged", status="discharged", balances=nothing)]
    events += [lost.loan("loan_changed", status="written_off"), lost.instalment("2026-10-01")]
    answer = ask(REPORT, *events)
    once = dict.fromkeys(("active", "declined", "performing", "late", "discharged", "written_off"), 1)
    assert _by_status(answer) == once
    totals = answer["totals"]
    assert {name: totals[name]["count"] for name in once} == once
    assert (totals["settled"]["count"], totals["settled"]["amount"]) == (4, "2000000.00")
    assert totals["active"] == {"count": 1, "amount": "500000.00", "balance": "0.00", "overdue": "0.00"}
    assert totals["discharged"]["balance"] == "0.00"


def test_loans_in_arrears_are_in_the_bucket_of_their_oldest_unpaid_instalment(ask: Ask) -> None:
    days = ("2026-11-23", "2026-10-25", "2026-10-24", "2026-09-25", "2026-09-24", "2026-08-26", "2026-08-25")
    events = []
    for number, day in enumerate(days):
        deal, deal_events = settled(f"APP-2026-00000{number}")
        events += [*deal_events, deal.loan("loan_changed", balances={**BALANCES, "total": "400000.00"})]
        events += [deal.instalment(day, outstanding="250.00"), deal.instalment("2026-11-23")]
    answer = ask(REPORT, *events)
    buckets = {entry.pop("bucket"): entry for entry in answer["series"]["arrears"]}
    assert {name: entry["count"] for name, entry in buckets.items()} == {"1-30": 2, "31-60": 2, "61-90": 2, "90+": 1}
    assert buckets["90+"] == {"count": 1, "amount": "500000.00", "balance": "400000.00", "overdue": "1250.00"}
    assert [(row["days_past_due"], row["bucket"]) for row in answer["rows"]] == [
        (91, "90+"),
        (90, "61-90"),
        (61, "61-90"),
        (60, "31-60"),
        (31, "31-60"),
        (30, "1-30"),
        (1, "1-30"),
    ]
    assert answer["totals"]["late"] == {
        "count": 7,
        "amount": "3500000.00",
        "balance": "2800000.00",
        "overdue": "8750.00",
    }


def test_a_loan_leaves_arrears_once_it_is_paid(ask: Ask) -> None:
    deal, events = settled()
    due = deal.instalment("2026-11-01")
    assert _by_status(ask(REPORT, *events, due)) == {"late": 1}
    assert _by_status(ask(REPORT, deal.paid("2026-11-01", "2026-11-24", id=due.subject))) == {"performing": 1}


def test_without_a_known_loan_the_stage_decides(ask: Ask) -> None:
    deal, closed = Deal("APP-2026-000001"), Deal("APP-2026-000002")
    events = [deal.lodged(), deal.moved("settled"), closed.lodged(), closed.moved("closed")]
    assert _by_status(ask(REPORT, *events)) == {"performing": 1, "discharged": 1}


def test_the_range_is_of_the_settlement_day_and_before_a_loan_of_the_day_of_lodging(ask: Ask) -> None:
    deal = Deal("APP-2026-000001")
    lodged = Deal("APP-2026-000002")
    events = [deal.lodged(), deal.moved("settled"), deal.loan(settled_on="2026-10-15"), lodged.lodged()]
    assert _by_status(ask(REPORT, *events, from_="2026-10-15", to="2026-10-15")) == {"performing": 1}
    answer = ask(REPORT, from_="2026-11-02")
    assert _by_status(answer) == {"active": 1}
    months = {entry["month"]: entry["settled"]["count"] for entry in ask(REPORT)["series"]["by_month"]}
    assert months == {"2026-10": 1, "2026-11": 0}
    assert _by_status(ask(REPORT, to="2026-10-14")) == {}
