"""From lodgement to the other services and other people's screens, with each of the sample applications."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("*.json"))
SignIn = Callable[[str], Any]
Eventually = Callable[[Callable[[], Any]], Any]


def lodge(sign_in: SignIn, sample: Path = SAMPLES[0]) -> dict[str, Any]:
    broker, bd = sign_in("broker"), sign_in("bd")
    body = {**json.loads(sample.read_text(encoding="utf-8")), "bd_id": bd.me["links"]["bd_id"]}
    answer = broker.post("/api/applications/", body)
    assert answer.status_code == 201, answer.text
    lodged: dict[str, Any] = answer.json()
    return lodged


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_deal_lodges_and_all_services_agree(sign_in: SignIn, eventually: Eventually, sample: Path) -> None:
    lodged = lodge(sign_in, sample)
    admin = sign_in("admin")
    path = f"/api/applications/{lodged['id']}/"
    page = eventually(lambda: (p := admin.get(path).json())["provisioning"]["parties"] == "done" and p)
    for borrower in page["borrowers"]:
        kept = admin.get(f"/api/parties/borrowers/{borrower['id']}/").json()
        assert kept["name"] == borrower["name"]
        assert kept["version"] == borrower["version"] == 1
        assert lodged["id"] in kept["application_ids"]
    for company in page["companies"]:
        assert admin.get(f"/api/parties/companies/{company['id']}/").json()["entity_name"] == company["entity_name"]


def test_a_stage_change_is_visible_to_everyone_on_the_application(sign_in: SignIn, eventually: Eventually) -> None:
    lodged = lodge(sign_in)
    bd, broker = sign_in("bd"), sign_in("broker")
    path = f"/api/applications/{lodged['id']}/"
    eventually(lambda: bd.get(path).json()["provisioning"]["parties"] == "done")
    assert bd.post(f"{path}transitions/", {"to": "sent_to_lender"}).status_code == 200
    assert broker.get(path).json()["stage"] == "sent_to_lender"
    back = bd.post(f"{path}transitions/undo/")
    assert back.json()["stage"] == "inquiry"


def test_deleting_an_application_deletes_its_parties(sign_in: SignIn, eventually: Eventually) -> None:
    lodged = lodge(sign_in)
    admin = sign_in("admin")
    borrower = f"/api/parties/borrowers/{lodged['borrowers'][0]['id']}/"
    eventually(lambda: admin.get(borrower).status_code == 200)
    eventually(lambda: lodged["id"] in admin.get(borrower).json()["application_ids"])
    assert admin.delete(f"/api/applications/{lodged['id']}/").status_code == 204
    assert admin.get(f"/api/applications/{lodged['id']}/").status_code == 404
    eventually(lambda: admin.get(borrower).status_code == 404)


def test_a_broker_created_a_moment_ago_can_be_named(sign_in: SignIn) -> None:
    admin, bd = sign_in("admin"), sign_in("bd")
    created = admin.post("/api/parties/brokers/", {"name": "Tom Walsh", "company": "Walsh Finance"})
    assert created.status_code == 201, created.text
    body = json.loads(SAMPLES[0].read_text(encoding="utf-8"))
    answer = bd.post("/api/applications/", {**body, "broker": created.json()["id"]})
    assert answer.status_code == 201, answer.text
    assert answer.json()["broker"]["name"] == "Tom Walsh"


def test_another_broker_sees_nothing(stack: dict[str, Any], sign_in: SignIn) -> None:
    lodged = lodge(sign_in)
    second = [user for user in stack["users"] if user["role"] == "broker"][1]
    stranger = type(sign_in("broker"))(stack["base_url"], second["email"], second["password"])
    assert stranger.get(f"/api/applications/{lodged['id']}/").status_code == 404


def test_internal_paths_are_closed_from_outside(sign_in: SignIn) -> None:
    answer = sign_in("admin").get("/internal/parties/brokers/0198a000-0003-7000-8000-000000000001/")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
