"""The same thing asked for many times at the same moment happens once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests

from lendkit.values import dates
from lendkit.values.identifiers import uuid7


def test_twenty_at_once_with_one_key_are_one_application(sign_in: Callable[[str], Any]) -> None:
    broker, key = sign_in("broker"), str(uuid7())
    body = {"stage": "draft", "purpose": f"Twenty {key}"}

    def lodge(body: Any) -> requests.Response:
        url = f"{broker.base_url}/api/applications/"
        return requests.post(
            url,
            json=body,
            headers={"Idempotency-Key": key, "Authorization": broker.session.headers["Authorization"]},
            timeout=15,
        )

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: lodge(body), range(20)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert lodge({**body, "purpose": "Another"}).status_code == 422
    assert broker.delete(f"/api/applications/{answers[0].json()['id']}/").status_code == 204


def test_a_fee_is_paid_once_by_two_who_pay_it_at_once(sign_in: Callable[[str], Any]) -> None:
    accounts, broker = sign_in("accounts"), sign_in("broker")
    body = {"loan_amount": "1000", "loan_term": 6, "application_type": "caveat"}
    party = {"first_name": "Ada", "last_name": "Bell"}
    lodged = broker.post("/api/applications/", {**body, "borrowers": [party]}).json()
    charge = {"application_id": lodged["id"], "type": "legal", "amount": "220.00"}
    fee = accounts.post("/api/finance/fees/", charge).json()
    paid = {"paid_on": str(dates.today()), "reference": "EFT 1"}
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: accounts.post(f"/api/finance/fees/{fee['id']}/pay/", paid), range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 7
    journals = accounts.get(f"/api/finance/ledger/?fee_id={fee['id']}").json()["items"]
    assert [journal["type"] for journal in journals].count("fee_paid") == 1
