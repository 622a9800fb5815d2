"""An answer is cached while nothing has changed, and not a moment longer."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from lendkit.contracts import Event
from lendkit.values import dates
from lendkit.values.identifiers import uuid7
from reports.queries import response_cache
from reports.queries.report import Report
from services.reports.tests.factories import BD, Deal, event_of, settled

Ask = Callable[..., dict[str, Any]]
REPORTS = ("repayment-compliance", "application-volume", "application-status")


@pytest.fixture
def added_up(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """One entry for each time that a report was added up."""
    times: list[None] = []
    from_monthly_totals = Report.from_monthly_totals

    def counted(self: Report, filters: Any) -> Any:
        times.append(None)
        return from_monthly_totals(self, filters)

    monkeypatch.setattr(Report, "from_monthly_totals", counted)
    response_cache.clear()
    return times


@pytest.mark.parametrize("name", REPORTS)
def test_the_same_question_is_added_up_once(ask: Ask, added_up: list[None], name: str) -> None:
    deal, events = settled()
    first = ask(name, *events, deal.instalment("2026-11-01"))
    assert ask(name) == first
    assert len(added_up) == 1
    assert ask(name, to="2026-11-30") != first
    assert len(added_up) == 2


def test_a_new_fact_is_seen_at_once(ask: Ask) -> None:
    assert ask(REPORTS[1], Deal("APP-2026-000001").lodged())["totals"]["lodged"]["count"] == 1
    assert ask(REPORTS[1], Deal("APP-2026-000002").lodged())["totals"]["lodged"]["count"] == 2


def test_a_new_name_is_seen_at_once(ask: Ask) -> None:
    ask(REPORTS[1], Deal().lodged())
    answer = ask(REPORTS[1], event_of("parties.bdm_changed.v1", BD, 2, name="Priya Raman-Ford"))
    assert [entry["name"] for entry in answer["series"]["by_bd"]] == ["Priya Raman-Ford"]


def test_how_old_it_is_is_always_of_now(ask: Ask, added_up: list[None]) -> None:
    ask(REPORTS[1], Deal().lodged())
    heard = dates.now() - timedelta(seconds=2)
    answer = ask(REPORTS[1], Event("applications.heartbeat.v1", uuid7(), 1, {"as_of": heard.isoformat()}))
    assert datetime.fromisoformat(answer["as_of"]) == heard
    assert len(added_up) == 1
