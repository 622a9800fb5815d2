"""Fees: charged, paid whole and once, waived, refunded; what the ledger says of each."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from lendkit.messaging import copies
from lendkit.runtime import db
from lendkit.testing.client import Client
from lendkit.values import dates
from lendkit.values.identifiers import uuid7
from services.finance.tests.factories import BROKER, application, charged, findings, key, post, trial_balance

pytestmark = pytest.mark.usefixtures("sound")


def pay(client: Client, fee: dict[str, Any], status: int = 200) -> dict[str, Any]:
    body = {"paid_on": str(dates.today()), "reference": "EFT 4711"}
    return post(client, f"/fees/{fee['id']}/pay/", body, status)


def test_a_fee_is_charged_with_its_tax(accounts: Client, emitted: Any) -> None:
    fee = charged(accounts, application(), "legal", "1100.00")
    assert (fee["status"], fee["amount"], fee["gst"], fee["paid"]) == ("waiting", "1100.00", "100.00", "0.00")
    assert trial_balance(accounts) == {
        "fee_income": "-1000.00",
        "fees_receivable": "1100.00",
        "gst_payable": "-100.00",
    }
    assert [event.type for event in emitted()] == ["finance.journal_posted.v1", "finance.fee_charged.v1"]


def test_a_financial_supply_has_no_tax_unless_the_request_says_so(accounts: Client) -> None:
    assert charged(accounts, application(), "commitment", "5500.00")["gst"] == "0.00"
    body = {"application_id": str(application()), "type": "commitment", "amount": "5500.00", "gst": True}
    assert post(accounts, "/fees/", body)["gst"] == "500.00"
    body = {"application_id": str(application()), "type": "legal", "amount": "1.00"}
    assert post(accounts, "/fees/", body)["gst"] == "0.09"


def test_a_fee_is_paid_in_full_and_once(accounts: Client, emitted: Any) -> None:
    fee = charged(accounts, application())
    body = pay(accounts, fee)
    assert (body["status"], body["paid"], body["reference"]) == ("paid", "1100.00", "EFT 4711")
    assert trial_balance(accounts)["bank_clearing"] == "1100.00"
    assert "fees_receivable" not in trial_balance(accounts)
    assert pay(accounts, fee, 409)["code"] == "already_paid"
    assert [event.data["status"] for event in emitted("finance.fee_paid.v1")] == ["paid"]


def test_paid_twice_at_the_same_moment_is_paid_once(accounts: Client) -> None:
    fee = charged(accounts, application())
    body = {"paid_on": str(dates.today()), "reference": "EFT 4711"}

    def attempt(_: int) -> int:
        return accounts.post(f"/api/finance/fees/{fee['id']}/pay/", body, headers=key()).status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(attempt, range(4))) == [200, 409, 409, 409]
    assert trial_balance(accounts)["bank_clearing"] == "1100.00"


def test_the_same_key_posts_once_and_other_input_is_refused(accounts: Client) -> None:
    body = {"application_id": str(application()), "type": "legal", "amount": "550.00"}
    headers = key()
    first = accounts.post("/api/finance/fees/", body, headers=headers)
    again = accounts.post("/api/finance/fees/", body, headers=headers)
    assert (first.status_code, again.json) == (201, first.json)
    assert accounts.post("/api/finance/fees/", {**body, "amount": "1.00"}, headers=headers).status_code == 422
    assert db.scalar("SELECT count(*) FROM journal_entry") == 1


def test_a_key_that_was_forgotten_still_posts_once(accounts: Client) -> None:
    """Keys are swept after days; the journal that was posted under one is not."""
    body = {"application_id": str(application()), "type": "legal", "amount": "550.00"}
    headers = key()
    assert accounts.post("/api/finance/fees/", body, headers=headers).status_code == 201
    with db.current().engine.begin() as connection:
        db.run(connection, "DELETE FROM idempotency_key")
    again = accounts.post("/api/finance/fees/", body, headers=headers)
    assert (again.status_code, again.json["code"]) == (409, "already_posted")


def test_a_waived_fee_is_a_loss(accounts: Client, emitted: Any) -> None:
    fee = charged(accounts, application())
    body = post(accounts, f"/fees/{fee['id']}/waive/", {"reason": "Goodwill of the branch"}, 200)
    assert (body["status"], body["reason"]) == ("waived", "Goodwill of the branch")
    assert trial_balance(accounts)["losses_written_off"] == "1100.00"
    assert "fees_receivable" not in trial_balance(accounts)
    assert pay(accounts, fee, 409)["code"] == "already_waived"
    assert len(emitted("finance.fee_waived.v1")) == 1


def test_a_refund_reverses_the_charge_and_pays_the_money_back(accounts: Client) -> None:
    fee = charged(accounts, application())
    assert post(accounts, f"/fees/{fee['id']}/refund/", {"reason": "Not ours"}, 409)["code"] == "not_paid"
    pay(accounts, fee)
    assert post(accounts, f"/fees/{fee['id']}/refund/", {"reason": "Charged in error"}, 200)["status"] == "refunded"
    assert trial_balance(accounts) == {}
    again = post(accounts, f"/fees/{fee['id']}/refund/", {"reason": "Charged in error"}, 409)
    assert again["code"] == "already_refunded"
    kinds = [item["type"] for item in accounts.get(f"/api/finance/ledger/?fee_id={fee['id']}").json["items"]]
    assert kinds == ["fee_refunded", "reversal", "fee_paid", "fee_charged"]


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "half a cent": ({"amount": "0.005"}, "/amount"),
    "nothing": ({"amount": "0.00"}, "/amount"),
    "less than nothing": ({"amount": "-5.00"}, "/amount"),
    "too much": ({"amount": "10000000000000.00"}, "/amount"),
    "no such type": ({"type": "bribe"}, "/type"),
    "a status of its own": ({"status": "paid"}, "/status"),
    "no application": ({"application_id": None}, "/application_id"),
}


@pytest.mark.parametrize("case", WRONG)
def test_bad_input_posts_nothing(accounts: Client, case: str) -> None:
    change, pointer = WRONG[case]
    body = {"application_id": str(application()), "type": "legal", "amount": "550.00", **change}
    answer = accounts.post("/api/finance/fees/", body, headers=key())
    assert (answer.status_code, list(answer.json["errors"])) == (422, [pointer])
    assert db.scalar("SELECT count(*) FROM journal_entry") == 0


def test_money_does_not_move_without_a_key(accounts: Client) -> None:
    body = {"application_id": str(application()), "type": "legal", "amount": "550.00"}
    answer = accounts.post("/api/finance/fees/", body)
    assert (answer.status_code, answer.json["code"]) == (400, "idempotency_key_required")
    fee = charged(accounts, application())
    for verb, sent in (("pay", {"paid_on": str(dates.today()), "reference": "x"}), ("waive", {"reason": "Kind"})):
        assert accounts.post(f"/api/finance/fees/{fee['id']}/{verb}/", sent).status_code == 400


def test_money_does_not_come_in_tomorrow(accounts: Client) -> None:
    fee = charged(accounts, application())
    answer = post(accounts, f"/fees/{fee['id']}/pay/", {"paid_on": "2199-01-01", "reference": "x"}, 422)
    assert list(answer["errors"]) == ["/paid_on"]


@pytest.mark.parametrize("role", ["bd", "credit", "broker", "client"])
def test_only_accounts_and_admin_post(client: Client, role: str) -> None:
    body = {"application_id": str(application()), "type": "legal", "amount": "550.00"}
    assert client.acting(role).post("/api/finance/fees/", body, headers=key()).status_code == 403


def test_a_broker_sees_the_fees_of_his_own(accounts: Client, client: Client) -> None:
    fee, other = charged(accounts, application()), charged(accounts, application(broker_id=uuid7()))
    broker = client.acting("broker", broker_id=BROKER)
    assert [item["id"] for item in broker.get("/api/finance/fees/").json["items"]] == [fee["id"]]
    assert broker.get(f"/api/finance/fees/{fee['id']}/").headers["ETag"] == '"1"'
    assert broker.get(f"/api/finance/fees/{other['id']}/").status_code == 404
    assert broker.get(f"/api/finance/fees/?application_id={other['application_id']}").json["items"] == []
    assert accounts.get(f"/api/finance/fees/?application_id={other['application_id']}").json["total"] == 1


def test_a_fee_shows_its_invoice(accounts: Client) -> None:
    fee = charged(accounts, application())
    assert accounts.get(f"/api/finance/fees/{fee['id']}/").json["invoice"] is None
    for number, kind in ((1, "invoice"), (2, "other")):
        document = uuid7()
        body = {"id": str(document), "fee_id": fee["id"], "type": kind, "name": f"{kind}.pdf", "number": number}
        copies.put("document", document, 1, body)
    invoice = accounts.get(f"/api/finance/fees/{fee['id']}/").json["invoice"]
    assert (invoice["name"], invoice["version"]) == ("invoice.pdf", 1)


def test_nothing_is_found_wrong_with_an_empty_ledger(database: db.Database) -> None:
    assert findings() == []
