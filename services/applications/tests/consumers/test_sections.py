"""What finance and documents say stands on the application's page: once, newest state, in its order."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from lendkit.contracts.envelope import Event
from lendkit.runtime import db
from lendkit.testing.client import Client
from lendkit.values.identifiers import uuid7

EventOf = Callable[..., Event]


def page(client: Client, application: dict[str, Any]) -> dict[str, Any]:
    detail: dict[str, Any] = client.get(f"/api/applications/{application['id']}/").json
    return detail


def next_of(event: Event, type: str, **change: Any) -> Event:
    """The next version of the same thing."""
    data = {**event.data, **change, "version": event.sequence + 1}
    return Event.new(type, event.subject, event.sequence + 1, data)


def test_each_section_shows_what_its_owner_publishes(
    bd: Client, lodged: dict[str, Any], event_of: EventOf, deliver: Any
) -> None:
    fee = event_of("finance.fee_charged.v1")
    events = {
        "fees": fee,
        "documents": event_of("documents.document_stored.v1"),
        "repayments": event_of("finance.instalment_changed.v1"),
        "ledger": event_of("finance.journal_posted.v1"),
        "payments": event_of("finance.payment_received.v1"),
        "funding": event_of("finance.funding_calculated.v1"),
    }
    deliver(*events.values())
    detail = page(bd, lodged)
    for section in ("fees", "documents", "repayments", "ledger", "payments"):
        assert [row["id"] for row in detail[section]] == [str(events[section].subject)], section
        assert events[section].data.items() <= detail[section][0].items()
    assert detail["funding"] == events["funding"].data
    assert {"document", "money", "funding"} <= {line["kind"] for line in detail["timeline"]}
    deliver(next_of(fee, "finance.fee_paid.v1", status="paid", paid="5500.00"), fee)
    assert [fee["status"] for fee in page(bd, lodged)["fees"]] == ["paid"], "an older version lowers nothing"


def test_a_section_shows_only_this_application(
    bd: Client, lodged: dict[str, Any], event_of: EventOf, deliver: Any
) -> None:
    deliver(event_of("finance.fee_charged.v1", application_id=uuid7()))
    assert page(bd, lodged)["fees"] == []


def test_a_whole_schedule_arrives_at_once(bd: Client, lodged: dict[str, Any], event_of: EventOf, deliver: Any) -> None:
    rows = [
        event_of("finance.instalment_changed.v1", number=n, due_date=f"{2027 + n // 12}-0{1 + n % 9}-25")
        for n in range(360)
    ]
    deliver(*rows)
    shown = page(bd, lodged)["repayments"]
    assert len(shown) == 360
    assert [r["due_date"] for r in shown] == sorted(r["due_date"] for r in shown)


def test_a_replaced_instalment_is_no_longer_shown(
    bd: Client, lodged: dict[str, Any], event_of: EventOf, deliver: Any
) -> None:
    old, new = (
        event_of("finance.instalment_changed.v1"),
        event_of("finance.instalment_changed.v1", amount="99.00"),
    )
    deliver(old)
    deliver(next_of(old, "finance.instalment_changed.v1", status="replaced"), new)
    assert [r["amount"] for r in page(bd, lodged)["repayments"]] == ["99.00"]


def test_the_ledger_is_newest_first(bd: Client, lodged: dict[str, Any], event_of: EventOf, deliver: Any) -> None:
    days = ("2026-11-25", "2026-12-24", "2026-12-01")
    deliver(*(event_of("finance.journal_posted.v1", booked_at=f"{day}T02:10:44+00:00") for day in days))
    assert [j["booked_at"][:10] for j in page(bd, lodged)["ledger"]] == sorted(days, reverse=True)


def test_an_invoice_is_shown_with_what_it_is_for(
    bd: Client, lodged: dict[str, Any], event_of: EventOf, deliver: Any
) -> None:
    fee, due = event_of("finance.fee_charged.v1"), event_of("finance.instalment_changed.v1")
    invoice = event_of("documents.document_stored.v1", type="invoice", fee_id=fee.subject, name="Invoice 7.pdf")
    deliver(fee, due, invoice)
    detail = page(bd, lodged)
    assert detail["fees"][0]["invoice"] == {"document_id": str(invoice.subject), "name": "Invoice 7.pdf", "version": 1}
    assert detail["repayments"][0]["invoice"] is None


def test_a_deleted_document_is_removed_for_good(
    bd: Client, lodged: dict[str, Any], event_of: EventOf, deliver: Any
) -> None:
    stored = event_of("documents.document_stored.v1")
    gone = {"id": str(stored.subject), "version": 3, "application_id": lodged["id"]}
    deliver(Event.new("documents.document_deleted.v1", stored.subject, 3, gone))
    deliver(stored)
    assert page(bd, lodged)["documents"] == []


def test_the_newest_signed_form_is_copied_to_the_terms(
    bd: Client, lodged: dict[str, Any], event_of: EventOf, deliver: Any, emitted: Callable[..., list[Event]]
) -> None:
    signed = {"type": "signed_form", "signed_by": "Mei Brown", "signature_date": "2026-11-25"}
    form = event_of("documents.document_stored.v1", **signed, path="/api/documents/7/content/")
    deliver(form)
    detail = page(bd, lodged)
    assert (detail["signed_by"], detail["signature_date"]) == ("Mei Brown", "2026-11-25")
    assert (detail["uploaded_pdf_path"], detail["version"]) == ("/api/documents/7/content/", 2)
    changed = emitted("applications.application_changed.v1")
    assert [event.data["changed"] for event in changed] == [["signature_date", "signed_by", "uploaded_pdf_path"]]
    older = event_of(
        "documents.document_stored.v1", **{**signed, "signed_by": "Old"}, created_at="2020-01-01T00:00:00+00:00"
    )
    deliver(older, event_of("documents.document_stored.v1"))
    assert page(bd, lodged)["signed_by"] == "Mei Brown", "the newest form counts, in whatever order they come"
    assert len(emitted("applications.application_changed.v1")) == 1
    for event in (form, older):
        gone = {"id": str(event.subject), "version": 2, "application_id": lodged["id"]}
        deliver(Event.new("documents.document_deleted.v1", event.subject, 2, gone))
    assert page(bd, lodged)["uploaded_pdf_path"] is None


def test_documents_fees_and_funding_satisfy_the_guards(
    bd: Client, lodged: dict[str, Any], event_of: EventOf, deliver: Any
) -> None:
    def allowed() -> dict[str, bool]:
        return {action["to"]: action["allowed"] for action in page(bd, lodged)["allowed_actions"]}

    def move(to: str) -> None:
        answer = bd.post(f"/api/applications/{lodged['id']}/transitions/", {"to": to})
        assert answer.status_code == 200, answer.text

    borrower = lodged["borrowers"][0]
    deliver(Event.new("parties.person_created.v1", UUID(borrower["id"]), 1, {**borrower, "version": 1}))
    steps = [
        ("indicative_letter_issued", event_of("finance.funding_calculated.v1")),
        (
            "indicative_letter_signed",
            event_of("documents.document_stored.v1", created_at="2026-11-25T01:00:00+00:00"),
        ),
        (
            "commitment_fee_received",
            event_of("documents.document_stored.v1", type="signed_form", created_at="2026-11-25T02:00:00+00:00"),
        ),
        ("application_submitted", event_of("finance.fee_paid.v1")),
    ]
    move("funding_table_issued")
    for to, event in steps:
        assert not allowed()[to]
        deliver(event)
        assert allowed()[to], to
        move(to)


def test_deleting_an_application_deletes_its_copies(
    client: Client, lodged: dict[str, Any], event_of: EventOf, deliver: Any, finance: Any
) -> None:
    deliver(event_of("finance.fee_charged.v1"), event_of("documents.document_stored.v1"))
    other = event_of("finance.fee_charged.v1", application_id=uuid7())
    deliver(other)
    assert client.acting("admin").delete(f"/api/applications/{lodged['id']}/").status_code == 204
    left = db.all("SELECT id FROM copies WHERE kind IN ('fee', 'document')")
    assert [row.id for row in left] == [other.subject]
