"""Who is notified of what, and what the notification says."""

from typing import Any

import pytest

from lendkit.values.identifiers import uuid7
from notifications.domain.audience import Audience, Recipient
from notifications.domain.rules import RULES, Notification, dedupe_key, notifications
from services.notifications.tests.factories import person

BD, BROKER = str(uuid7()), str(uuid7())
BDM, BROKERS = Recipient(person("bd"), name="Priya"), Recipient(person("broker"), name="Grace")
CLIENT, GUARANTOR = (
    Recipient(person("client"), name="Noah"),
    Recipient(name="Mia", record_id=uuid7(), emails=("m@x.example",)),
)
SILENT = Recipient(name="Bellbird", record_id=uuid7(), emails=("a@bellbird.example",))
ADMIN, NAMED, AUTHOR = (Recipient(person("admin"), name=name) for name in ("Helen", "Sam", "Priya"))
AUDIENCE = Audience(
    bdms=(BDM,),
    brokers=(BROKERS,),
    borrowers=(CLIENT, SILENT),
    parties=(CLIENT, SILENT, GUARANTOR),
    admins=(ADMIN,),
    users={str(member.user.id): member for member in (NAMED, AUTHOR) if member.user},
)
DATA: dict[str, Any] = {
    "application_id": str(uuid7()),
    "reference_number": "APP-2026-000012",
    "bd_id": BD,
    "broker_id": BROKER,
}
MOVED = DATA | {"from": "inquiry", "to": "sent_to_lender", "undoes": None}
STALE = DATA | {"stage": "valuation_ordered", "since": "2026-11-18T00:11:09+00:00", "days": 7}
DUE = DATA | {
    "loan_id": str(uuid7()), "instalment_id": str(uuid7()), "cause": "repayment", "due_date": "2026-12-25",
    "outstanding": "3016.03", "days": 7,
}  # fmt: skip
NOTE = DATA | {
    "content": "Ask for the council's answer.",
    "mentions": [id for id, user in AUDIENCE.users.items() if user is NAMED],
    "created_by": {"id": next(id for id, user in AUDIENCE.users.items() if user is AUTHOR)},
    "note_id": str(uuid7()), "remind_date": "2026-11-25",
}  # fmt: skip
FEE = DATA | {"type": "due_diligence", "amount": "5500.00", "paid": "5500.00", "status": "paid", "reference": "EFT 1"}
ADDED = DATA | {"documents": [{"name": "Letter.pdf", "type": "indicative_letter"}]}
REFUSED = DATA | {"part": "documents", "code": "unknown", "detail": "One upload is no longer there."}
FAILED = {"kind": "repayment_overdue", "attempts": 12, "error": "550 no such mailbox", "address": "n@x.example"}


def _recipients(sent: list[Notification]) -> list[Recipient]:
    return [notification.recipient for notification in sent]


@pytest.mark.parametrize(
    ("kind", "data", "expected"),
    [
        ("application_lodged", DATA, [BDM, BROKERS]),
        ("application_assigned", DATA | {"was": {"bd_id": str(uuid7()), "broker_id": BROKER}}, [BDM, BROKERS]),
        ("application_assigned", DATA | {"was": {"bd_id": BD, "broker_id": None}}, [BROKERS]),
        ("application_assigned", DATA | {"was": {"bd_id": BD, "broker_id": BROKER, "branch_id": None}}, []),
        ("stage_changed", MOVED, [BDM, BROKERS, CLIENT]),
        ("stage_stale", STALE, [BDM]),
        ("repayment_upcoming", DUE, [CLIENT, SILENT, BDM]),
        ("repayment_upcoming", DUE | {"cause": "interest", "days": 14}, [ADMIN]),
        ("repayment_upcoming", DUE | {"cause": "maturity", "days": 30, "instalment_id": None}, [ADMIN]),
        ("repayment_overdue", DUE | {"days": 3}, [CLIENT, SILENT]),
        ("repayment_overdue", DUE | {"days": 7}, [CLIENT, SILENT]),
        ("repayment_overdue", DUE | {"days": 10}, [BDM]),
        ("note_reminder_due", NOTE, [AUTHOR, NAMED]),
        ("note_added", NOTE, [NAMED]),
        ("fee_paid", FEE, [BDM, BROKERS]),
        ("document_stored", ADDED, [BDM, BROKERS]),
        ("part_refused", REFUSED, [BDM, BROKERS]),
        ("delivery_failed", FAILED, [ADMIN]),
    ],
)
def test_who_is_notified(kind: str, data: dict[str, Any], expected: list[Recipient]) -> None:
    assert _recipients(notifications(kind, data, AUDIENCE, "Sarah Chen")) == expected


@pytest.mark.parametrize(
    ("kind", "data", "title", "text"),
    [
        ("application_lodged", DATA, "New application APP-2026-000012", "Lodged by Sarah Chen."),
        (
            "application_assigned",
            DATA | {"was": {"bd_id": None}},
            "APP-2026-000012 assigned to you",
            "Sarah Chen assigned this application to you.",
        ),
        (
            "stage_changed",
            MOVED,
            "APP-2026-000012: stage changed to Sent to lender",
            "Sarah Chen changed the stage from Enquiry to Sent to lender.",
        ),
        (
            "stage_changed",
            MOVED | {"from": "sent_to_lender", "to": "inquiry", "undoes": str(uuid7())},
            "APP-2026-000012: back to Enquiry",
            "Sarah Chen undid the change to Sent to lender.",
        ),
        (
            "stage_stale",
            STALE,
            "APP-2026-000012: 7 days in Valuation ordered",
            "The stage hasn't changed since 18 November 2026. Check what's outstanding.",
        ),
        (
            "repayment_upcoming",
            DUE,
            "Your repayment of $3,016.03 is due on 25 December 2026",
            "It's due in 7 days. If you've already paid, you don't need to do anything.",
        ),
        (
            "repayment_upcoming",
            DUE | {"cause": "maturity", "days": 30},
            "APP-2026-000012: loan matures on 25 December 2026",
            "The loan matures in 30 days, with $3,016.03 outstanding.",
        ),
        (
            "repayment_upcoming",
            DUE | {"cause": "interest", "days": 0},
            "APP-2026-000012: interest of $3,016.03 due on 25 December 2026",
            "The interest payment is due today.",
        ),
        (
            "repayment_overdue",
            DUE | {"days": 10},
            "APP-2026-000012: repayment 10 days overdue",
            "$3,016.03 was due on 25 December 2026. Call the borrowers.",
        ),
        ("note_added", NOTE, "Sarah Chen mentioned you on APP-2026-000012", "Ask for the council's answer."),
        ("fee_paid", FEE, "APP-2026-000012: due diligence fee paid", "$5,500.00 received."),
        (
            "fee_paid",
            FEE | {"paid": "500.00", "status": "waiting"},
            "APP-2026-000012: due diligence fee partly paid",
            "$500.00 of $5,500.00 received.",
        ),
        ("document_stored", ADDED, "Sarah Chen added a document to APP-2026-000012", "Added “Letter.pdf”."),
        ("part_refused", REFUSED, "Action required on APP-2026-000012", "One upload is no longer there."),
        (
            "delivery_failed",
            FAILED,
            "An email couldn't be delivered",
            "The “Repayment overdue” email to n@x.example failed after 12 attempts: 550 no such mailbox",
        ),
    ],
)
def test_what_it_says(kind: str, data: dict[str, Any], title: str, text: str) -> None:
    first = notifications(kind, data, AUDIENCE, "Sarah Chen")[0].message
    assert (first.title, first.text) == (title, text)


def test_a_broker_is_told_of_a_new_bdm_in_a_message_of_its_own() -> None:
    sent = notifications("application_assigned", DATA | {"was": {"bd_id": None}}, AUDIENCE, "Helen")
    titles = [notification.message.title for notification in sent if notification.recipient == BROKERS]
    assert titles == ["New BDM for APP-2026-000012"]


def test_a_reminder_has_one_dedupe_key_however_often_its_job_runs() -> None:
    first, second = str(uuid7()), str(uuid7())
    assert dedupe_key("repayment_overdue", DUE | {"days": 3}, first) == dedupe_key(
        "repayment_overdue", DUE | {"days": 3}, second
    )
    assert dedupe_key("repayment_overdue", DUE | {"days": 3}, first) != dedupe_key(
        "repayment_overdue", DUE | {"days": 7}, first
    )
    assert dedupe_key("stage_stale", STALE, first) == dedupe_key("stage_stale", STALE, second)
    assert dedupe_key("note_reminder_due", NOTE, first) == dedupe_key("note_reminder_due", NOTE, second)
    assert dedupe_key("fee_paid", FEE, first) == first


def test_a_reminder_may_name_its_type_either_way() -> None:
    renamed = {**DUE, "reminder_type": DUE["cause"]}
    assert dedupe_key("repayment_upcoming", renamed, "x") == dedupe_key("repayment_upcoming", DUE, "x")
    del renamed["cause"]
    assert dedupe_key("repayment_upcoming", renamed, "x") == dedupe_key("repayment_upcoming", DUE, "x")


def test_every_rule_has_its_kind() -> None:
    from notifications.domain.kinds import BY_CODE

    assert set(RULES) == set(BY_CODE)
