"""Uploads: to an application or staged, once, and only where the user has access."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from lendkit.messaging import copies
from lendkit.runtime import db
from lendkit.testing.client import Client
from lendkit.values import dates
from lendkit.values.errors import NotFound, Unavailable
from services.documents.tests import samples
from services.documents.tests.upload_requests import send

PDF = samples.pdf()


def test_an_upload_is_filed_on_its_application(
    broker: Client, people: dict[str, UUID], emitted: Any, kept: Callable[[], int]
) -> None:
    answer = send(broker, application_id=people["application"])
    assert answer.status_code == 201, answer.text
    document = answer.json
    assert document["application_id"] == str(people["application"])
    assert (document["name"], document["content_type"]) == ("Statement.pdf", "application/pdf")
    assert document["size"] == len(PDF)
    assert (document["version"], document["number"], answer.headers["ETag"]) == (1, 1, '"1"')
    assert "upload_id" not in document
    [event] = emitted()
    assert (event.type, event.sequence, event.data) == ("documents.document_stored.v1", 1, document)
    assert broker.get(f"/api/documents/{document['id']}/").json == document
    assert broker.get(document["path"]).data == PDF
    assert kept() == 1


@pytest.mark.parametrize(
    ("name", "content", "type"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("A.PDF", PDF, "application/pdf"),
        ("a.png", samples.picture("PNG"), "image/png"),
        ("a.jpg", samples.picture("JPEG"), "image/jpeg"),
        ("a.jpeg", samples.picture("JPEG"), "image/jpeg"),
        ("a.gif", samples.picture("GIF"), "image/gif"),
        ("a.webp", samples.picture("WEBP"), "image/webp"),
        ("a.tiff", samples.picture("TIFF"), "image/tiff"),
        (
            "a.docx",
            samples.docx(),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ("a.doc", samples.doc(), "application/msword"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value[:6] else "",
)
def test_every_accepted_type_is_kept(
    broker: Client, people: dict[str, UUID], name: str, content: bytes, type: str
) -> None:
    answer = send(broker, content, name, application_id=people["application"])
    assert answer.status_code == 201, answer.text
    assert answer.json["content_type"] == type
    assert broker.get(answer.json["path"]).data == content


def test_without_an_application_it_is_staged_for_a_day(broker: Client, emitted: Any) -> None:
    answer = send(broker, type="valuation_report")
    assert answer.status_code == 201
    staged = answer.json
    assert staged["upload_id"] == staged["id"] and staged["application_id"] is None
    left = datetime.fromisoformat(staged["expires_at"]) - dates.now()
    assert timedelta(hours=23, minutes=59) < left <= timedelta(hours=24)
    assert emitted() == []


def test_only_its_uploader_sees_a_staged_upload(broker: Client, stranger: Client, staff: Client) -> None:
    staged = send(broker).json
    path = f"/api/documents/{staged['upload_id']}/"
    for other in (stranger, staff):
        answers = [other.get(path), other.get(f"{path}versions/"), other.get(f"{path}content/"), other.delete(path)]
        assert [answer.status_code for answer in answers] == [404] * 4
    assert broker.get(path).json == staged
    assert broker.get(f"{path}content/").status_code == 200
    assert broker.get("/api/documents/").json["items"] == []


def test_a_staged_upload_can_be_deleted(broker: Client, people: dict[str, UUID], kept: Callable[[], int]) -> None:
    staged = send(broker).json
    assert broker.delete(f"/api/documents/{staged['id']}/").status_code == 204
    assert (broker.get(f"/api/documents/{staged['id']}/").status_code, kept()) == (404, 0)
    on_file = send(broker, application_id=people["application"]).json
    refused = broker.delete(f"/api/documents/{on_file['id']}/")
    assert (refused.status_code, refused.json["code"], kept()) == (409, "on_file", 1)


def test_a_signed_form_says_who_signed_it(broker: Client, people: dict[str, UUID], emitted: Any) -> None:
    where = {"application_id": people["application"], "type": "signed_form"}
    answer = send(broker, signed_by="John Doe", signature_date="2026-03-02", **where)
    assert answer.status_code == 201, answer.text
    assert (answer.json["signed_by"], answer.json["signature_date"]) == ("John Doe", "2026-03-02")
    assert emitted()[0].data["signed_by"] == "John Doe"
    future = send(broker, signed_by="John Doe", signature_date="2199-01-01", **where)
    assert list(future.json["errors"]) == ["/signature_date"]
    other = send(broker, signed_by="John Doe", application_id=people["application"])
    assert (other.status_code, list(other.json["errors"])) == (422, ["/signed_by"])


def test_a_retry_gets_the_first_answer(
    broker: Client, people: dict[str, UUID], emitted: Any, kept: Callable[[], int]
) -> None:
    headers = {"Idempotency-Key": "upload-0001"}
    first = send(broker, application_id=people["application"], headers=headers)
    again = send(broker, application_id=people["application"], headers=headers)
    assert (again.status_code, again.json) == (201, first.json)
    assert again.headers["Idempotency-Hit"] == "true"
    other = send(broker, samples.pdf("Another"), application_id=people["application"], headers=headers)
    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_reused")
    assert (kept(), len(emitted())) == (1, 1)


def test_nobody_uploads_to_anothers_application(
    broker: Client, stranger: Client, client: Client, people: dict[str, UUID], kept: Callable[[], int]
) -> None:
    assert send(stranger, application_id=people["application"]).status_code == 404
    assert send(client, application_id=people["application"]).status_code == 401
    borrower = client.acting("client", party_ids=[str(people["borrower"])])
    assert send(borrower, application_id=people["application"]).status_code == 201
    assert send(borrower, application_id=people["other_application"]).status_code == 404
    assert kept() == 1


def test_an_application_that_is_not_known_yet_is_asked_for(
    staff: Client, broker: Client, people: dict[str, UUID], details: dict[str, Any]
) -> None:
    """Its events may be a moment behind its page."""
    new, draft = uuid4(), uuid4()
    parties: dict[str, Any] = {"borrowers": [{"id": str(uuid4())}], "guarantors": [], "companies": []}
    details[str(new)] = {"stage": "inquiry", "broker_id": str(people["broker"]), **parties}
    details[str(draft)] = {"stage": "draft", "broker_id": str(people["broker"]), **parties}
    assert send(broker, application_id=new).status_code == 201
    assert db.scalar("SELECT party_ids[1]::text FROM scope WHERE application_id = :id", {"id": new})
    assert send(broker, application_id=draft).status_code == 404
    assert send(staff, application_id=uuid4()).status_code == 404


def test_a_note_is_one_of_the_application(broker: Client, people: dict[str, UUID], details: dict[str, Any]) -> None:
    note = uuid4()
    details[str(people["application"])] = {"notes": [{"id": str(note), "content": "Bank statements attached"}]}
    assert send(broker, application_id=people["application"], note_id=note).json["note_id"] == str(note)
    assert send(broker, application_id=people["application"], note_id=uuid4()).status_code == 422


def test_links_are_only_to_parts_of_the_application(
    broker: Client, people: dict[str, UUID], fee: UUID, others_fee: UUID, instalment: UUID, kept: Callable[[], int]
) -> None:
    copies.fetch_with(_nothing_there)
    where = {"application_id": people["application"], "type": "invoice"}
    for link in ({"fee_id": fee}, {"repayment_id": instalment}, {"party_id": people["borrower"]}):
        assert send(broker, **where, **link).status_code == 201
    swaps = {"fee_id": [others_fee, instalment, uuid4()], "repayment_id": [fee], "party_id": [people["other_borrower"]]}
    for name, ids in swaps.items():
        for id in ids:
            answer = send(broker, **where, **{name: id})
            assert (answer.status_code, list(answer.json["errors"])) == (422, [f"/{name}"])
    alone = send(broker, fee_id=fee)
    assert (alone.status_code, list(alone.json["errors"])) == (422, ["/fee_id"])
    assert kept() == 3
    listed = broker.get(f"/api/documents/?application_id={people['application']}&fee_id={fee}").json
    assert (listed["total"], listed["items"][0]["fee_id"]) == (1, str(fee))


def _nothing_there(owner: str, path: str) -> dict[str, Any]:
    raise NotFound()


def test_a_link_whose_owner_is_down_is_503(broker: Client, people: dict[str, UUID]) -> None:
    def away(owner: str, path: str) -> dict[str, Any]:
        raise Unavailable(f"{owner} is away.")

    copies.fetch_with(away)
    answer = send(broker, application_id=people["application"], fee_id=uuid4())
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


@pytest.mark.parametrize(
    ("data", "pointer"),
    [
        ({"type": "selfie"}, "/type"),
        ({"type": ""}, "/type"),
        ({"application_id": "x"}, "/application_id"),
        ({"stage": "settled"}, "/stage"),
        ({"type": ["invoice", "other"]}, "/type"),
        ({"file": None}, "/file"),
        ({"file": (io.BytesIO(b""), "")}, "/file"),
        ({"other": (io.BytesIO(PDF), "a.pdf")}, "/file"),
        ({"file": [(io.BytesIO(PDF), "a.pdf"), (io.BytesIO(PDF), "b.pdf")]}, "/file"),
    ],
)
def test_an_invalid_form_names_the_field(
    broker: Client, settings: Any, data: dict[str, Any], pointer: str, kept: Callable[[], int]
) -> None:
    form = {"type": "other", "file": (io.BytesIO(PDF), "a.pdf"), **data}
    form = {key: value for key, value in form.items() if value is not None}
    answer = broker.post("/api/documents/", data=form, content_type="multipart/form-data")
    assert (answer.status_code, list(answer.json["errors"]), kept()) == (422, [pointer], 0)


def test_a_body_that_is_not_multipart_is_refused(broker: Client) -> None:
    assert broker.post("/api/documents/", {"type": "other"}).status_code == 415
    cut = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\nhalf of'
    answer = broker.post("/api/documents/", data=cut, content_type="multipart/form-data; boundary=x")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")


def test_25_megabytes_is_the_most(broker: Client, kept: Callable[[], int]) -> None:
    for megabytes in (25, 27):
        answer = send(broker, b"%PDF-1.7\n" + b" " * megabytes * 1024 * 1024)
        assert (answer.status_code, answer.json["code"], kept()) == (413, "too_large", 0)
        assert answer.json["detail"] == "Files can be up to 25 MB."
