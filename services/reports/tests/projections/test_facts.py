"""Whatever the order in which events come, and however often, the facts are the same."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lendkit.contracts import Event
from lendkit.messaging.rebuilds import tables_of
from lendkit.runtime import db
from reports.consumers import HANDLERS
from reports.store.facts import KEYS
from services.reports.tests.factories import Deal, reversed_

TABLES = (*KEYS, "scope", "share", "cell")


def _history() -> list[Event]:
    """A deal from its lodgement on, changed, moved, taken back, settled, late, paid and reversed; and one deleted."""
    deal, gone = Deal(), Deal("APP-2026-000002")
    events = [deal.lodged(), deal.changed(loan_amount="510000.00"), deal.moved("sent_to_lender")]
    events += [deal.moved("inquiry", timedelta(seconds=5), undoes=True), deal.moved("withdrawn")]
    events += [deal.assigned(bd_id=None), deal.moved("inquiry"), deal.moved("settled")]
    events += [deal.loan(), deal.loan("loan_changed", status="written_off")]
    first = deal.instalment("2026-12-25")
    events += [first, deal.instalment("2026-12-25", id=first.subject, status="overdue", outstanding="400.00")]
    events += [deal.paid("2026-12-25", "2026-12-28", id=first.subject), deal.instalment("2027-01-25", number=2)]
    payment = deal.payment("2026-12-28")
    return [*events, payment, reversed_(payment), gone.lodged(), gone.moved("sent_to_lender"), gone.deleted()]


HISTORY = _history()


def _rows() -> dict[str, list[Any]]:
    return {table: sorted((tuple(row) for row in db.all(f"SELECT * FROM {table}")), key=repr) for table in TABLES}


def _take(events: Iterable[Event]) -> dict[str, list[Any]]:
    """As if the inbox had forgotten them all."""
    for event in events:
        for handler in HANDLERS[event.type]:
            handler([event])
    return _rows()


def _forget() -> None:
    with db.current().engine.begin() as connection:
        for table in TABLES:
            db.run(connection, f"DELETE FROM {table}")


@pytest.fixture
def expected(database: db.Database) -> dict[str, list[Any]]:
    rows = _take(HISTORY)
    assert all(rows.values())
    return rows


@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_and_any_doubles_end_in_the_same_rows(expected: dict[str, list[Any]], data: st.DataObject) -> None:
    doubles = data.draw(st.lists(st.sampled_from(HISTORY), max_size=8))
    events = data.draw(st.permutations([*HISTORY, *doubles]))
    _forget()
    assert _take(events) == expected


@given(order=st.permutations(HISTORY))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_batch_of_them_all_too(expected: dict[str, list[Any]], order: list[Event]) -> None:
    _forget()
    for type in dict.fromkeys(event.type for event in order):
        for handler in HANDLERS[type]:
            handler([event for event in order if event.type == type])
    assert _rows() == expected


def test_a_deleted_application_stays_deleted(database: db.Database) -> None:
    deal = Deal()
    early, late, end = deal.lodged(), deal.moved("sent_to_lender"), deal.deleted()
    _take([end, late, early])
    assert db.one("SELECT deleted, version FROM application") == (True, 3)


def test_every_handler_says_what_it_rebuilds() -> None:
    kept = {table for handlers in HANDLERS.values() for handler in handlers for table in tables_of(handler)}
    assert all(tables_of(handler) for handlers in HANDLERS.values() for handler in handlers)
    assert kept == {*TABLES, "actors", "copies", "edition"}
