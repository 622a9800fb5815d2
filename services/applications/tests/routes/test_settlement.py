"""Settle and discharge are finance's decisions: agreed, refused, unavailable, lost, or died in between."""

import os
import signal
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from lendkit.contracts import sample
from lendkit.contracts.envelope import Event
from lendkit.runtime import context, db, service_client
from lendkit.testing.client import Client
from lendkit.values import dates
from lendkit.values.actor import Actor
from lendkit.values.identifiers import uuid7

LOANS, DISCHARGES = "/internal/finance/loans/", "/internal/finance/discharges/"


@pytest.fixture
def ready(lodged: dict[str, Any], set_stage: Any, finance: Any) -> dict[str, Any]:
    set_stage(lodged, "settlement_conditions")
    return lodged


@pytest.fixture
def loan(lodged: dict[str, Any]) -> dict[str, Any]:
    """What finance says of the loan it opened."""
    data = sample("finance.loan_opened.v1")["data"]
    return {**data, "id": str(uuid7()), "application_id": lodged["id"]}


def move(client: Client, application: dict[str, Any], to: str) -> Any:
    return client.post(f"/api/applications/{application['id']}/transitions/", {"to": to})


def page(client: Client, application: dict[str, Any]) -> dict[str, Any]:
    detail: dict[str, Any] = client.get(f"/api/applications/{application['id']}/").json
    return detail


def test_finance_agrees(
    bd: Client, ready: dict[str, Any], loan: dict[str, Any], finance: Any, emitted: Callable[..., list[Event]]
) -> None:
    finance.says(LOANS, 201, loan)
    answer = move(bd, ready, "settled")
    assert (answer.status_code, answer.json["stage"], answer.json["undo_until"]) == (200, "settled", None), answer.text
    assert finance.asked == [
        (
            LOANS,
            {
                "application_id": ready["id"],
                "reference_number": ready["reference_number"],
                "loan_amount": "500000.00",
                "loan_term": 30,
                "interest_rate": "5.5",
                "repayment_frequency": "monthly",
                "product_id": None,
                "capitalised_interest_months": 0,
                "settled_on": str(dates.today()),
                "actor": {"id": str(bd.user_id), "name": "Bd Tester", "role": "bd"},
            },
        )
    ]
    assert page(bd, ready)["loan"]["id"] == loan["id"], "the answer is stored with the move"
    assert emitted("applications.stage_changed.v1")[0].data["to"] == "settled"
    undone = bd.post(f"/api/applications/{ready['id']}/transitions/undo/")
    assert (undone.status_code, undone.json["code"]) == (409, "settled")


def test_finance_refuses_with_its_reasons(bd: Client, ready: dict[str, Any], finance: Any) -> None:
    missing = [{"code": "commitment_fee", "detail": "The commitment fee is not paid."}]
    finance.says(LOANS, 409, {"code": "not_ready", "detail": "The loan cannot be opened.", "missing": missing})
    answer = move(bd, ready, "settled")
    assert (answer.status_code, answer.json["missing"]) == (409, missing)
    assert page(bd, ready)["stage"] == "settlement_conditions"


def test_terms_that_finance_cannot_read_are_reasons_too(bd: Client, ready: dict[str, Any], finance: Any) -> None:
    finance.says(LOANS, 422, {"code": "invalid", "detail": "Some fields.", "errors": {"/interest_rate": ["Enter it."]}})
    assert move(bd, ready, "settled").json["missing"] == [{"code": "interest_rate", "detail": "Enter it."}]


def test_only_settlement_waits_while_finance_is_unavailable(bd: Client, ready: dict[str, Any], finance: Any) -> None:
    finance.is_unavailable()
    answer = move(bd, ready, "settled")
    assert (answer.status_code, answer.json["code"]) == (503, "unavailable")
    assert int(answer.headers["Retry-After"]) > 0
    detail = page(bd, ready)
    assert (detail["stage"], detail["version"], detail["loan"]) == ("settlement_conditions", 1, None)
    answer = bd.post(f"/api/applications/{ready['id']}/transitions/", {"to": "withdrawn", "reason": "client_request"})
    assert answer.status_code == 200


def test_our_own_guards_come_first(bd: Client, ready: dict[str, Any], finance: Any) -> None:
    assert bd.post(f"/api/applications/{ready['id']}/conditions/", {"title": "Insurance"}).status_code == 201
    assert [m["code"] for m in move(bd, ready, "settled").json["missing"]] == ["conditions"]
    assert finance.asked == []


def test_finance_is_not_asked_for_someone_without_access(client: Client, ready: dict[str, Any], finance: Any) -> None:
    stranger = client.acting("bd", bd_id=uuid7(), branch_id=uuid7())
    assert move(stranger, ready, "settled").status_code == 404
    assert move(client.acting("broker"), ready, "settled").status_code == 404
    assert finance.asked == []


def test_the_event_settles_after_a_lost_answer(
    bd: Client, ready: dict[str, Any], loan: dict[str, Any], finance: Any, deliver: Any
) -> None:
    finance.is_unavailable()  # it opened the loan and the answer was lost
    assert move(bd, ready, "settled").status_code == 503
    with context.bind(actor=Actor(uuid7(), "bd", name="Priya Raman")):
        event = Event.new("finance.loan_opened.v1", UUID(loan["id"]), 1, loan)
    deliver(event)
    deliver(event)
    detail = page(bd, ready)
    assert (detail["stage"], detail["history"][0]["actor"]["name"]) == ("settled", "Priya Raman")
    assert len([row for row in detail["history"] if row["to"] == "settled"]) == 1
    assert move(bd, ready, "settled").status_code == 200, "asking again says where it stands"


def test_the_event_before_the_answer_settles_once(
    bd: Client, ready: dict[str, Any], loan: dict[str, Any], finance: Any, deliver: Any
) -> None:
    def answer(_body: dict[str, Any]) -> Any:
        deliver(Event.new("finance.loan_opened.v1", UUID(loan["id"]), 1, loan))
        return 201, loan

    finance.says(LOANS, answer)
    assert move(bd, ready, "settled").json["stage"] == "settled"
    detail = page(bd, ready)
    assert (len(detail["history"]), detail["loan"]["version"]) == (2, 1)


def test_the_event_settles_when_the_process_died_before_the_stage_changed(
    bd: Client, ready: dict[str, Any], loan: dict[str, Any], finance: Any, deliver: Any, settings: Any
) -> None:
    """A process of its own asks finance and is killed while finance answers."""
    from applications.commands import stages

    asking: list[int] = []

    def answer(_body: dict[str, Any]) -> Any:
        while not asking:
            time.sleep(0.01)
        os.kill(asking[0], signal.SIGKILL)
        return 201, loan

    finance.says(LOANS, answer)
    pid = os.fork()
    if not pid:
        try:
            db.use(db.Database(settings.database_url, pool_size=1))
            with context.bind(actor=Actor(uuid7(), "admin", name="Ada Admin")):
                stages.change(UUID(ready["id"]), "settled", None, None)
        finally:
            os._exit(0)
    asking.append(pid)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL
    assert page(bd, ready)["stage"] == "settlement_conditions"
    deliver(Event.new("finance.loan_opened.v1", UUID(loan["id"]), 1, loan))
    assert page(bd, ready)["stage"] == "settled"


def test_discharge_needs_a_zero_balance(
    bd: Client, lodged: dict[str, Any], loan: dict[str, Any], set_stage: Any, finance: Any
) -> None:
    set_stage(lodged, "settled")
    missing = [{"code": "balance", "detail": "410000.00 is still owed."}]
    finance.says(DISCHARGES, 409, {"code": "not_ready", "detail": "Not paid out.", "missing": missing})
    assert move(bd, lodged, "discharged").json["missing"] == missing
    finance.says(DISCHARGES, 404, {})
    assert [m["code"] for m in move(bd, lodged, "discharged").json["missing"]] == ["loan"]
    finance.says(DISCHARGES, 200, {**loan, "status": "discharged"})
    assert move(bd, lodged, "discharged").status_code == 200
    assert finance.asked[-1][1]["on"] == str(dates.today())
    assert move(bd, lodged, "closed").status_code == 200
    assert bd.post(f"/api/applications/{lodged['id']}/transitions/undo/").status_code == 409


def test_a_discharged_loan_discharges_its_application(
    bd: Client, lodged: dict[str, Any], loan: dict[str, Any], set_stage: Any, deliver: Any
) -> None:
    set_stage(lodged, "settled")
    discharged = {**loan, "version": 9, "status": "discharged"}
    deliver(Event.new("finance.loan_discharged.v1", UUID(loan["id"]), 9, discharged))
    assert page(bd, lodged)["stage"] == "discharged"
    deliver(Event.new("finance.loan_opened.v1", UUID(loan["id"]), 1, loan))
    detail = page(bd, lodged)
    assert (detail["stage"], detail["loan"]["status"]) == ("discharged", "discharged"), (
        "a late event leads nowhere back"
    )


def test_boarding_a_loan_settles_its_application(
    bd: Client, lodged: dict[str, Any], loan: dict[str, Any], deliver: Any
) -> None:
    deliver(Event.new("finance.loan_opened.v1", UUID(loan["id"]), 1, loan))
    assert page(bd, lodged)["stage"] == "settled"


def test_the_client_of_finance_has_this_process_settings(settings: Any, client: Client, finance: Any) -> None:
    assert service_client.of("finance").settings is settings


def test_the_lvr_is_tested_against_the_product_limit(
    bd: Client, lodged: dict[str, Any], set_stage: Any, finance: Any, client: Client
) -> None:
    set_stage(lodged, "valuation_received")
    path = f"/api/applications/{lodged['id']}/"
    bd.post(f"{path}valuations/", {"value": "600000.00", "valued_on": str(dates.today())})
    finance.is_unavailable()
    assert move(bd, lodged, "formal_approval").status_code == 503, "money decisions are not guessed"
    product = f"/internal/finance/products/{'0198a000-0006-7000-8000-000000000001'}/"
    body = {"id": product, "version": 1, "deleted": False, "body": {"max_lvr": "75"}, "as_of": "2026-11-24T00:00:00Z"}
    finance.says(product, 200, body)
    answer = move(bd, lodged, "formal_approval")
    assert [m["code"] for m in answer.json["missing"]] == ["lvr"], answer.text
    actions = {action["to"]: action for action in page(bd, lodged)["allowed_actions"]}
    assert actions["formal_approval"]["missing"][0]["code"] == "lvr"
    bd.post(f"{path}valuations/", {"value": "700000.00", "valued_on": str(dates.today())})
    finance.is_unavailable()
    assert move(bd, lodged, "formal_approval").status_code == 200, "a product never changes: asked once"


def test_an_unknown_product_is_missing(bd: Client, lodged: dict[str, Any], set_stage: Any, finance: Any) -> None:
    product = uuid7()
    bd.patch(f"/api/applications/{lodged['id']}/", {"product_id": str(product)})
    set_stage(lodged, "valuation_received")
    finance.says(f"/internal/finance/products/{product}/", 404, {})
    assert [m["code"] for m in move(bd, lodged, "formal_approval").json["missing"]] == ["product"]
