"""The versions of a document: added, never changed, and downloaded so that nothing in them runs."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from lendkit.testing.client import Client
from services.documents.tests import samples
from services.documents.tests.upload_requests import send

NEWER = samples.pdf("A newer statement")


@pytest.fixture
def document(broker: Client, people: dict[str, UUID]) -> dict[str, Any]:
    document: dict[str, Any] = send(broker, application_id=people["application"]).json
    return document


def test_a_new_version_leaves_the_old_one(broker: Client, document: dict[str, Any], emitted: Any) -> None:
    path = f"/api/documents/{document['id']}/"
    answer = send(broker, NEWER, "Newer.pdf", path=f"{path}versions/", headers={"If-Match": '"1"'})
    assert answer.status_code == 201, answer.text
    assert (answer.json["number"], answer.json["version"], answer.json["name"]) == (2, 2, "Newer.pdf")
    changed = emitted("documents.document_changed.v1")[0]
    assert (changed.sequence, changed.data) == (2, answer.json)
    assert broker.get(path).json == answer.json
    listed = broker.get(f"{path}versions/").json
    names = [(version["number"], version["name"]) for version in listed["items"]]
    assert names == [(2, "Newer.pdf"), (1, "Statement.pdf")]
    assert [broker.get(version["path"]).data for version in listed["items"]] == [NEWER, samples.pdf()]
    assert broker.get(f"{path}content/").data == NEWER
    assert broker.get(f"{path}content/?version=3").status_code == 404
    assert broker.get(f"{path}content/?version=0").status_code == 422


def test_a_version_is_refused_where_the_document_has_changed(
    broker: Client, document: dict[str, Any], kept: Any
) -> None:
    path = f"/api/documents/{document['id']}/versions/"
    assert send(broker, NEWER, path=path, headers={"If-Match": '"7"'}).status_code == 412
    once = {"If-Match": '"1"', "Idempotency-Key": "version-0001"}
    first, again = send(broker, NEWER, path=path, headers=once), send(broker, NEWER, path=path, headers=once)
    assert (first.status_code, again.status_code, again.json) == (201, 201, first.json)
    assert kept() == 2


def test_who_may_add_a_version(
    broker: Client, stranger: Client, staff: Client, client: Client, people: dict[str, UUID], document: dict[str, Any]
) -> None:
    path = f"/api/documents/{document['id']}/versions/"
    borrower = client.acting("client", party_ids=[str(people["borrower"])])
    answers = {who: send(who, path=path).status_code for who in (stranger, borrower, staff, broker)}
    assert list(answers.values()) == [404, 403, 201, 201]
    staged = send(broker).json["upload_id"]
    assert send(broker, path=f"/api/documents/{staged}/versions/").status_code == 409
    assert send(broker, type="other", path=path).json["errors"].keys() == {"/type"}


def test_a_download_is_an_attachment_in_which_nothing_runs(broker: Client, document: dict[str, Any]) -> None:
    answer = broker.get(document["path"])
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == "attachment; filename=Statement.pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Length"] == str(len(samples.pdf()))


@pytest.mark.parametrize(
    ("sent", "kept_as"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\boot.pdf", "boot.pdf"),
        ("/etc/x.pdf", "x.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("-rf.pdf", "rf.pdf"),
        ("Vertrag für José 📄.pdf", "Vertrag für José 📄.pdf"),
        ("invoice\u202efdp.pdf", "invoicefdp.pdf"),
        (f"{'n' * 300}.pdf", f"{'n' * 176}.pdf"),
    ],
)
def test_a_name_is_only_ever_shown(
    broker: Client, people: dict[str, UUID], store: Any, sent: str, kept_as: str
) -> None:
    document = send(broker, name=sent, application_id=people["application"]).json
    assert document["name"] == kept_as
    header = broker.get(document["path"]).headers["Content-Disposition"]
    assert header.startswith("attachment; filename") and "\n" not in header and header.isascii()
    [file] = [path for path in (store / "files").rglob("*") if path.is_file()]
    assert str(UUID(file.name)) == file.name


def test_users_see_the_documents_of_their_applications_and_no_others(
    client: Client, staff: Client, people: dict[str, UUID], document: dict[str, Any]
) -> None:
    sees = {
        "its broker": client.acting("broker", broker_id=people["broker"]),
        "its BDM": client.acting("bd", bd_id=people["bd"]),
        "a BDM of its branch": client.acting("bd", bd_id=uuid4(), branch_id=people["branch"]),
        "its borrower": client.acting("client", party_ids=[str(people["borrower"])]),
        "credit": client.acting("credit"),
        "accounts": client.acting("accounts"),
        "admin": staff,
    }
    blind = {
        "another broker": client.acting("broker", broker_id=people["other_broker"]),
        "another BDM": client.acting("bd", bd_id=uuid4(), branch_id=uuid4()),
        "another borrower": client.acting("client", party_ids=[str(people["other_borrower"])]),
        "a client with no link": client.acting("client"),
    }
    own = f"/api/documents/{document['id']}/"
    paths = [own, f"{own}versions/", f"{own}content/", f"{own}content/?version=1"]
    for who in sees.values():
        assert [who.get(path).status_code for path in paths] == [200] * 4
        assert who.get(f"/api/documents/?application_id={people['application']}").json["total"] == 1
    for who in blind.values():
        assert [who.get(path).status_code for path in paths] == [404] * 4
        assert who.get(f"/api/documents/?application_id={people['application']}").json["items"] == []
    assert [client.get(path).status_code for path in paths] == [401] * 4


def test_the_list_filters_sorts_and_goes_on(broker: Client, people: dict[str, UUID]) -> None:
    for name, type in (("B.pdf", "invoice"), ("A.pdf", "invoice"), ("C.pdf", "other")):
        send(broker, name=name, type=type, application_id=people["application"])
    page = broker.get("/api/documents/?type=invoice&sort=name&limit=1").json
    assert ([item["name"] for item in page["items"]], page["total"]) == (["A.pdf"], 2)
    rest = broker.get(f"/api/documents/?type=invoice&sort=name&limit=1&cursor={page['next']}").json
    assert ([item["name"] for item in rest["items"]], rest["next"]) == (["B.pdf"], None)
    assert [item["name"] for item in broker.get("/api/documents/").json["items"]] == ["C.pdf", "A.pdf", "B.pdf"]
    assert broker.get("/api/documents/?sort=sha256").status_code == 422
    assert broker.get("/api/documents/?type=selfie").status_code == 422


def test_other_services_get_what_the_events_carry(
    client: Client, broker: Client, document: dict[str, Any], staff: Client
) -> None:
    path = f"/internal/documents/documents/{document['id']}/"
    published = client.as_service("applications").get(path).json
    assert (published["body"], published["version"], published["deleted"]) == (document, 1, False)
    assert staff.get(path).status_code == 403
    staged = send(broker).json["upload_id"]
    assert client.as_service("applications").get(f"/internal/documents/documents/{staged}/").status_code == 404
