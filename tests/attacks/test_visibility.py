"""Whose record is it? Every path with an id, every list and every body that names one, asked by those it is none of."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import requests

from lendkit.values.identifiers import uuid7
from tests.attacks.operations import SERVICES, Operation, document, operations
from tests.attacks.victim import BODIES, FOR_ALL, FOR_STAFF, Victim, ask

STRANGERS = ("broker", "bd", "client")
ABOUT_ONE = [operation for operation in operations() if operation.parameters and operation.id not in FOR_ALL]
ABOUT_ALL = [operation for operation in operations() if operation.method == "GET" and not operation.parameters]
NAMES_ONE = [
    operation
    for operation in operations()
    if operation.body and "application_id" in operation.body.get("properties", {})
]
NAMES_ONE += [operation for operation in operations() if operation.id == "uploadDocument"]


def fits(role: str, operation: Operation) -> bool:
    return not (role == "bd" and operation.id in FOR_STAFF)


@pytest.fixture(scope="module")
def before(victim: Victim) -> dict[str, Any]:
    return victim.state()


def test_these_are_all_the_routes_there_are(stack: dict[str, Any], sign_in: Callable[[str], Any]) -> None:
    for service in SERVICES:
        running = sign_in("admin").get(f"/api/{service}/openapi.json").json()["paths"]
        assert {path: set(item) for path, item in running.items()} == {
            path: set(item) for path, item in document(service)["paths"].items()
        }


@pytest.mark.parametrize("operation", ABOUT_ONE, ids=str)
def test_it_is_there_and_so_is_who_may(victim: Victim, operation: Operation) -> None:
    """What the attacks below are refused is neither a wrong id nor a wrong body."""
    nobodys = dict.fromkeys(operation.parameters, str(uuid7()))
    assert ask(victim.admin, operation, nobodys).status_code == 404
    if operation.method == "GET":
        reader = victim.bd if operation.service == "notifications" else victim.admin
        assert ask(reader, operation, victim.of(operation)).status_code == 200


@pytest.mark.parametrize("role", STRANGERS)
@pytest.mark.parametrize("operation", ABOUT_ONE, ids=str)
def test_what_is_anothers_is_as_if_it_were_not(
    victim: Victim,
    before: Any,
    stranger: Callable[[str], Any],
    facts: Callable[..., Any],
    operation: Operation,
    role: str,
) -> None:
    """Refused, and in the same words as for an id that nobody has."""
    if not fits(role, operation):
        return
    nobodys = dict.fromkeys(operation.parameters, str(uuid7()))
    answer = ask(stranger(role), operation, victim.of(operation))
    assert answer.status_code in (403, 404), answer.text
    assert facts(answer) == facts(ask(stranger(role), operation, nobodys))


@pytest.mark.parametrize("role", STRANGERS)
@pytest.mark.parametrize("operation", ABOUT_ALL, ids=str)
def test_no_list_and_no_report_shows_it(
    victim: Victim, stranger: Callable[[str], Any], operation: Operation, role: str
) -> None:
    who, path, cursor = stranger(role), operation.path, ""
    filters = [name for name in operation.query if name.endswith("application_id")]
    for query in ("", *(f"{name}={victim.id}" for name in filters)):
        while cursor is not None:
            asked = f"{query}&limit=200&cursor={cursor}" if cursor else f"{query}&limit=200"
            answer = who.get(f"{path}?{asked}" if operation.is_list else path)
            assert answer.status_code in (200, 403, 404, 422), answer.text
            assert not [id for id in victim.secrets if id in answer.text]
            cursor = answer.json().get("next") if operation.is_list else None
        cursor = ""


@pytest.mark.parametrize("role", STRANGERS)
@pytest.mark.parametrize("operation", NAMES_ONE, ids=str)
def test_naming_it_in_a_body_is_naming_nothing(
    victim: Victim, stranger: Callable[[str], Any], facts: Callable[..., Any], operation: Operation, role: str
) -> None:
    answer = ask(stranger(role), operation, {}, application_id=victim.id)
    nobodys = ask(stranger(role), operation, {}, application_id=str(uuid7()))
    assert answer.status_code in (403, 404), answer.text
    assert facts(answer) == facts(nobodys)


@pytest.fixture(scope="module")
def own(victim: Victim, stranger: Callable[[str], Any]) -> dict[str, Any]:
    """An application of the strangers' own, to put the victim's things into."""
    body = {**victim.body, "bd_id": stranger("bd").me["links"]["bd_id"]}
    answer = stranger("broker").post("/api/applications/", body)
    assert answer.status_code == 201, answer.text
    lodged: dict[str, Any] = answer.json()
    return lodged


@pytest.mark.parametrize("noun", ["conditions", "requirements"])
def test_anothers_record_is_not_found_under_ones_own_application(
    victim: Victim, stranger: Callable[[str], Any], own: dict[str, Any], noun: str
) -> None:
    record = getattr(victim, noun.removesuffix("s"))
    body = BODIES["changeCondition" if noun == "conditions" else "changeRequirement"]
    assert stranger("bd").patch(f"/api/applications/{own['id']}/{noun}/{record}/", body).status_code == 404


@pytest.mark.parametrize("section", ["borrowers", "companies", "guarantors"])
def test_nobody_lodges_with_anothers_party(victim: Victim, stranger: Callable[[str], Any], section: str) -> None:
    party = {"id": victim.ids[f"/api/parties/{section}/{{id}}/"]["id"]}
    kind = {"guarantor_type": "individual"} if section == "guarantors" else {}
    body = {**victim.body, "bd_id": None, section: [{**party, **kind}]}
    answer = stranger("broker").post("/api/applications/", body)
    assert answer.status_code == 422, answer.text
    assert f"/{section}/0/id" in answer.json()["errors"]


def test_nobody_consents_and_nobody_is_advised_for_anothers_party(
    victim: Victim, stranger: Callable[[str], Any], own: dict[str, Any]
) -> None:
    borrower = victim.ids["/api/parties/borrowers/{id}/"]["id"]
    guarantor = victim.ids["/api/parties/guarantors/{id}/"]["id"]
    for noun, operation, party in (
        ("consents", "addConsent", borrower),
        ("legal-advice", "addLegalAdvice", guarantor),
    ):
        body = {**BODIES[operation], "party_id": party}
        answer = stranger("bd").post(f"/api/applications/{own['id']}/{noun}/", body)
        assert (answer.status_code, list(answer.json()["errors"])) == (422, ["/party_id"])


@pytest.mark.parametrize("link", ["fee_id", "repayment_id", "note_id", "party_id"])
def test_no_document_is_filed_under_anothers_things(
    victim: Victim, stranger: Callable[[str], Any], own: dict[str, Any], link: str
) -> None:
    foreign = {
        "fee_id": victim.ids["/api/finance/fees/{id}/"]["id"],
        "repayment_id": victim.ids["/api/finance/repayments/{id}/"]["id"],
        "note_id": victim.note,
        "party_id": victim.ids["/api/parties/borrowers/{id}/"]["id"],
    }
    operation = next(operation for operation in operations() if operation.id == "uploadDocument")
    answer = ask(stranger("broker"), operation, {}, application_id=own["id"], **{link: foreign[link]})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [f"/{link}"])


def test_anothers_upload_is_not_claimed_by_naming_it(
    victim: Victim, stranger: Callable[[str], Any], eventually: Callable[..., Any]
) -> None:
    """Whose it is only documents knows: the submit stands, and says that this part of it was refused."""
    upload = {"upload_id": victim.staged, "type": "identification"}
    body = {**victim.body, "bd_id": None, "documents": [upload]}
    lodged = stranger("broker").post("/api/applications/", body)
    assert lodged.status_code == 201, lodged.text
    path = f"/api/applications/{lodged.json()['id']}/"
    read = stranger("broker").get
    page = eventually(lambda: (p := read(path).json())["provisioning"]["documents"] == "refused" and p)
    assert [item["code"] for item in page["action_required"]] == ["no_such_upload"]
    assert page["documents"] == []
    assert stranger("broker").get(f"/api/documents/{victim.staged}/content/").status_code == 404
    assert victim.broker.get(f"/api/documents/{victim.staged}/content/").status_code == 200


def test_whoever_is_taken_off_an_application_sees_nothing_of_it_any_more(
    victim: Victim, stranger: Callable[[str], Any], eventually: Callable[..., Any]
) -> None:
    """In no service, and its new broker does in all of them."""
    was, now = victim.broker, stranger("broker")
    body = {**victim.body, "bd_id": None, "fees": [{"type": "legal", "amount": "220.00"}]}
    lodged = was.post("/api/applications/", body)
    assert lodged.status_code == 201, lodged.text
    id = lodged.json()["id"]
    upload = next(operation for operation in operations() if operation.id == "uploadDocument")
    document = eventually(lambda: (a := ask(was, upload, {}, application_id=id)).status_code == 201 and a.json()["id"])
    paths = [
        f"/api/applications/{id}/",
        f"/api/documents/{document}/content/",
        f"/api/finance/fees/{lodged.json()['fees'][0]['id']}/",
        *(f"/api/parties/{section}/{lodged.json()[section][0]['id']}/" for section in ("borrowers", "companies")),
    ]

    def seen_by(user: Any) -> set[int]:
        return {user.get(path).status_code for path in paths}

    eventually(lambda: seen_by(was) == {200})
    assert seen_by(now) == {404}
    moved = victim.admin.patch(paths[0], {"broker_id": now.me["links"]["broker_id"]})
    assert moved.status_code == 200, moved.text
    eventually(lambda: seen_by(was) == {404} and seen_by(now) == {200})


def test_nobody_reads_the_inside_from_outside(sign_in: Callable[[str], Any], victim: Victim) -> None:
    for operation in operations(internal=True):
        path = re.sub(r"\{id\}", victim.id, re.sub(r"\{noun\}", "loans", operation.path))
        answer = sign_in("admin").session.request(operation.method, sign_in("admin").base_url + path, timeout=10)
        assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json"), path


@pytest.mark.parametrize("operation", operations(), ids=str)
def test_without_a_token_there_is_nothing(stack: dict[str, Any], victim: Victim, operation: Operation) -> None:
    if operation.service == "auth" and operation.id in ("login", "refresh", "logout", "token", "jwks"):
        return
    if "unsubscribe" in operation.path:
        return
    ids = victim.of(operation) if operation.parameters and operation.id not in FOR_ALL else {}
    ids = ids or dict.fromkeys(operation.parameters, str(uuid7()))
    answer = requests.request(operation.method, stack["base_url"] + operation.at(ids), timeout=10)
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


def test_the_deal_is_as_it_was(victim: Victim, before: dict[str, Any]) -> None:
    """After all that was tried above."""
    assert victim.state() == before
