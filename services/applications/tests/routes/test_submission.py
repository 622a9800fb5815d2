"""The one submit: accepted whole or refused whole."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from lendkit.contracts.envelope import Event
from lendkit.runtime import db
from lendkit.testing.client import Client
from lendkit.values.identifiers import uuid7

SAMPLES = sorted((Path(__file__).parents[4] / "tests" / "samples").glob("*.json"))
TABLES = ("application", "links", "note", "stage_move", "provisioning", "outbox", "scope", "idempotency_key")


def counts() -> dict[str, int]:
    return {table: db.scalar(f"SELECT count(*) FROM {table}") for table in TABLES} | {
        "version 0": db.scalar("SELECT count(*) FROM copies WHERE version = 0")
    }


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_lodges_and_shows_on_its_page(path: Path, bd: Client, people: dict[str, UUID]) -> None:
    sample = json.loads(path.read_text(encoding="utf-8"))
    body = {**sample, "bd": str(people["bd"]), "branch": str(people["branch"])}
    if sample.get("source") != "direct":
        body["broker"] = str(people["broker"])
    answer = bd.post("/api/applications/", body)
    assert answer.status_code == 201, answer.text
    detail = bd.get(f"/api/applications/{answer.json['id']}/").json
    assert detail["stage"] == "inquiry"
    assert detail["reference_number"].startswith("APP-20")
    for section in ("borrowers", "companies", "guarantors", "fees", "notes", "securities"):
        assert len(detail[section]) == len(sample.get(section) or []), section
    assert detail["loan_amount"].endswith(".00")
    fees = "pending" if sample.get("fees") else "done"
    assert detail["provisioning"] == {"parties": "pending", "finance": fees, "documents": "done"}


def test_the_answer_is_the_detail(broker: Client, submission: dict[str, Any]) -> None:
    answer = broker.post("/api/applications/", submission)
    read = broker.get(f"/api/applications/{answer.json['id']}/")
    assert read.headers["ETag"] == answer.headers["ETag"] == '"1"'
    ours = {key: value for key, value in answer.json.items() if key != "history"}
    assert ours == {key: value for key, value in read.json.items() if key != "history"}


def test_owners_get_their_parts_with_sensitive_fields_sealed(
    bd: Client, people: dict[str, UUID], emitted: Callable[..., list[Event]]
) -> None:
    body = json.loads(SAMPLES[3].read_text(encoding="utf-8"))
    bd.post("/api/applications/", {**body, "broker": str(people["broker"])})
    assert [event.type for event in emitted()][:2] == [
        "applications.application_lodged.v1",
        "applications.parts_lodged.v1",
    ]
    parts = emitted("applications.parts_lodged.v1")[0].data["parties"]
    text = json.dumps(parts)
    numbers = [p["bank_account"]["account_number"] for p in body["borrowers"] if p.get("bank_account")]
    assert numbers and not any(number in text for number in numbers)
    assert any(part.get("sealed") for part in parts)


def test_the_event_tells_borrowers_from_guarantors(
    bd: Client, people: dict[str, UUID], emitted: Callable[..., list[Event]]
) -> None:
    olive = {"guarantor_type": "individual", "first_name": "Olive", "last_name": "García"}
    body = json.loads(SAMPLES[3].read_text(encoding="utf-8"))
    created = bd.post("/api/applications/", {**body, "broker": str(people["broker"]), "guarantors": [olive]}).json
    published = emitted("applications.application_lodged.v1")[0].data
    assert published["borrower_ids"] == [party["id"] for party in [*created["borrowers"], *created["companies"]]]
    assert published["party_ids"] == [*published["borrower_ids"], created["guarantors"][0]["id"]]


def test_the_same_key_is_one_application(broker: Client, submission: dict[str, Any]) -> None:
    headers = {"Idempotency-Key": "key-for-one-submit"}
    first = broker.post("/api/applications/", submission, headers=headers)
    again = broker.post("/api/applications/", submission, headers=headers)
    assert again.json == first.json
    assert db.scalar("SELECT count(*) FROM application") == 1
    other = broker.post("/api/applications/", {**submission, "loan_amount": 1}, headers=headers)
    assert other.status_code == 422


UPLOAD = str(uuid7())
WRONG = {
    "a wrong ABN": (
        {"companies": [{"entity_name": "X", "acn": "004085616", "abn": "51824753557"}]},
        "/companies/0/abn",
    ),
    "an unknown field": ({"balance": "1.00"}, "/balance"),
    "a negative amount": ({"loan_amount": -1}, "/loan_amount"),
    "half a cent": ({"loan_amount": "1000.005"}, "/loan_amount"),
    "a stage beyond": ({"stage": "settled"}, "/stage"),
    "a broker who is not there": ({"broker_id": str(uuid7())}, "/broker_id"),
    "an upload named twice": (
        {"documents": [{"upload_id": UPLOAD, "type": "invoice"}, {"upload_id": UPLOAD, "type": "other"}]},
        "/documents/1/upload_id",
    ),
    "a party that is not there": ({"borrowers": [{"id": str(uuid7())}]}, "/borrowers/0/id"),
    "nobody who borrows": ({"borrowers": []}, "/borrowers"),
}


@pytest.mark.parametrize("case", WRONG)
def test_bad_input_names_the_field_and_changes_nothing(broker: Client, submission: dict[str, Any], case: str) -> None:
    change, pointer = WRONG[case]
    before = counts()
    answer = broker.post(
        "/api/applications/", {**submission, **change}, headers={"Idempotency-Key": "a-key-that-is-free"}
    )
    assert answer.status_code == 422, answer.text
    assert pointer in answer.json["errors"]
    assert counts() == before


def test_a_broker_lodges_only_their_own_applications(
    broker: Client, people: dict[str, UUID], submission: dict[str, Any]
) -> None:
    answer = broker.post("/api/applications/", {**submission, "broker_id": str(people["other_broker"])})
    assert answer.status_code == 422
    assert "/broker_id" in answer.json["errors"]


def test_a_draft_saves_what_it_has_and_warns(broker: Client, people: dict[str, UUID]) -> None:
    body = {"stage": "draft", "companies": [{"entity_name": "X Pty Ltd", "abn": "51824753557"}]}
    draft = broker.post("/api/applications/", body)
    assert draft.status_code == 201, draft.text
    assert {w["code"] for w in draft.json["warnings"]} >= {"checksum", "required"}
    other = broker.acting("broker", broker_id=people["other_broker"])
    assert other.get(f"/api/applications/{draft.json['id']}/").status_code == 404
    refused = broker.post(f"/api/applications/{draft.json['id']}/transitions/", {"to": "inquiry"})
    assert refused.status_code == 422
    assert "/companies/0/abn" in refused.json["errors"]


def test_a_draft_is_lodged_by_its_author(
    broker: Client, submission: dict[str, Any], emitted: Callable[..., list[Event]]
) -> None:
    draft = broker.post("/api/applications/", {**submission, "stage": "draft"}).json
    assert emitted() == []
    fees = [{"type": "legal", "amount": "2200"}]
    more = {"purpose": "Buy a home", "fees": fees, "estimated_settlement_date": "2027-02-16"}
    changed = broker.patch(f"/api/applications/{draft['id']}/", more)
    assert changed.status_code == 200, changed.text
    answer = broker.post(f"/api/applications/{draft['id']}/transitions/", {"to": "inquiry"})
    assert answer.status_code == 200, answer.text
    detail = broker.get(f"/api/applications/{draft['id']}/").json
    assert (detail["stage"], detail["purpose"], len(detail["borrowers"])) == ("inquiry", "Buy a home", 1)
    assert [fee["amount"] for fee in detail["fees"]] == ["2200.00"]
    state = emitted("applications.application_lodged.v1")[0].data
    assert (state["repayment_frequency"], state["estimated_settlement_date"]) == ("monthly", "2027-02-16")
    later = broker.patch(f"/api/applications/{draft['id']}/", {"fees": []})
    assert (later.status_code, list(later.json["errors"])) == (422, ["/fees"]), "now it is finance's"
