"""Closing a month, and the trial balance."""

from typing import Any

import pytest

from lendkit.testing.client import Client
from lendkit.values import dates
from services.finance.tests.factories import application, charged, key, post

pytestmark = pytest.mark.usefixtures("sound")


def test_a_month_that_is_over_is_closed_once(accounts: Client) -> None:
    body = post(accounts, "/periods/", {"month": "2026-01"})
    assert (body["month"], body["closed_by"]["role"]) == ("2026-01", "accounts")
    assert post(accounts, "/periods/", {"month": "2026-01"}, 409)["code"] == "already_closed"
    assert [item["month"] for item in accounts.get("/api/finance/periods/").json["items"]] == ["2026-01"]


@pytest.mark.parametrize("month", ["today", "2199-12", "nonsense", None])
def test_a_month_that_is_not_over_stays_open(accounts: Client, month: Any) -> None:
    month = f"{dates.today():%Y-%m}" if month == "today" else month
    assert list(post(accounts, "/periods/", {"month": month}, 422)["errors"]) == ["/month"]


@pytest.mark.parametrize("role", ["bd", "credit", "broker", "client"])
def test_who_may_not_close(client: Client, role: str) -> None:
    answer = client.acting(role).post("/api/finance/periods/", {"month": "2026-01"}, headers=key())
    assert answer.status_code == 403


def test_the_trial_balance_is_as_of_a_day(accounts: Client, client: Client) -> None:
    id = application()
    charged(accounts, id, "legal", "1100.00")
    charged(accounts, application(), "commitment", "500.00")
    body = client.acting("credit").get("/api/finance/trial-balance/").json
    assert body["totals"] == {"debit": "1600.00", "credit": "1600.00"}
    assert {row["code"]: row["credit"] for row in body["accounts"]}["gst_payable"] == "100.00"
    of_one = accounts.get(f"/api/finance/trial-balance/?application_id={id}").json
    assert of_one["totals"]["debit"] == "1100.00"
    before = accounts.get("/api/finance/trial-balance/?on=2020-01-01").json
    assert before["totals"] == {"debit": "0.00", "credit": "0.00"}
