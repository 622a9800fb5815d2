"""Who is told of what, and how it is said."""

from typing import Any

import pytest

from lendkit.values.identifiers import uuid7
from notifications.domain.notices import Notice
from notifications.domain.people import Circle, Person
from notifications.domain.rules import RULES, cause, notices
from services.notifications.tests.factories import person

BD, BROKER = str(uuid7()), str(uuid7())
BDM, BROKERS = Person(person("bd"), name="Priya"), Person(person("broker"), name="Grace")
CLIENT, GUARANTOR = Person(person("client"), name="Noah"), Person(name="Mia", record=uuid7(), emails=("m@x.example",))
SILENT = Person(name="Bellbird", record=uuid7(), emails=("a@bellbird.example",))
ADMIN, NAMED, AUTHOR = (Person(person("admin"), name=name) for name in ("Helen", "Sam", "Priya"))
CIRCLE = Circle(
    bds=(BDM,),
    brokers=(BROKERS,),
    borrowers=(CLIENT, SILENT),
    parties=(CLIENT, SILENT, GUARANTOR),
    admins=(ADMIN,),
    users={str(one.user.id): one for one in (NAMED, AUTHOR) if one.user},
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
    "content": "Ask for the council's answer.", "mentions": [id for id, one in CIRCLE.users.items() if one is NAMED],
    "created_by": {"id": next(id for id, one in CIRCLE.users.items() if one is AUTHOR)},
    "note_id": str(uuid7()), "remind_date": "2026-11-25",
}  # fmt: skip
FEE = DATA | {"type": "due_diligence", "amount": "5500.00", "paid": "5500.00", "status": "paid", "reference": "EFT 1"}
ADDED = DATA | {"documents": [{"name": "Letter.pdf", "type": "indicative_letter"}]}
REFUSED = DATA | {"part": "documents", "code": "unknown", "detail": "One upload is no longer there."}
FAILED = {"kind": "repayment_overdue", "attempts": 12, "error": "550 no such mailbox", "address": "n@x.example"}


def _told(found: list[Notice]) -> list[Person]:
    return [notice.to for notice in found]


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
def test_who_is_told(kind: str, data: dict[str, Any], expected: list[Person]) -> None:
    assert _told(notices(kind, data, CIRCLE, "Sarah Chen")) == expected


@pytest.mark.parametrize(
    ("kind", "data", "title", "message"),
    [
        ("application_lodged", DATA, "New application APP-2026-000012", "Sarah Chen lodged it."),
        (
            "application_assigned",
            DATA | {"was": {"bd_id": None}},
            "APP-2026-000012 is yours now",
            "Sarah Chen assigned it to you.",
        ),
        (
            "stage_changed",
            MOVED,
            "APP-2026-000012 moved to Sent to lender",
            "Sarah Chen moved it from Enquiry to Sent to lender.",
        ),
        (
            "stage_changed",
            MOVED | {"from": "sent_to_lender", "to": "inquiry", "undoes": str(uuid7())},
            "APP-2026-000012 moved back to Enquiry",
            "Sarah Chen moved it back from Sent to lender to Enquiry.",
        ),
        (
            "stage_stale",
            STALE,
            "APP-2026-000012 has stood in Valuation ordered for 7 days",
            "Nothing has moved since 18 November 2026. See what it waits for.",
        ),
        (
            "repayment_upcoming",
            DUE,
            "Your repayment of $3,016.03 is due on 25 December 2026",
            "It is due in 7 days. If you have paid it already, there is nothing to do.",
        ),
        (
            "repayment_upcoming",
            DUE | {"cause": "maturity", "days": 30},
            "APP-2026-000012: the loan ends on 25 December 2026",
            "It ends in 30 days, with $3,016.03 still to come.",
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
            "APP-2026-000012: a repayment is 10 days overdue",
            "$3,016.03 was due on 25 December 2026. Call the borrowers.",
        ),
        ("note_added", NOTE, "Sarah Chen mentioned you on APP-2026-000012", "Ask for the council's answer."),
        ("fee_paid", FEE, "APP-2026-000012: due diligence fee paid", "$5,500.00 is paid."),
        (
            "fee_paid",
            FEE | {"paid": "500.00", "status": "waiting"},
            "APP-2026-000012: part of a fee paid",
            "$500.00 of $5,500.00 is paid.",
        ),
        ("document_stored", ADDED, "Sarah Chen added a document to APP-2026-000012", "Added: “Letter.pdf”."),
        ("part_refused", REFUSED, "Action required on APP-2026-000012", "One upload is no longer there."),
        (
            "delivery_failed",
            FAILED,
            "A mail could not be delivered",
            "Repayment overdue to n@x.example was given up on after 12 tries: 550 no such mailbox",
        ),
    ],
)
def test_how_it_is_said(kind: str, data: dict[str, Any], title: str, message: str) -> None:
    first = notices(kind, data, CIRCLE, "Sarah Chen")[0]
    assert (first.title, first.message) == (title, message)


def test_a_broker_hears_of_a_new_bdm_in_other_words() -> None:
    found = notices("application_assigned", DATA | {"was": {"bd_id": None}}, CIRCLE, "Helen")
    assert [notice.title for notice in found if notice.to == BROKERS] == ["New BDM for APP-2026-000012"]


def test_a_reminder_has_one_cause_however_often_its_job_runs() -> None:
    first, second = str(uuid7()), str(uuid7())
    assert cause("repayment_overdue", DUE | {"days": 3}, first) == cause("repayment_overdue", DUE | {"days": 3}, second)
    assert cause("repayment_overdue", DUE | {"days": 3}, first) != cause("repayment_overdue", DUE | {"days": 7}, first)
    assert cause("stage_stale", STALE, first) == cause("stage_stale", STALE, second)
    assert cause("note_reminder_due", NOTE, first) == cause("note_reminder_due", NOTE, second)
    assert cause("fee_paid", FEE, first) == first


def test_every_cause_has_its_kind() -> None:
    from notifications.domain.kinds import BY_CODE

    assert set(RULES) == set(BY_CODE)
