"""Reversals and backdated payments: later payments are reapplied, and both entries stay."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from lendkit.runtime import db
from lendkit.testing.client import Client
from lendkit.values import dates
from services.finance.tests.factories import (
    application,
    boarded,
    days,
    paid,
    post,
    read,
    rows,
    trial_balance,
)

pytestmark = pytest.mark.usefixtures("sound")
COMPONENTS = ("default_interest", "penalties", "fees", "interest", "principal", "overpaid")
NOTHING = dict.fromkeys(COMPONENTS, "0.00")


def test_a_reversal_is_mirrored_and_later_payments_are_reapplied(
    accounts: Client, late: dict[str, Any], emitted: Any
) -> None:
    first = paid(accounts, late, "9205.48", "2025-03-05")
    second = paid(accounts, late, "10191.78", "2025-04-02")
    assert [share["number"] for share in second["shares"]] == [2]
    untouched = trial_balance(accounts)["bank_clearing"]
    payment = post(accounts, f"/payments/{first['id']}/reverse/", {"reason": "Dishonoured"}, 200)
    assert (payment["status"], payment["reason"]) == ("reversed", "Dishonoured")
    again = accounts.get(f"/api/finance/payments/{second['id']}/").json
    assert [(share["number"], share["amount"]) for share in again["shares"]] == [(1, "9205.48"), (2, "986.30")]
    assert [row["status"] for row in rows(accounts, late)[:2]] == ["paid", "overdue"]
    assert Decimal(trial_balance(accounts)["bank_clearing"]) == Decimal(untouched) - Decimal("9205.48")
    events = emitted("finance.payment_received.v1")
    assert [(event.subject, event.sequence) for event in events[-1:]] == [(UUID(second["id"]), 2)]
    assert len(emitted("finance.payment_reversed.v1")) == 1
    twice = post(accounts, f"/payments/{first['id']}/reverse/", {"reason": "Dishonoured"}, 409)
    assert twice["code"] == "already_reversed"


def test_a_reversal_undoes_a_new_schedule_by_another_one(accounts: Client, fresh: dict[str, Any]) -> None:
    before = [(row["number"], row["due_date"], row["amount"]) for row in rows(accounts, fresh)]
    balance = trial_balance(accounts)
    payment = paid(accounts, fresh, "200000.00", days(0))
    post(accounts, f"/payments/{payment['id']}/reverse/", {"reason": "Wrong loan"}, 200)
    after = rows(accounts, fresh)
    assert [(row["number"], row["due_date"], row["amount"]) for row in after] == before
    assert {row["status"] for row in after} == {"projected"}
    assert trial_balance(accounts) == balance
    assert read(accounts, fresh)["schedule"]["number"] == 3


def test_a_backdated_payment_is_applied_on_its_day(accounts: Client, late: dict[str, Any]) -> None:
    """Recorded in any order, the same payments make the same books."""
    other = boarded(accounts, application())
    for loan, order in ((late, (0, 1, 2)), (other, (2, 0, 1))):
        payments = [("9205.48", "2025-02-28"), ("300000.00", "2025-03-31"), ("5000.00", "2025-06-01")]
        for index in order:
            paid(accounts, loan, *payments[index])
    left, right = ([{**row, "id": 0} for row in rows(accounts, loan)] for loan in (late, other))
    shown = ("number", "due_date", "amount", "outstanding", "status", "paid_on")
    assert [[row[name] for name in shown] for row in left] == [[row[name] for name in shown] for row in right]
    assert read(accounts, late)["balances"] == read(accounts, other)["balances"]


def test_a_closed_month_stays_closed_while_a_loan_is_reprocessed(accounts: Client, late: dict[str, Any]) -> None:
    post(accounts, "/periods/", {"month": "2025-03"})
    payment = paid(accounts, late, "9205.48", "2025-03-05")
    post(accounts, f"/payments/{payment['id']}/reverse/", {"reason": "Dishonoured"}, 200)
    booked = {row.booked_on for row in db.all("SELECT DISTINCT booked_on FROM journal_entry")}
    assert booked == {dates.today()}
    journals = accounts.get(f"/api/finance/ledger/?loan_id={late['id']}&type=reversal").json["items"]
    originals = {row.id for row in db.all("SELECT id FROM journal_entry WHERE kind <> 'reversal'")}
    assert journals and all(UUID(item["reverses_id"]) in originals for item in journals)
