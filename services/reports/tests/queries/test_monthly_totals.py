"""A report from the monthly totals is the report from the facts, to the last figure."""

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from lendkit.contracts import Event
from lendkit.runtime import context, db
from lendkit.values.actor import Actor
from lendkit.values.identifiers import uuid7
from reports.queries import compliance, monthly_totals, report, status, volume
from reports.queries.report import Report
from services.reports.tests.conftest import TODAY
from services.reports.tests.factories import BD, Deal, directory, reversed_

REPORTS = (compliance.REPORT, volume.REPORT, status.REPORT)
RANGES: list[dict[str, Any]] = [
    {},
    {"from_": date(2026, 10, 1)},
    {"to": date(2026, 11, 30)},
    {"from_": date(2026, 9, 1), "to": date(2026, 10, 31)},
    {"from_": date(2026, 12, 1), "to": date(2026, 12, 31)},
    {"from_": date(2031, 1, 1)},
]
Deliver = Callable[..., None]


def _history(dice: Random) -> list[Event]:
    """Deals of several people at every stage, with loans in every state, heard in any order."""
    events: list[Event] = []
    people: list[str | None] = [str(BD), str(uuid7()), None]
    for number in range(25):
        deal = Deal(f"APP-2026-{number:06d}", bd_id=dice.choice(people), broker_id=dice.choice(people))
        deal.at = TODAY - timedelta(dice.randrange(10, 120))
        events.append(deal.lodged(deal.at, loan_amount=f"{dice.randrange(100, 900)}000.50"))
        events += [deal.moved(stage) for stage in dice.choice((["sent_to_lender", "declined"], ["settled"], []))]
        events += _undone(deal) if dice.random() < 0.2 else []
        events += _loan(deal, dice) if dice.random() < 0.6 else []
        events += [deal.assigned(bd_id=dice.choice(people))] if dice.random() < 0.3 else []
        events += [deal.deleted()] if dice.random() < 0.1 else []
    dice.shuffle(events)
    return events


def _undone(deal: Deal) -> list[Event]:
    came_from = deal.stage
    return [deal.moved("withdrawn"), deal.moved(came_from, timedelta(seconds=5), undoes=True)]


def _loan(deal: Deal, dice: Random) -> list[Event]:
    events = [deal.loan(settled_on=str(TODAY.date() - timedelta(dice.randrange(100))))]
    events += [deal.loan("loan_changed", status=dice.choice(("open", "open", "written_off")))]
    for number in range(6):
        due = str(TODAY.date() + timedelta(dice.randrange(-90, 60)))
        paid = str(TODAY.date() - timedelta(dice.randrange(60)))
        instalment = dice.choice((deal.paid(due, paid, number=number), deal.instalment(due, number=number)))
        events += [
            instalment,
            *([deal.instalment(due, id=instalment.subject, status="replaced")] if dice.random() < 0.1 else []),
        ]
        payment = deal.payment(paid)
        events += [payment, *([reversed_(payment)] if dice.random() < 0.2 else [])]
    return events


def _answers(asked: Report, filters: dict[str, Any]) -> tuple[str, str]:
    with context.bind(actor=context.SYSTEM):
        return asked.from_monthly_totals(filters).text(), asked.from_facts(filters).text()


@pytest.mark.parametrize("shown", [200, 3])
@pytest.mark.parametrize("seed", range(3))
def test_monthly_totals_and_facts_give_the_same_report(
    today: None, deliver: Deliver, seed: int, shown: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "SHOWN_ROWS", shown)
    deliver(*directory(), *_history(Random(seed)))
    for asked in REPORTS:
        for filters in RANGES:
            monthly, facts = _answers(asked, filters)
            assert monthly == facts, (asked.name, filters)
            assert filters or json.loads(monthly)["rows_total"] > 5


def test_without_any_facts_both_reports_are_empty(today: None, database: db.Database) -> None:
    for asked in REPORTS:
        monthly, facts = _answers(asked, {})
        assert monthly == facts


@pytest.mark.parametrize("asked", REPORTS, ids=lambda asked: asked.name)
def test_both_statements_of_a_report_write_its_answer_alike(asked: Report) -> None:
    """They differ in where the counts come from; the figures stand in both, so that each can be run by itself."""
    facts, monthly = (re.split(r"-- From here on as in .*\n", sql)[1] for sql in (asked.facts_sql, asked.monthly_sql))
    assert facts == monthly


def test_a_total_of_nothing_is_deleted(today: None, deliver: Deliver) -> None:
    deal = Deal()
    deliver(deal.lodged(), deal.loan(), deal.instalment("2026-12-01"), deal.deleted())
    assert db.scalar("SELECT count(*) FROM cell") == db.scalar("SELECT count(*) FROM share") == 0


@pytest.mark.parametrize(
    ("filters", "role", "covered"),
    [
        ({}, "admin", True),
        ({"from_": date(2026, 7, 1), "to": date(2027, 6, 30)}, "accounts", True),
        ({"to": date(2028, 2, 29)}, "credit", True),
        ({"from_": date(2026, 7, 2)}, "admin", False),
        ({"to": date(2026, 7, 30)}, "admin", False),
        ({"bd_id": BD}, "admin", False),
        ({}, "bd", False),
    ],
)
def test_monthly_totals_cover_whole_months_of_everybody(filters: dict[str, Any], role: str, covered: bool) -> None:
    with context.bind(actor=Actor(uuid7(), role)):
        assert monthly_totals.cover(filters) is covered
