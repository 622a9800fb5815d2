"""Who is told of what, and how it is said."""

from typing import Any

import pytest

from lendkit.context import Actor
from lendkit.identifiers import uuid7
from notifications.domain.rules import Notice, notices
from services.notifications.tests.factories import person

BD, OTHER_BD, BROKER, BRANCH, PARTY = (str(uuid7()) for _ in range(5))
DATA: dict[str, Any] = {
    "reference_number": "APP-2026-000012",
    "bd_id": BD,
    "broker_id": BROKER,
    "branch_id": BRANCH,
    "party_ids": [PARTY],
}


BDM = person("bd", bd_id=BD, branch_id=BRANCH)
COLLEAGUE = person("bd", bd_id=OTHER_BD, branch_id=BRANCH)
BROKERS = person("broker", broker_id=BROKER)
STRANGER = person("broker", broker_id=str(uuid7()))
CLIENT = person("client", party_ids=[PARTY])
PEOPLE = [BDM, COLLEAGUE, BROKERS, STRANGER, CLIENT]
MOVED = DATA | {"from": "inquiry", "to": "sent_to_lender", "undoes": None}


def _told(found: list[Notice]) -> list[Actor]:
    return [notice.to for notice in found]


@pytest.mark.parametrize(
    ("kind", "data", "expected"),
    [
        ("application_lodged", DATA, [BDM, BROKERS]),
        ("application_lodged", DATA | {"bd_id": None}, [BDM, COLLEAGUE, BROKERS]),
        ("application_lodged", DATA | {"bd_id": str(uuid7())}, [BDM, COLLEAGUE, BROKERS]),
        ("application_lodged", DATA | {"bd_id": None, "branch_id": None, "broker_id": None}, []),
        ("application_assigned", DATA | {"was": {"bd_id": OTHER_BD, "broker_id": BROKER}}, [BDM, BROKERS]),
        ("application_assigned", DATA | {"was": {"bd_id": BD, "broker_id": None}}, [BROKERS]),
        ("application_assigned", DATA | {"was": {"bd_id": BD, "broker_id": BROKER, "branch_id": None}}, []),
        ("stage_changed", MOVED, [BDM, BROKERS, CLIENT]),
        ("stage_changed", MOVED | {"party_ids": []}, [BDM, BROKERS]),
    ],
)
def test_who_is_told(kind: str, data: dict[str, Any], expected: list[Actor]) -> None:
    assert _told(notices(kind, data, PEOPLE, "Sarah Chen")) == expected


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
            "Sarah Chen moved it from Inquiry to Sent to lender.",
        ),
        (
            "stage_changed",
            MOVED | {"from": "sent_to_lender", "to": "inquiry", "undoes": str(uuid7())},
            "APP-2026-000012 moved back to Inquiry",
            "Sarah Chen moved it back from Sent to lender to Inquiry.",
        ),
    ],
)
def test_how_it_is_said(kind: str, data: dict[str, Any], title: str, message: str) -> None:
    first = notices(kind, data, PEOPLE, "Sarah Chen")[0]
    assert (first.title, first.message) == (title, message)


def test_a_broker_hears_of_a_new_bdm_in_other_words() -> None:
    found = notices("application_assigned", DATA | {"was": {"bd_id": None}}, PEOPLE, "Helen")
    assert [notice.title for notice in found if notice.to == BROKERS] == ["New BDM for APP-2026-000012"]
