"""Who sees and touches what; deleting; the list."""

from threading import Thread
from typing import Any
from uuid import UUID, uuid4

import pytest

from lendkit.runtime import db
from lendkit.testing.client import Client


@pytest.fixture
def lodged(broker: Client, people: dict[str, UUID], submission: dict[str, Any]) -> dict[str, Any]:
    answer = broker.post("/api/applications/", {**submission, "bd": str(people["bd"])})
    assert answer.status_code == 201, answer.text
    detail: dict[str, Any] = answer.json
    return detail


def test_each_role_sees_only_its_own_applications(
    client: Client, people: dict[str, UUID], lodged: dict[str, Any]
) -> None:
    path = f"/api/applications/{lodged['id']}/"
    borrower = lodged["borrowers"][0]["id"]
    sees = {
        "admin": client.acting("admin"),
        "credit": client.acting("credit"),
        "accounts": client.acting("accounts"),
        "its BDM": client.acting("bd", bd_id=people["bd"]),
        "a BDM of its branch": client.acting("bd", bd_id=uuid4(), branch_id=people["branch"]),
        "its broker": client.acting("broker", broker_id=people["broker"]),
        "its borrower": client.acting("client", party_ids=[borrower]),
    }
    blind = {
        "another BDM": client.acting("bd", bd_id=uuid4(), branch_id=uuid4()),
        "another broker": client.acting("broker", broker_id=people["other_broker"]),
        "another client": client.acting("client", party_ids=[str(uuid4())]),
        "a client with no link": client.acting("client"),
    }
    assert {name: c.get(path).status_code for name, c in sees.items()} == dict.fromkeys(sees, 200)
    assert {name: c.get(path).status_code for name, c in blind.items()} == dict.fromkeys(blind, 404)
    assert {name: c.get("/api/applications/").json["total"] for name, c in sees.items()} == dict.fromkeys(sees, 1)
    assert {name: c.get("/api/applications/").json["total"] for name, c in blind.items()} == dict.fromkeys(blind, 0)
    assert client.get(path).status_code == 401
    writes = [
        blind["another broker"].patch(path, {"purpose": "x"}),
        blind["another broker"].post(f"{path}notes/", {"content": "x"}),
    ]
    assert [answer.status_code for answer in writes] == [404, 404]


def test_a_change_needs_the_version_it_has_seen(broker: Client, lodged: dict[str, Any]) -> None:
    path = f"/api/applications/{lodged['id']}/"
    assert broker.patch(path, {"purpose": "Buy"}, headers={"If-Match": '"7"'}).status_code == 412
    changed = broker.patch(path, {"purpose": "Buy"}, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.json["purpose"], changed.json["version"]) == (200, "Buy", 2)
    assert broker.patch(path, {"stage": "settled"}).status_code == 422


def test_a_new_bdm_sees_the_application_and_is_notified(
    client: Client, people: dict[str, UUID], lodged: dict[str, Any], emitted: Any
) -> None:
    admin = client.acting("admin")
    answer = admin.patch(f"/api/applications/{lodged['id']}/", {"bd_id": None})
    assert answer.status_code == 200, answer.text
    assert emitted("applications.application_assigned.v1")[0].data["was"]["bd_id"] == str(people["bd"])
    assert client.acting("bd", bd_id=people["bd"]).get(f"/api/applications/{lodged['id']}/").status_code == 404


def test_staff_read_and_add_notes(broker: Client, client: Client, lodged: dict[str, Any]) -> None:
    path = f"/api/applications/{lodged['id']}/notes/"
    assert broker.post(path, {"content": "Called the client", "remind_date": "2099-01-05"}).status_code == 201
    assert broker.post(path, {"content": "Too late", "remind_date": "2020-01-05"}).status_code == 422
    assert [note["content"] for note in broker.get(path).json["items"]] == ["Called the client"]
    borrower = client.acting("client", party_ids=[lodged["borrowers"][0]["id"]])
    assert borrower.get(path).status_code == 403
    assert borrower.get(f"/api/applications/{lodged['id']}/").json["notes"] == []


def test_a_retried_note_is_written_once(broker: Client, lodged: dict[str, Any], emitted: Any) -> None:
    path, headers = f"/api/applications/{lodged['id']}/notes/", {"Idempotency-Key": "one-phone-call"}
    first, again = (broker.post(path, {"content": "Called the client"}, headers=headers) for _ in range(2))
    assert first.status_code == 201 and again.json == first.json and again.headers["Idempotency-Hit"] == "true"
    assert broker.post(path, {"content": "Called again"}, headers=headers).json["code"] == "idempotency_key_reused"
    assert db.scalar("SELECT count(*) FROM note") == len(emitted("applications.note_added.v1")) == 1


def test_an_admin_deletes_an_enquiry_with_everything_under_it(
    broker: Client, client: Client, lodged: dict[str, Any], emitted: Any, finance: Any
) -> None:
    path = f"/api/applications/{lodged['id']}/"
    assert broker.delete(path).status_code == 403
    assert client.acting("admin").delete(path).status_code == 204
    assert broker.get(path).status_code == 404
    left = ("application", "links", "note", "stage_move", "provisioning")
    assert {table: db.scalar(f"SELECT count(*) FROM {table}") for table in left} == dict.fromkeys(left, 0)
    assert db.scalar("SELECT count(*) FROM copies WHERE kind IN ('person', 'company', 'fee')") == 0
    assert db.scalar("SELECT reference_number FROM deleted_application") == lodged["reference_number"]
    assert emitted("applications.application_deleted.v1")[0].data["id"] == lodged["id"]


CLOSURES = "/internal/finance/closures/"


def test_an_application_with_money_posted_is_not_deleted(client: Client, lodged: dict[str, Any], finance: Any) -> None:
    finance.says(CLOSURES, 409, {"code": "money_posted", "detail": "A fee is paid. Withdraw the application."})
    admin = client.acting("admin")
    answer = admin.delete(f"/api/applications/{lodged['id']}/")
    assert (answer.status_code, answer.json["code"]) == (409, "money_posted")
    assert finance.asked == [
        (
            CLOSURES,
            {
                "application_id": lodged["id"],
                "actor": {"id": str(admin.user_id), "name": "Admin Tester", "role": "admin"},
            },
        )
    ]
    finance.is_unavailable()
    answer = admin.delete(f"/api/applications/{lodged['id']}/")
    assert answer.status_code == 503 and int(answer.headers["Retry-After"]) > 0
    assert admin.get(f"/api/applications/{lodged['id']}/").json["version"] == 1


def test_a_draft_has_no_subledger_to_close(broker: Client, submission: dict[str, Any], finance: Any) -> None:
    draft = broker.post("/api/applications/", {**submission, "stage": "draft"}).json
    finance.is_unavailable()
    assert broker.delete(f"/api/applications/{draft['id']}/").status_code == 204
    assert finance.asked == []


def test_the_stage_cannot_change_while_finance_closes_the_subledger(
    client: Client, bd: Client, lodged: dict[str, Any], finance: Any
) -> None:
    path = f"/api/applications/{lodged['id']}/"
    moved: list[int] = []
    body = {"to": "withdrawn", "reason": "client_request"}
    other = Thread(target=lambda: moved.append(bd.post(f"{path}transitions/", body).status_code))

    def answer(_body: dict[str, Any]) -> Any:
        other.start()
        other.join(0.3)
        assert not moved, "it waits"
        return 200, {}

    finance.says(CLOSURES, answer)
    assert client.acting("admin").delete(path).status_code == 204
    other.join()
    assert moved == [404]


def test_the_list_filters_sorts_and_pages(bd: Client, people: dict[str, UUID], submission: dict[str, Any]) -> None:
    for amount in (100, 300, 200):
        body = {**submission, "loan_amount": amount, "broker": str(people["broker"])}
        assert bd.post("/api/applications/", body).status_code == 201
    page = bd.get("/api/applications/?limit=2&sort=-loan_amount").json
    assert [item["loan_amount"] for item in page["items"]] == ["300.00", "200.00"]
    assert (page["total"], page["totals"]) == (3, {"count": 3, "loan_amount": "600.00"})
    rest = bd.get(f"/api/applications/?limit=2&sort=-loan_amount&cursor={page['next']}").json
    assert [item["loan_amount"] for item in rest["items"]] == ["100.00"]
    assert rest["next"] is None and rest["total"] is None
    assert bd.get("/api/applications/?q=doe&stage=inquiry,draft&amount_min=150").json["total"] == 2
    assert bd.get("/api/applications/?q=%25").json["total"] == 0
    assert bd.get("/api/applications/?sort=password").status_code == 422
    assert bd.get("/api/applications/?stage=nope").status_code == 422
    assert page["items"][0]["borrower_names"] == ["John Doe"]


def test_a_refused_part_requires_action(broker: Client, lodged: dict[str, Any], deliver: Any) -> None:
    from lendkit.contracts.envelope import Event

    id = UUID(lodged["id"])
    data = {
        "application_id": id,
        "part": lodged["borrowers"][0]["id"],
        "code": "unreadable",
        "detail": "Enter it again.",
    }
    deliver(Event.new("parties.part_refused.v1", id, 1, data))
    detail = broker.get(f"/api/applications/{id}/").json
    assert detail["provisioning"]["parties"] == "refused"
    assert detail["action_required"] == [{"part": data["part"], "code": "unreadable", "detail": "Enter it again."}]


def test_unconfirmed_parts_are_sent_again(lodged: dict[str, Any], emitted: Any, as_system: None) -> None:
    from applications.commands import provisioning

    provisioning.ask_again()
    assert len(emitted("applications.parts_lodged.v1")) == 1
    with db.current().engine.begin() as connection:
        db.run(connection, "UPDATE provisioning SET asked_at = now() - interval '31 seconds'")
    provisioning.ask_again()
    again = emitted("applications.parts_lodged.v1")
    assert len(again) == 2 and again[0].data == again[1].data
