"""Repayment compliance: what was due, and how it was paid."""

from collections.abc import Callable
from typing import Any

from services.reports.tests.factories import BD, BRANCH, BROKER, Deal, reversed_, settled

Ask = Callable[..., dict[str, Any]]
REPORT = "repayment-compliance"


def _counts(figures: dict[str, Any]) -> dict[str, int]:
    return {name: figures[name]["count"] for name in ("due", "paid_on_time", "paid_late", "overdue", "outstanding")}


def _months(answer: dict[str, Any]) -> dict[str, int]:
    return {entry["month"]: entry["due"]["count"] for entry in answer["series"]["by_month"]}


def test_an_instalment_is_paid_on_time_or_late_or_overdue_or_outstanding(ask: Ask) -> None:
    deal, events = settled()
    events += [
        deal.paid("2026-08-24", "2026-08-24"),
        deal.paid("2026-09-24", "2026-09-20", amount="2000.00"),
        deal.paid("2026-10-24", "2026-10-25"),
        deal.instalment("2026-11-23", status="part_paid", outstanding="400.00"),
        deal.instalment("2026-11-24", status="due"),  # today: it may still come on time
        deal.instalment("2026-12-24"),
    ]
    answer = ask(REPORT, *events)
    totals = answer["totals"]
    assert _counts(totals) == {"due": 6, "paid_on_time": 2, "paid_late": 1, "overdue": 1, "outstanding": 2}
    assert totals["due"] == {"count": 6, "amount": "7000.00", "outstanding": "2400.00"}
    assert totals["paid_on_time"] == {"count": 2, "amount": "3000.00", "outstanding": "0.00"}
    assert totals["overdue"] == {"count": 1, "amount": "1000.00", "outstanding": "400.00"}
    assert totals["on_time_rate"] == "50.0"
    [row] = answer["rows"]
    assert (row["reference_number"], row["oldest_overdue"]) == ("APP-2026-000001", "2026-11-23")
    assert (row["bd"]["name"], row["broker"]["name"], row["branch"]["name"]) == (
        "Priya Raman",
        "Grace Nguyen",
        "Sydney",
    )
    assert row["client_names"] == ["Noah García", "Bellbird Projects Pty Ltd"]
    assert answer["rows_total"] == 1


def test_an_instalment_with_nothing_to_pay_does_not_count(ask: Ask) -> None:
    deal, events = settled()
    capitalised = deal.instalment("2026-10-24", amount="0.00", outstanding="0.00")
    prepaid = deal.paid("2026-11-02", "2026-11-02", number=0, amount="90000.00")
    replaced = deal.instalment("2026-10-25")
    events += [capitalised, prepaid, replaced, deal.instalment("2026-10-25", id=replaced.subject, status="replaced")]
    answer = ask(REPORT, *events)
    assert _counts(answer["totals"]) == dict.fromkeys(("due", "paid_on_time", "paid_late", "overdue", "outstanding"), 0)
    assert answer["totals"]["on_time_rate"] is None
    assert answer["rows"] == [] and answer["series"]["by_month"] == []


def test_money_that_came_in_counts_on_its_day_unless_it_was_reversed(ask: Ask) -> None:
    deal, events = settled()
    dishonoured = deal.payment("2026-11-10")
    events += [deal.payment("2026-10-01", "250.50"), deal.payment("2026-11-05"), dishonoured, reversed_(dishonoured)]
    answer = ask(REPORT, *events)
    assert answer["totals"]["received"] == {"count": 2, "amount": "1250.50"}
    received = {entry["month"]: entry["received"]["amount"] for entry in answer["series"]["by_month"]}
    assert received == {"2026-10": "250.50", "2026-11": "1000.00"}
    assert ask(REPORT, from_="2026-11-01")["totals"]["received"]["amount"] == "1000.00"


def test_the_line_has_every_month_from_the_first_to_the_last(ask: Ask) -> None:
    deal, events = settled()
    events += [deal.paid("2026-07-31", "2026-07-31"), deal.instalment("2026-10-31")]
    answer = ask(REPORT, *events)
    assert _months(answer) == {"2026-07": 1, "2026-08": 0, "2026-09": 0, "2026-10": 1}
    rates = {entry["month"]: entry["on_time_rate"] for entry in answer["series"]["by_month"]}
    assert rates == {"2026-07": "100.0", "2026-08": None, "2026-09": None, "2026-10": "0.0"}


def test_the_range_is_of_due_dates_and_holds_both_ends(ask: Ask) -> None:
    deal, events = settled()
    events += [deal.instalment(day) for day in ("2026-08-31", "2026-09-01", "2026-09-30", "2026-10-01")]
    answer = ask(REPORT, *events, from_="2026-09-01", to="2026-09-30")
    assert _months(answer) == {"2026-09": 2}
    assert _months(ask(REPORT, from_="2026-09-30")) == {"2026-09": 1, "2026-10": 1}
    assert _months(ask(REPORT, to="2026-09-01")) == {"2026-08": 1, "2026-09": 1}


def test_it_is_grouped_and_filtered_by_people(ask: Ask) -> None:
    other = Deal("APP-2026-000002", bd_id=None)
    deal, events = settled()
    events += [deal.paid("2026-10-24", "2026-10-24"), other.lodged(), other.loan(), other.instalment("2026-10-24")]
    answer = ask(REPORT, *events)
    by_bd = {(entry["id"], entry["name"]): _counts(entry)["due"] for entry in answer["series"]["by_bd"]}
    assert by_bd == {(str(BD), "Priya Raman"): 1, (None, None): 1}
    assert [_counts(entry)["due"] for entry in answer["series"]["by_broker"]] == [2]
    assert [row["reference_number"] for row in answer["rows"]] == ["APP-2026-000002", "APP-2026-000001"]
    assert answer["rows"][0]["bd"] is None
    assert _counts(ask(REPORT, bd_id=BD)["totals"])["due"] == 1
    assert _counts(ask(REPORT, broker_id=BROKER, branch_id=BRANCH)["totals"])["due"] == 2
    assert _counts(ask(REPORT, broker_id=BD)["totals"])["due"] == 0


def test_a_deleted_application_takes_its_figures_with_it(ask: Ask) -> None:
    deal, events = settled()
    answer = ask(REPORT, *events, deal.instalment("2026-10-24"), deal.payment("2026-10-24"), deal.deleted())
    assert (answer["totals"]["due"]["count"], answer["totals"]["received"]["count"]) == (0, 0)
