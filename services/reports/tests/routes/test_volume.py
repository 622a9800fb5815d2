"""Application volume: what was lodged, its stage now, how far it came and how long that took."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from services.reports.tests.factories import BD, NOON, Deal, settled

Ask = Callable[..., dict[str, Any]]
REPORT = "application-volume"


def _stages(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {entry["stage"]: entry for entry in answer["series"]["by_stage"]}


def test_it_counts_and_sums_what_was_lodged_by_what_became_of_it(ask: Ask) -> None:
    deals = [Deal(f"APP-2026-00000{n}") for n in range(4)]
    events = [deal.lodged(loan_amount="100000.50") for deal in deals]
    events += [deals[0].moved("settled"), deals[1].moved("declined"), deals[2].moved("withdrawn")]
    events += [deals[0].moved("discharged"), deals[3].changed(loan_amount="200000.00")]
    totals = ask(REPORT, *events)["totals"]
    assert totals["lodged"] == {"count": 4, "amount": "500001.50"}
    assert totals["in_progress"] == {"count": 1, "amount": "200000.00"}
    assert [totals[name]["count"] for name in ("settled", "declined", "withdrawn")] == [1, 1, 1]
    assert (totals["conversion_rate"], totals["mean_days_to_settle"]) == ("25.0", "1.0")


def test_the_pipeline_says_who_stands_where_who_came_by_and_how_long_they_stayed(ask: Ask) -> None:
    first, second = Deal("APP-2026-000001"), Deal("APP-2026-000002")
    events = [first.lodged(), second.lodged(), first.moved("sent_to_lender", timedelta(days=2))]
    events += [second.moved("sent_to_lender", timedelta(days=5)), first.moved("funding_table_issued")]
    answer = ask(REPORT, *events)
    stages = _stages(answer)
    assert {name: entry["count"] for name, entry in stages.items() if entry["count"]} == {
        "sent_to_lender": 1,
        "funding_table_issued": 1,
    }
    inquiry, sent, funding = (stages[name] for name in ("inquiry", "sent_to_lender", "funding_table_issued"))
    assert (inquiry["reached"], inquiry["mean_days"], inquiry["mean_seconds"]) == (2, "3.5", 302400)
    assert (sent["reached"], sent["reached_rate"], sent["mean_days"]) == (2, "100.0", "1.0")
    assert (funding["reached"], funding["reached_rate"], funding["mean_days"]) == (1, "50.0", None)
    assert "draft" not in stages
    assert [(row["stage"], row["days_in_stage"]) for row in answer["rows"]] == [
        ("sent_to_lender", 17),
        ("funding_table_issued", 19),
    ]


def test_a_move_that_was_undone_never_happened(ask: Ask) -> None:
    deal = Deal()
    events = [deal.lodged(), deal.moved("sent_to_lender", timedelta(hours=1))]
    events += [deal.moved("inquiry", timedelta(seconds=5), undoes=True)]
    answer = ask(REPORT, *events)
    assert _stages(answer)["sent_to_lender"]["reached"] == 0
    assert _stages(answer)["inquiry"]["mean_seconds"] is None
    assert answer["rows"][0]["days_in_stage"] == 22
    answer = ask(REPORT, deal.moved("withdrawn", timedelta(hours=4)))
    assert _stages(answer)["inquiry"]["mean_seconds"] == 5 * 3600 + 5


def test_a_reopened_application_is_lodged_once_and_stays_twice(ask: Ask) -> None:
    deal = Deal()
    events = [deal.lodged(), deal.moved("declined"), deal.moved("inquiry"), deal.moved("sent_to_lender")]
    answer = ask(REPORT, *events)
    assert answer["totals"]["lodged"]["count"] == 1
    assert (_stages(answer)["inquiry"]["reached"], _stages(answer)["inquiry"]["mean_days"]) == (1, "1.0")


def test_a_day_is_sydneys(ask: Ask) -> None:
    late, early = Deal("APP-2026-000001"), Deal("APP-2026-000002")
    before_midnight = datetime(2026, 10, 31, 12, 59, 59, tzinfo=UTC)  # 23:59:59 in Sydney, in summer time
    events = [late.lodged(before_midnight), early.lodged(before_midnight + timedelta(seconds=1))]
    answer = ask(REPORT, *events)
    months = {entry["month"]: entry["lodged"]["count"] for entry in answer["series"]["by_month"]}
    assert months == {"2026-10": 1, "2026-11": 1}
    assert [row["lodged_on"] for row in answer["rows"]] == ["2026-11-01", "2026-10-31"]
    assert ask(REPORT, from_="2026-11-01", to="2026-11-01")["totals"]["lodged"]["count"] == 1
    assert ask(REPORT, from_="2026-10-31", to="2026-10-31")["totals"]["lodged"]["count"] == 1


def test_drafts_and_what_was_deleted_do_not_count(ask: Ask) -> None:
    draft, gone = Deal("APP-2026-000001"), Deal("APP-2026-000002")
    draft.stage = "draft"
    answer = ask(REPORT, draft.changed(loan_amount="1.00"), gone.lodged(), gone.deleted())
    assert answer["totals"]["lodged"] == {"count": 0, "amount": "0.00"}
    assert (answer["totals"]["conversion_rate"], answer["rows"]) == (None, [])


def test_it_counts_for_its_current_people(ask: Ask) -> None:
    deal, other = Deal("APP-2026-000001"), Deal("APP-2026-000002", bd_id=None)
    events = [deal.lodged(), other.lodged(), deal.assigned(bd_id=None), other.assigned(bd_id=str(BD))]
    answer = ask(REPORT, *events, other.moved("settled"))
    by_bd = {entry["name"]: (entry["lodged"]["count"], entry["conversion_rate"]) for entry in answer["series"]["by_bd"]}
    assert by_bd == {"Priya Raman": (1, "100.0"), None: (1, "0.0")}
    assert [row["reference_number"] for row in ask(REPORT, bd_id=BD)["rows"]] == ["APP-2026-000002"]


def test_the_range_is_of_the_day_of_lodging(ask: Ask) -> None:
    deal, events = settled()
    assert deal.at == NOON + timedelta(days=1)
    assert ask(REPORT, *events, from_="2026-11-02", to="2026-11-02")["totals"]["settled"]["count"] == 1
    assert ask(REPORT, from_="2026-11-03")["totals"]["settled"]["count"] == 0
