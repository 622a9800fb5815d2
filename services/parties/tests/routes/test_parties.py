"""People and companies: their own records, and the parts of a submission."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from lendkit.contracts.envelope import Event
from lendkit.runtime import db
from lendkit.testing.client import Client
from lendkit.values import sealed
from lendkit.values.identifiers import uuid7

PERSON = {
    "first_name": "Mei",
    "last_name": "Brown",
    "date_of_birth": "1984-03-17",
    "email": "mei@example.com.au",
    "phone": "0412 345 678",
    "tax_id": "123 456 782",
    "bank_account": {"bsb": "062-000", "account_number": "14310918", "account_name": "Mei Brown"},
}
COMPANY = {"entity_name": "Red Gum Pty Ltd", "entity_type": "company", "acn": "004085616", "abn": "53004085616"}


def lodged(application: UUID, parties: list[UUID], version: int = 1) -> Event:
    data = {
        "id": application,
        "application_id": application,
        "version": version,
        "reference_number": "APP-2026-000001",
        "stage": "inquiry",
        "broker_id": uuid7(),
        "bd_id": None,
        "branch_id": None,
        "party_ids": parties,
        "party_names": [],
        "created_at": "2026-11-24T00:00:00+00:00",
    }
    return Event.new("applications.application_lodged.v1", application, version, data)


def parts(application: UUID, *members: dict[str, Any]) -> Event:
    data = {"application_id": application, "broker_id": None, "parties": list(members), "fees": [], "documents": []}
    return Event.new("applications.parts_lodged.v1", application, 1, data)


def test_sensitive_fields_are_kept_but_never_shown(admin: Client, emitted: Callable[..., list[Event]]) -> None:
    answer = admin.post("/api/parties/borrowers/", PERSON)
    assert answer.status_code == 201, answer.text
    texts = [answer.text, json.dumps(emitted()[0].data), admin.get("/api/parties/borrowers/").text]
    assert not any("14310918" in text or "456" in text for text in texts)
    raw = bytes(db.scalar("SELECT sealed FROM party"))
    assert b"14310918" not in raw and len(raw) > 50


def test_wrong_numbers_are_refused_by_name(admin: Client) -> None:
    wrong = {
        "/companies/": ("companies", {**COMPANY, "abn": "53004085617"}, "/abn"),
        "no ACN": ("companies", {"entity_name": "X", "entity_type": "company"}, "/acn"),
        "no name": ("borrowers", {"email": "x@example.com"}, "/first_name"),
        "unborn": ("borrowers", {**PERSON, "date_of_birth": "2199-01-01"}, "/date_of_birth"),
        "unknown": ("borrowers", {**PERSON, "balance": "1"}, "/balance"),
        "no type": ("guarantors", {"first_name": "X"}, "/guarantor_type"),
    }
    for noun, body, pointer in wrong.values():
        answer = admin.post(f"/api/parties/{noun}/", body)
        assert answer.status_code == 422 and pointer in answer.json["errors"], (noun, answer.text)
    assert db.scalar("SELECT count(*) FROM party") == 0


def test_a_duplicate_is_a_warning_only(admin: Client) -> None:
    first = admin.post("/api/parties/companies/", COMPANY).json
    again = admin.post("/api/parties/companies/", {**COMPANY, "entity_name": "Red Gum Holdings"})
    assert again.status_code == 201
    assert [w["id"] for w in again.json["warnings"] if w["code"] == "duplicate"] == [first["id"]]


def test_a_change_keeps_the_rest(admin: Client) -> None:
    created = admin.post("/api/parties/borrowers/", PERSON).json
    path = f"/api/parties/borrowers/{created['id']}/"
    changed = admin.patch(path, {"phone": "0298761234"}, headers={"If-Match": '"1"'}).json
    assert (changed["version"], changed["email"]) == (2, PERSON["email"])
    assert changed["bank_account"]["account_number"] == "xxxx0918"
    assert admin.patch(path, {"phone": "1"}, headers={"If-Match": '"1"'}).status_code == 412
    assert admin.patch(f"/api/parties/borrowers/{uuid7()}/", {"phone": "1"}).status_code == 404


def test_a_submission_creates_its_parties_once(
    admin: Client, deliver: Any, emitted: Callable[..., list[Event]], sealing_key: str
) -> None:
    application, person = uuid7(), uuid7()
    part = {"kind": "person", "role": "borrower", "id": str(person), "first_name": "Mei", "last_name": "Brown"}
    part["sealed"] = sealed.seal(sealing_key, {"tax_id": "123456782"})
    event = parts(application, part)
    deliver(lodged(application, [person]), event)
    deliver(event)
    deliver(parts(application, part))
    body = admin.get(f"/api/parties/borrowers/{person}/").json
    assert (body["name"], body["version"], body["application_ids"]) == ("Mei Brown", 1, [str(application)])
    assert len(emitted("parties.person_created.v1")) == 1
    assert admin.as_service("applications").get(f"/internal/parties/people/{person}/").json["version"] == 1


def test_an_unreadable_party_is_refused_and_the_others_are_created(
    deliver: Any, emitted: Callable[..., list[Event]]
) -> None:
    application, good, bad = uuid7(), uuid7(), uuid7()
    member = {"kind": "person", "role": "borrower", "first_name": "A", "last_name": "B"}
    deliver(parts(application, {**member, "id": str(bad), "sealed": "bm90aGluZw=="}, {**member, "id": str(good)}))
    assert [event.data["part"] for event in emitted("parties.part_refused.v1")] == [str(bad)]
    assert [event.subject for event in emitted("parties.person_created.v1")] == [good]


def test_deleting_an_application_erases_its_own_parties_for_good(admin: Client, deliver: Any) -> None:
    application, own, shared_ = uuid7(), uuid7(), uuid7()
    member = {"kind": "person", "role": "borrower", "first_name": "A", "last_name": "B"}
    lodging = parts(application, {**member, "id": str(own)}, {**member, "id": str(shared_)})
    deliver(lodged(application, [own, shared_]), lodging, lodged(uuid7(), [shared_]))
    gone = {"id": application, "application_id": application, "version": 2, "reference_number": "APP-2026-000001"}
    deliver(Event.new("applications.application_deleted.v1", application, 2, gone))
    deliver(parts(application, {**member, "id": str(own)}))
    assert admin.get(f"/api/parties/borrowers/{own}/").status_code == 404
    assert admin.get(f"/api/parties/borrowers/{shared_}/").status_code == 200
    service = admin.as_service("applications")
    assert service.get(f"/internal/parties/people/{own}/").json["deleted"] is True
    assert service.get(f"/internal/parties/people/{uuid7()}/").status_code == 404
    assert service.get(f"/internal/parties/nothing/{uuid7()}/").status_code == 404


def test_each_role_sees_only_its_own_parties(client: Client, admin: Client, deliver: Any) -> None:
    application, person = uuid7(), uuid7()
    event = lodged(application, [person])
    member = {"kind": "person", "role": "borrower", "first_name": "A", "last_name": "B", "id": str(person)}
    deliver(event, parts(application, member))
    path = f"/api/parties/borrowers/{person}/"
    broker = client.acting("broker", broker_id=event.data["broker_id"])
    assert broker.get(path).status_code == 200
    assert client.acting("broker", broker_id=uuid7()).get(path).status_code == 404
    assert client.acting("client", party_ids=[str(person)]).get(path).status_code == 200
    assert client.acting("client", party_ids=[]).get(path).status_code == 404
    assert broker.get(f"/api/parties/borrowers/?broker_id={event.data['broker_id']}&q=a").json["total"] == 1
    assert client.acting("broker").post("/api/parties/borrowers/", PERSON).status_code == 403


def test_a_party_is_its_creators_until_an_application_names_it(client: Client, deliver: Any) -> None:
    """From then on it is seen by whoever sees the application."""
    bdm, application = client.acting("bd", bd_id=uuid7()), uuid7()
    created = bdm.post("/api/parties/borrowers/", PERSON).json["id"]
    assert bdm.get(f"/api/parties/borrowers/{created}/").status_code == 200
    deliver(event := lodged(application, [UUID(created)]))
    broker = client.acting("broker", broker_id=event.data["broker_id"])
    statuses = [user.get(f"/api/parties/borrowers/{created}/").status_code for user in (bdm, broker)]
    assert statuses == [404, 200]
    assert bdm.get("/api/parties/borrowers/").json["total"] == 0


@pytest.mark.parametrize("noun", ["borrowers", "guarantors", "companies"])
def test_an_empty_list_is_a_list(admin: Client, noun: str) -> None:
    assert admin.get(f"/api/parties/{noun}/").json == {"items": [], "next": None, "total": 0}
