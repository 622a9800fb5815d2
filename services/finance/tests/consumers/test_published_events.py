"""What others publish is taken as published: each golden sample, with fields that a later version may add, twice."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from finance.consumers import HANDLERS
from lendkit.contracts import Event, sample
from lendkit.runtime import db
from lendkit.testing.client import Client
from lendkit.values.identifiers import uuid7

pytestmark = pytest.mark.usefixtures("sound")


@pytest.mark.parametrize("type", sorted(HANDLERS))
def test_the_sample_is_taken_once(type: str, deliver: Callable[..., None]) -> None:
    wire = sample(type)
    event = Event.from_wire({**wire, "later": 1, "data": {**wire["data"], "added_later": {"deep": [1]}}})
    deliver(event)
    deliver(event)
    assert db.scalar("SELECT count(*) FROM inbox WHERE event_id = :id", {"id": event.id}) == 1
    assert db.scalar("SELECT count(*) FROM parked") == 0


def parts(application: UUID, *fees: dict[str, Any]) -> Event:
    data = {"application_id": application, "broker_id": None, "parties": [], "fees": list(fees), "documents": []}
    return Event.new("applications.parts_lodged.v1", application, 1, data)


def fee(**changes: Any) -> dict[str, Any]:
    return {"id": str(uuid7()), "type": "legal", "amount": "1100.00", **changes}


def test_the_fees_of_a_submit_are_charged_once(accounts: Client, deliver: Any, emitted: Any) -> None:
    application, asked = uuid7(), fee(gst=False, due_date="2026-12-02")
    deliver(parts(application, asked, fee()))
    deliver(parts(application, asked))  # asked again, as a new event
    items = accounts.get(f"/api/finance/fees/?application_id={application}").json["items"]
    assert [(item["amount"], item["gst"], item["due_date"]) for item in items] == [
        ("1100.00", "0.00", "2026-12-02"),
        ("1100.00", "100.00", None),
    ]
    assert items[0]["id"] == asked["id"]
    assert len(emitted("finance.fee_charged.v1")) == len(emitted("finance.journal_posted.v1")) == 2


def test_a_fee_that_cannot_be_charged_is_refused_by_name(accounts: Client, deliver: Any, emitted: Any) -> None:
    application, wrong = uuid7(), fee(amount="-5.00")
    deliver(parts(application, wrong, fee()))
    refused = emitted("finance.part_refused.v1")
    assert [(event.subject, event.data["part"], event.data["code"]) for event in refused] == [
        (application, wrong["id"], "invalid_fee")
    ]
    assert len(accounts.get(f"/api/finance/fees/?application_id={application}").json["items"]) == 1


def test_an_application_that_is_gone_is_charged_nothing(accounts: Client, deliver: Any) -> None:
    application = uuid7()
    deliver(parts(application, fee()))
    data = {"id": application, "application_id": application, "version": 2, "reference_number": "APP-2026-000001"}
    deliver(Event.new("applications.application_deleted.v1", application, 2, data))
    deliver(parts(application, fee()))
    assert accounts.get(f"/api/finance/fees/?application_id={application}").json["items"] == []
    assert db.scalar("SELECT sum(balance_cents) FROM account_balance WHERE balance_cents > 0") is None
