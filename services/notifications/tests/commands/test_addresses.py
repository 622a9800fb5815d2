"""Where email goes: to the right people, at the party's own address, once per address and dedupe key."""

from collections.abc import Callable
from typing import Any

import pytest

from lendkit.runtime import db
from lendkit.values.identifiers import uuid7
from services.notifications.tests.factories import (
    BD,
    BRANCH,
    BROKER,
    INSTALMENT,
    PARTY,
    SARAH,
    application,
    event,
    lodged,
    moved,
    party,
    reminder,
    user,
)

Deliver = Callable[..., None]
COMPANY, GUARANTOR = str(uuid7()), str(uuid7())


def _mails(kind: str | None = None) -> list[str]:
    sql = """SELECT d.address FROM delivery d JOIN notification n ON n.id = d.notification_id
    WHERE CAST(:kind AS text) IS NULL OR n.kind = :kind ORDER BY d.address"""
    return [row.address for row in db.all(sql, {"kind": kind})]


def _list_of(user: Any) -> list[str]:
    sql = "SELECT title FROM notification WHERE user_id = :id AND in_app ORDER BY created_at, id"
    return [row.title for row in db.all(sql, {"id": user.subject})]


def _record(name: str, id: str, email: str) -> Any:
    data = {"id": id, "version": 1, "name": name, "email": email, "branch_id": BRANCH, "bd_ids": []}
    return event("bdm_created" if id == BD else "broker_created", data, owner="parties")


@pytest.fixture
def loan(deliver: Deliver, database: db.Database) -> dict[str, Any]:
    """An application of a man with a login, his company without one, and a guarantor; with a BDM and a broker."""
    data = application(party_ids=[PARTY, COMPANY, GUARANTOR])
    deliver(
        party(PARTY, name="Noah García", email="noah@garcia.example"),
        party(
            COMPANY,
            kind="company",
            name="Bellbird Projects Pty Ltd",
            email="accounts@bellbird.example",
            directors=[{"email": "noah@garcia.example"}, {"email": "Mia@bellbird.example"}, {"email": None}],
        ),
        party(GUARANTOR, roles=["guarantor"], name="Olive García", email="olive@garcia.example"),
        lodged(data),
    )
    return data


def test_all_borrowers_and_the_bdm_are_notified_of_a_repayment_and_no_guarantor(
    loan: dict[str, Any], deliver: Deliver
) -> None:
    client, bdm = user("client", party_ids=[PARTY]), user("bd", bd_id=BD)
    deliver(client, bdm, user("broker", broker_id=BROKER), reminder("repayment_upcoming", loan))
    assert _mails("repayment_upcoming") == sorted(
        ["noah@garcia.example", "accounts@bellbird.example", "Mia@bellbird.example", bdm.data["email"]]
    )
    assert _list_of(client) == ["Your repayment of $3,016.03 is due on 25 December 2026"]
    assert _list_of(bdm) == ["APP-2026-000012: repayment of $3,016.03 due on 25 December 2026"]


def test_the_borrowers_are_those_of_the_application_where_it_names_them(loan: dict[str, Any], deliver: Deliver) -> None:
    now = loan | {"borrower_ids": [GUARANTOR], "changed": ["borrowers"]}
    deliver(event("application_changed", now, sequence=2), reminder("repayment_overdue", loan, days=3))
    assert _mails() == ["olive@garcia.example"]


def test_a_guarantor_who_borrows_elsewhere_gets_no_reminder_of_this_loan(
    loan: dict[str, Any], deliver: Deliver
) -> None:
    olive = party(GUARANTOR, roles=["borrower", "guarantor"], email="olive@garcia.example", version=2)
    now = loan | {"borrower_ids": [PARTY, COMPANY], "changed": ["guarantors"]}
    deliver(olive, event("application_changed", now, sequence=2), reminder("repayment_overdue", loan, days=3))
    assert sorted(_mails()) == ["Mia@bellbird.example", "accounts@bellbird.example", "noah@garcia.example"]


def test_reminders_whose_job_ran_twice_are_one_email_each(loan: dict[str, Any], deliver: Deliver) -> None:
    for _ in range(2):
        for days in (3, 7, 10):
            deliver(reminder("repayment_overdue", loan, days=days))
    assert _mails("repayment_overdue") == sorted(
        2 * ["accounts@bellbird.example", "Mia@bellbird.example", "noah@garcia.example"]
    )


def test_borrowers_get_no_email_of_day_ten_interest_or_maturity(loan: dict[str, Any], deliver: Deliver) -> None:
    bdm, admin = user("bd", bd_id=BD), user("admin")
    deliver(bdm, admin, reminder("repayment_overdue", loan, days=10))
    deliver(reminder("repayment_upcoming", loan, cause="interest", days=14))
    deliver(reminder("repayment_upcoming", loan, cause="maturity", days=30, instalment_id=None))
    assert _mails() == sorted([bdm.data["email"], admin.data["email"], admin.data["email"]])
    assert len(_list_of(admin)) == 2


def test_a_stage_change_is_emailed_to_parties_with_a_login_at_their_own_address(
    loan: dict[str, Any], deliver: Deliver
) -> None:
    deliver(user("client", party_ids=[PARTY]), moved(loan, "inquiry", "sent_to_lender"))
    assert _mails() == ["noah@garcia.example"]


def test_a_bdm_or_broker_gets_email_at_the_directorys_address_also_without_a_login(
    loan: dict[str, Any], deliver: Deliver
) -> None:
    priya = user("bd", bd_id=BD)
    deliver(_record("Priya", BD, "priya@lend.example"), _record("Grace", BROKER, "grace@broking.example"), priya)
    deliver(moved(loan, "inquiry", "sent_to_lender"))
    assert _mails() == ["grace@broking.example", "priya@lend.example"]
    assert _list_of(priya) == ["APP-2026-000012: stage changed to Sent to lender"]


def test_only_those_mentioned_who_may_see_a_note_are_notified(loan: dict[str, Any], deliver: Deliver) -> None:
    sam, stranger, client = user("bd", bd_id=BD), user("bd", bd_id=str(uuid7())), user("client", party_ids=[PARTY])
    note = {
        "id": str(uuid7()),
        "version": 1,
        "application_id": loan["id"],
        "content": "Ask for the <b>council's</b> answer.",
        "mentions": [str(member.subject) for member in (sam, stranger, client)],
        "created_by": SARAH,
    }
    deliver(sam, stranger, client, event("note_added", note))
    assert _mails("note_added") == [sam.data["email"]]
    assert _list_of(sam) == ["Sarah Chen mentioned you on APP-2026-000012"]


def test_a_note_reminder_is_for_its_author_and_those_mentioned(loan: dict[str, Any], deliver: Deliver) -> None:
    author, sam = user("bd", bd_id=BD), user("admin")
    due = {
        "id": str(uuid7()),
        "version": 1,
        "application_id": loan["id"],
        "note_id": str(uuid7()),
        "reference_number": loan["reference_number"],
        "content": "Call the valuer.",
        "remind_date": "2026-11-25",
        "mentions": [str(sam.subject), str(author.subject)],
        "created_by": {"id": str(author.subject), "name": "Priya"},
    }
    deliver(author, sam, event("note_reminder_due", due, actor=None), event("note_reminder_due", due, actor=None))
    assert _mails() == sorted([author.data["email"], sam.data["email"]])


def test_documents_that_came_in_together_are_one_notification(loan: dict[str, Any], deliver: Deliver) -> None:
    bdm = user("bd", bd_id=BD)

    def added(name: str, correlation: str, application: str | None = loan["id"]) -> Any:
        data = {"id": str(uuid7()), "version": 1, "application_id": application, "name": name, "type": "other"}
        return event("document_stored", data, owner="documents", correlation_id=correlation)

    deliver(bdm, added("a.pdf", "one"), added("b.pdf", "one"), added("c.pdf", "two"), added("staged.pdf", "x", None))
    assert _list_of(bdm) == [
        "Sarah Chen added 2 documents to APP-2026-000012",
        "Sarah Chen added a document to APP-2026-000012",
    ]


def test_a_reminder_waits_for_the_bdms_threshold_unless_it_is_settled(
    loan: dict[str, Any], deliver: Deliver, client: Any
) -> None:
    from datetime import timedelta

    import time_machine

    from lendkit.values import dates
    from notifications.commands.notify import notify_deferred

    bdm = user("bd", bd_id=BD)
    deliver(bdm)
    body = {"thresholds": {"stage_stale": 10, "repayment_upcoming": 3}}
    assert (
        client.acting("bd", user_id=bdm.subject, bd_id=BD).put("/api/notifications/preferences/", body).status_code
        == 200
    )
    since = "2026-11-18T00:11:09+00:00"
    stale = event("stage_stale", loan | {"stage": "inquiry", "since": since, "days": 7}, actor=None)
    deliver(stale, reminder("repayment_upcoming", loan))
    assert _list_of(bdm) == []
    deliver(event("instalment_changed", {**loan, "id": INSTALMENT, "status": "paid"}, owner="finance", sequence=2))
    with time_machine.travel(dates.now() + timedelta(days=4)):
        notify_deferred()
    assert _list_of(bdm) == ["APP-2026-000012: 10 days in Enquiry"]
