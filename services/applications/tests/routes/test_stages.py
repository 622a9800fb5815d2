"""Moves between stages: guards, who may, undo."""

from typing import Any
from uuid import UUID

import pytest

from lendkit.contracts.envelope import Event
from lendkit.testing.client import Client


@pytest.fixture
def ready(lodged: dict[str, Any], deliver: Any) -> dict[str, Any]:
    """Its borrower stands in parties now."""
    deliver(*person_created(lodged))
    return lodged


def person_created(application: dict[str, Any]) -> list[Event]:
    return [
        Event.new("parties.person_created.v1", UUID(b["id"]), 1, {**b, "version": 1}) for b in application["borrowers"]
    ]


def move(client: Client, application: dict[str, Any], to: str, **body: Any) -> Any:
    return client.post(f"/api/applications/{application['id']}/transitions/", {"to": to, **body})


def test_the_stage_waits_for_the_parties(bd: Client, lodged: dict[str, Any], deliver: Any) -> None:
    refused = move(bd, lodged, "sent_to_lender")
    assert refused.status_code == 409
    assert [item["code"] for item in refused.json["missing"]] == ["parties_pending"]
    deliver(*person_created(lodged))
    assert bd.get(f"/api/applications/{lodged['id']}/").json["provisioning"]["parties"] == "done"
    assert move(bd, lodged, "sent_to_lender").status_code == 200


def test_a_change_and_its_undo_both_stay_in_the_history(bd: Client, ready: dict[str, Any]) -> None:
    assert move(bd, ready, "funding_table_issued", note="By phone").status_code == 200
    undone = bd.post(f"/api/applications/{ready['id']}/transitions/undo/")
    assert undone.json["stage"] == "inquiry"
    history = bd.get(f"/api/applications/{ready['id']}/").json["history"]
    assert [(row["from"], row["to"]) for row in history][:2] == [
        ("funding_table_issued", "inquiry"),
        ("inquiry", "funding_table_issued"),
    ]
    assert history[0]["undoes"] == history[1]["id"]
    assert bd.post(f"/api/applications/{ready['id']}/transitions/undo/").status_code == 409


def test_only_who_made_a_change_undoes_it(bd: Client, client: Client, ready: dict[str, Any]) -> None:
    move(bd, ready, "sent_to_lender")
    assert client.acting("admin").post(f"/api/applications/{ready['id']}/transitions/undo/").status_code == 409


def test_a_stage_that_cannot_follow(bd: Client, ready: dict[str, Any]) -> None:
    answer = move(bd, ready, "settled")
    assert (answer.status_code, answer.json["code"]) == (409, "cannot_follow")
    assert move(bd, ready, "no_such_stage").status_code == 422
    assert bd.get(f"/api/applications/{ready['id']}/").json["version"] == 2


def test_allowed_actions_say_what_is_missing(bd: Client, ready: dict[str, Any]) -> None:
    move(bd, ready, "funding_table_issued")
    actions = {a["to"]: a for a in bd.get(f"/api/applications/{ready['id']}/").json["allowed_actions"]}
    assert not actions["indicative_letter_issued"]["allowed"]
    assert actions["indicative_letter_issued"]["missing"][0]["code"] == "funding_calculation"
    assert actions["inquiry"]["allowed"]


def test_a_broker_can_only_withdraw_and_needs_a_reason(broker: Client, ready: dict[str, Any]) -> None:
    assert move(broker, ready, "sent_to_lender").status_code == 403
    assert move(broker, ready, "withdrawn").status_code == 422
    assert move(broker, ready, "withdrawn", reason="client_request").status_code == 200


def test_nobody_declines_their_own_application(
    client: Client, people: dict[str, UUID], submission: dict[str, Any]
) -> None:
    admin = client.acting("admin")
    own = admin.post("/api/applications/", {**submission, "source": "direct", "bd": str(people["bd"])}).json
    assert move(admin, own, "declined", reason="credit_policy").status_code == 403
    assert move(client.acting("credit"), own, "declined", reason="credit_policy").status_code == 200
    assert move(admin, own, "inquiry", reason="A new offer").status_code == 200


def test_the_list_of_stages_has_what_the_screens_need(broker: Client) -> None:
    answer = broker.get("/api/applications/stages/")
    assert answer.status_code == 200
    stages = answer.json["items"]
    assert [stage["position"] for stage in stages] == list(range(len(stages)))
    assert all(set(stage) == {"code", "label", "tone", "position", "terminal"} for stage in stages)
    assert next(stage for stage in stages if stage["code"] == "inquiry")["label"] == "Enquiry"
