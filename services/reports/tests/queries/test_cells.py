"""What is read from the cells is what is added up from the facts, to the last figure."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from types import ModuleType
from typing import Any

import pytest

from lendkit.contracts import Event
from lendkit.runtime import context, db
from lendkit.values.actor import Actor
from lendkit.values.identifiers import uuid7
from reports.queries import cells, compliance, report, status, volume
from services.reports.tests.conftest import TODAY
from services.reports.tests.factories import BD, Deal, directory, reversed_

REPORTS = {"compliance": compliance, "volume": volume, "status": status}
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
    """Deals of several people at every stage, with loans in every state, told in any order."""
    told: list[Event] = []
    people: list[str | None] = [str(BD), str(uuid7()), None]
    for number in range(25):
        deal = Deal(f"APP-2026-{number:06d}", bd_id=dice.choice(people), broker_id=dice.choice(people))
        deal.at = TODAY - timedelta(dice.randrange(10, 120))
        told.append(deal.lodged(deal.at, loan_amount=f"{dice.randrange(100, 900)}000.50"))
        told += [deal.moved(stage) for stage in dice.choice((["sent_to_lender", "declined"], ["settled"], []))]
        told += _undone(deal) if dice.random() < 0.2 else []
        told += _loan(deal, dice) if dice.random() < 0.6 else []
        told += [deal.assigned(bd_id=dice.choice(people))] if dice.random() < 0.3 else []
        told += [deal.deleted()] if dice.random() < 0.1 else []
    dice.shuffle(told)
    return told


def _undone(deal: Deal) -> list[Event]:
    came_from = deal.stage
    return [deal.moved("withdrawn"), deal.moved(came_from, timedelta(seconds=5), undoes=True)]


def _loan(deal: Deal, dice: Random) -> list[Event]:
    told = [deal.loan(settled_on=str(TODAY.date() - timedelta(dice.randrange(100))))]
    told += [deal.loan("loan_changed", status=dice.choice(("open", "open", "written_off")))]
    for number in range(6):
        due = str(TODAY.date() + timedelta(dice.randrange(-90, 60)))
        paid = str(TODAY.date() - timedelta(dice.randrange(60)))
        made = dice.choice((deal.paid(due, paid, number=number), deal.instalment(due, number=number)))
        told += [made, *([deal.instalment(due, id=made.subject, status="replaced")] if dice.random() < 0.1 else [])]
        payment = deal.payment(paid)
        told += [payment, *([reversed_(payment)] if dice.random() < 0.2 else [])]
    return told


def _answers(query: ModuleType, args: dict[str, Any]) -> tuple[str, str]:
    with context.bind(actor=context.SYSTEM):
        return query.summed(args).answer({}), query.report(args).answer({})


@pytest.mark.parametrize("shown", [200, 3])
@pytest.mark.parametrize("seed", range(3))
def test_cells_and_facts_agree(
    today: None, deliver: Deliver, seed: int, shown: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "SHOWN", shown)
    deliver(*directory(), *_history(Random(seed)))
    for name, query in REPORTS.items():
        for args in RANGES:
            summed, added = _answers(query, args)
            assert summed == added, (name, args)
            assert args or json.loads(summed)["rows_total"] > 5


def test_nothing_gives_the_same_nothing(today: None, database: db.Database) -> None:
    for query in REPORTS.values():
        summed, added = _answers(query, {})
        assert summed == added


def test_no_cell_is_empty(today: None, deliver: Deliver) -> None:
    deal = Deal()
    deliver(deal.lodged(), deal.loan(), deal.instalment("2026-12-01"), deal.deleted())
    assert db.scalar("SELECT count(*) FROM cell") == db.scalar("SELECT count(*) FROM share") == 0


@pytest.mark.parametrize(
    ("args", "role", "fits"),
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
def test_cells_are_read_for_whole_months_of_everybody(args: dict[str, Any], role: str, fits: bool) -> None:
    with context.bind(actor=Actor(uuid7(), role)):
        assert cells.fit(args) is fits
