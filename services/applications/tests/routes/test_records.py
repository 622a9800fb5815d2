"""Consents, valuations, requirements, decisions, legal advice, conditions: who records what, and what is refused."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from lendkit.contracts.envelope import Event
from lendkit.runtime import db
from lendkit.testing.client import Client
from lendkit.values import dates

TODAY, TOMORROW = str(dates.today()), str(dates.today() + timedelta(days=1))
GOOD: dict[str, dict[str, Any]] = {
    "consents": {"kind": "privacy", "given_on": TODAY, "note": "Signed at the branch"},
    "valuations": {"value": "900000.00", "valued_on": TODAY, "valuer": "Meridian Valuers"},
    "requirements": {"title": "Rates notice", "detail": "The newest", "due_date": TOMORROW},
    "decisions": {"decision": "approve", "reason": "Sound exit"},
    "legal-advice": {"given_on": TODAY, "solicitor": "Ford & Tan"},
    "conditions": {"title": "Certificate of currency for building insurance"},
}
NOUNS = sorted(GOOD)


@pytest.fixture
def path(lodged: dict[str, Any]) -> str:
    return f"/api/applications/{lodged['id']}/"


@pytest.fixture
def credit(client: Client) -> Client:
    return client.acting("credit")


@pytest.mark.parametrize("noun", NOUNS)
def test_a_record_has_its_author_and_is_published(
    credit: Client, path: str, noun: str, emitted: Callable[..., list[Event]]
) -> None:
    created = credit.post(f"{path}{noun}/", GOOD[noun])
    assert (created.status_code, created.headers["ETag"]) == (201, '"1"'), created.text
    assert GOOD[noun].items() <= created.json.items()
    assert (created.json["version"], created.json["created_by"]["role"]) == (1, "credit")
    assert credit.get(f"{path}{noun}/").json == {"items": [created.json], "next": None, "total": 1}
    page = credit.get(path).json
    section = noun.replace("-", "_")
    assert page[section] == [created.json] and page["version"] == 2
    assert page["timeline"][0]["kind"] == section.rstrip("s") and page["timeline"][0]["link_id"] == created.json["id"]
    assert section in emitted("applications.application_changed.v1")[0].data["changed"]


@pytest.mark.parametrize("noun", NOUNS)
def test_a_record_is_seen_and_added_only_by_those_who_may(
    client: Client, credit: Client, path: str, noun: str, lodged: dict[str, Any]
) -> None:
    stranger = client.acting("bd", bd_id=uuid4(), branch_id=uuid4())
    if noun != "decisions":
        assert stranger.post(f"{path}{noun}/", GOOD[noun]).status_code == 404
    assert stranger.get(f"{path}{noun}/").status_code == 404
    assert credit.post(f"/api/applications/{uuid4()}/{noun}/", GOOD[noun]).status_code == 404
    for role in ("accounts", "broker", "client"):
        assert client.acting(role).post(f"{path}{noun}/", GOOD[noun]).status_code == 403
    borrower = client.acting("client", party_ids=[lodged["borrowers"][0]["id"]])
    hidden = noun in ("decisions", "valuations")
    credit.post(f"{path}{noun}/", GOOD[noun])
    assert borrower.get(f"{path}{noun}/").status_code == (403 if hidden else 200)
    page = borrower.get(path).json
    assert len(page[noun.replace("-", "_")]) == (0 if hidden else 1)
    assert len(page["timeline"]) == (1 if hidden else 2)


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("consents", {"kind": "marketing"}, "/kind"),
    ("consents", {"given_on": TOMORROW}, "/given_on"),
    ("consents", {"given_on": None}, "/given_on"),
    ("consents", {"party_id": str(uuid4())}, "/party_id"),
    ("consents", {"note": "x" * 501}, "/note"),
    ("valuations", {"value": "0"}, "/value"),
    ("valuations", {"value": "1.005"}, "/value"),
    ("valuations", {"valued_on": TOMORROW}, "/valued_on"),
    ("valuations", {"security": 0}, "/security"),
    ("valuations", {"security": True}, "/security"),
    ("valuations", {"security": "Nowhere Street"}, "/security"),
    ("requirements", {"title": ""}, "/title"),
    ("requirements", {"due_date": "2020-01-01"}, "/due_date"),
    ("requirements", {"resolved": True}, "/resolved"),
    ("decisions", {"decision": "maybe"}, "/decision"),
    ("legal-advice", {"party_id": str(uuid4())}, "/party_id"),
    ("conditions", {"title": "x" * 201}, "/title"),
    ("conditions", {"met": True}, "/met"),
    ("conditions", {"title": "a\u202eb"}, "/title"),
]


@pytest.mark.parametrize(("noun", "change", "pointer"), WRONG)
def test_an_invalid_record_names_the_field(
    credit: Client, path: str, noun: str, change: dict[str, Any], pointer: str
) -> None:
    answer = credit.post(f"{path}{noun}/", {**GOOD[noun], **change})
    assert answer.status_code == 422, answer.text
    assert pointer in answer.json["errors"]
    assert db.scalar("SELECT count(*) FROM record") == 0


@pytest.mark.parametrize(
    ("stage", "code"), [("settled", "too_late"), ("withdrawn", "too_late"), ("draft", "not_lodged")]
)
def test_only_an_application_in_progress_takes_records(
    credit: Client, path: str, lodged: dict[str, Any], set_stage: Any, stage: str, code: str
) -> None:
    set_stage(lodged, stage)
    for noun in NOUNS:
        answer = credit.post(f"{path}{noun}/", GOOD[noun])
        assert (answer.status_code, answer.json["code"]) == (409, code)


def test_an_application_has_at_most_200_records_of_a_kind(
    credit: Client, path: str, lodged: dict[str, Any], database: db.Database
) -> None:
    with database.engine.begin() as connection:
        db.run(
            connection,
            "INSERT INTO record (id, application_id, noun, body, created_by)"
            " SELECT gen_random_uuid(), :id, 'conditions', '{}', '{}' FROM generate_series(1, 200)",
            {"id": lodged["id"]},
        )
    assert credit.post(f"{path}conditions/", GOOD["conditions"]).json["code"] == "too_many"
    assert credit.post(f"{path}requirements/", GOOD["requirements"]).status_code == 201


def test_the_same_key_records_once(credit: Client, path: str) -> None:
    headers = {"Idempotency-Key": "one-condition"}
    first = credit.post(f"{path}conditions/", GOOD["conditions"], headers=headers)
    again = credit.post(f"{path}conditions/", GOOD["conditions"], headers=headers)
    assert first.json == again.json and again.headers["Idempotency-Hit"] == "true"
    assert db.scalar("SELECT count(*) FROM record") == 1


def test_a_condition_is_satisfied_with_evidence(
    bd: Client, path: str, emitted: Callable[..., list[Event]], client: Client
) -> None:
    created = bd.post(f"{path}conditions/", GOOD["conditions"]).json
    one = f"{path}conditions/{created['id']}/"
    assert bd.patch(one, {"met": True}, headers={"If-Match": '"7"'}).status_code == 412
    assert bd.patch(one, {"met": "yes"}).status_code == 422
    assert client.acting("broker").patch(one, {"met": True}).status_code == 403
    assert bd.patch(f"{path}conditions/{uuid4()}/", {"met": True}).status_code == 404
    assert bd.patch(f"{path}requirements/{created['id']}/", {"resolved": True}).status_code == 404
    met = bd.patch(one, {"met": True, "evidence": "Policy 4711"}, headers={"If-Match": '"1"'})
    assert (met.status_code, met.headers["ETag"]) == (200, '"2"'), met.text
    assert (met.json["met"], met.json["evidence"], met.json["met_by"]["role"]) == (True, "Policy 4711", "bd")
    published = emitted("applications.condition_changed.v1")
    assert [(event.sequence, event.data["met"]) for event in published] == [(1, False), (2, True)]
    assert bd.get(path).json["timeline"][0]["kind"] == "condition_met"
    again = bd.patch(one, {"met": False})
    assert (again.json["met"], again.json["met_by"], again.json["evidence"]) == (False, None, "Policy 4711")


def test_a_requirement_is_resolved(bd: Client, path: str) -> None:
    created = bd.post(f"{path}requirements/", GOOD["requirements"]).json
    assert created["resolved"] is False
    done = bd.patch(f"{path}requirements/{created['id']}/", {"resolved": True, "resolution": "Sent by mail"})
    assert (done.json["resolved"], done.json["resolution"]) == (True, "Sent by mail")
    lines = bd.get(path).json["timeline"]
    assert [line["kind"] for line in lines[:2]] == ["requirement_resolved", "requirement"]
    assert len({line["id"] for line in lines}) == len(lines), "each line has an id of its own"


def test_nobody_decides_their_own_application(
    client: Client, people: dict[str, UUID], submission: dict[str, Any], path: str, bd: Client
) -> None:
    admin = client.acting("admin")
    own = admin.post("/api/applications/", {**submission, "source": "direct", "bd": str(people["bd"])}).json
    answer = admin.post(f"/api/applications/{own['id']}/decisions/", {"decision": "approve"})
    assert (answer.status_code, answer.json["code"]) == (403, "own_application")
    assert client.acting("admin").post(f"{path}decisions/", {"decision": "approve"}).status_code == 201
    assert bd.post(f"{path}decisions/", {"decision": "approve"}).status_code == 403


def test_a_decision_keeps_the_terms_it_was_made_on(credit: Client, path: str) -> None:
    created = credit.post(f"{path}decisions/", {"decision": "approve"}).json
    assert created["terms"] == {"loan_amount": "500000.00", "loan_term": 30, "interest_rate": "5.5"}


def test_a_valuation_changes_the_lvr(bd: Client, path: str, emitted: Callable[..., list[Event]]) -> None:
    security = {"address": {"street": "1 Chapel Street", "city": "Prahran"}, "estimated_value": "500000.00"}
    assert bd.patch(path, {"securities": [security]}).json["lvr"] == "100.0"
    created = bd.post(f"{path}valuations/", {**GOOD["valuations"], "security": "1 chapel street"})
    assert created.json["security"] == {"position": 0, "address": "1 Chapel Street, Prahran"}, created.text
    assert bd.get(path).json["lvr"] == "55.6"
    assert emitted("applications.application_changed.v1")[-1].data["changed"] == ["valuations", "lvr"]
    assert bd.patch(path, {"loan_amount": "450000.00"}).json["lvr"] == "50.0", "an edit keeps the valuation"


def test_legal_advice_names_a_guarantor(client: Client, people: dict[str, UUID], submission: dict[str, Any]) -> None:
    party = {"guarantor_type": "individual", "first_name": "Aisha", "last_name": "Silva"}
    admin = client.acting("admin")
    body = {**submission, "broker": str(people["broker"]), "guarantors": [party]}
    detail = admin.post("/api/applications/", body).json
    path = f"/api/applications/{detail['id']}/"
    guarantor, borrower = detail["guarantors"][0]["id"], detail["borrowers"][0]["id"]
    assert admin.post(f"{path}legal-advice/", {"given_on": TODAY, "party_id": guarantor}).status_code == 201
    assert admin.post(f"{path}legal-advice/", {"given_on": TODAY, "party_id": borrower}).status_code == 422
    for party_id in (guarantor, borrower):
        consent = {"kind": "privacy", "given_on": TODAY, "party_id": party_id}
        assert admin.post(f"{path}consents/", consent).status_code == 201
