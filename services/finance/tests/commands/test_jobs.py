"""The jobs of finance: each effect once, whoever runs them, however often, and after days without a clock."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from finance.commands import accrual, ledger_audit, reminders, reprocess
from finance.jobs import DAILY
from lendkit.process.jobs import run_now
from lendkit.runtime import context, db
from lendkit.testing.client import Client
from lendkit.values import dates
from services.finance.tests.factories import MILLION, application, boarded, findings, key, paid, trial_balance

pytestmark = pytest.mark.usefixtures("sound", "as_system")


@contextmanager
def at(day: str) -> Iterator[None]:
    """Noon of that day in Sydney; the books are kept on that day."""
    with time_machine.travel(f"{day}T02:00:00+00:00", tick=True):
        yield


@pytest.fixture
def loan(accounts: Client) -> dict[str, Any]:
    """A million at 12 %, settled on 31 January 2025 and opened that day; first due 28 February."""
    with at("2025-01-31"):
        client = accounts.acting("accounts")  # a token of that day
        body = {"application_id": str(application()), **MILLION}
        answer = client.post("/api/finance/loans/", body, headers=key())
    assert answer.status_code == 201, answer.text
    opened: dict[str, Any] = answer.json
    return opened


def run(job: str, day: str) -> None:
    with at(day):
        run_now(job, DAILY[job], date.fromisoformat(day))


def statuses() -> list[str]:
    return [row.status for row in db.all("SELECT status FROM instalment WHERE status <> 'replaced' ORDER BY number")]


def reminded(emitted: Any, what: str) -> list[tuple[Any, ...]]:
    """(type, due date, days) of each reminder that was sent."""
    return [
        (event.data["reminder_type"], event.data["due_date"], event.data["days"])
        for event in emitted(f"finance.repayment_{what}.v1")
    ]


def test_interest_is_posted_on_its_day_and_the_instalment_falls_due(accounts: Client, loan: Any, emitted: Any) -> None:
    run("accrue", "2025-02-27")
    assert "interest_receivable" not in trial_balance(accounts)
    run("accrue", "2025-02-28")
    assert trial_balance(accounts)["interest_receivable"] == "9205.48"
    assert statuses()[:2] == ["due", "projected"]
    run("accrue", "2025-03-01")
    assert statuses()[:2] == ["overdue", "projected"]
    changed = [event.data["status"] for event in emitted("finance.instalment_changed.v1") if event.sequence > 1]
    assert changed == ["due", "overdue"]


def test_a_day_run_twice_or_at_the_same_time_posts_once(accounts: Client, loan: Any) -> None:
    def again(_: int) -> None:
        with context.bind(actor=context.SYSTEM):
            accrual.run(date(2025, 2, 28))

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(again, range(3)))
    assert db.scalar("SELECT count(*) FROM journal_entry WHERE kind = 'interest_accrued'") == 1
    assert trial_balance(accounts)["interest_receivable"] == "9205.48"


def test_a_job_that_was_killed_runs_again_from_where_it_was(
    accounts: Client, loan: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        boarded(accounts, application(), settlement_date=str(dates.today()), periods=3)
    real, calls = reprocess.reprocess, iter((True, False))

    def dies(*args: Any, **kwargs: Any) -> Any:
        if not next(calls, False):
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    later = date.fromordinal(dates.today().toordinal() + 40)
    monkeypatch.setattr(reprocess, "reprocess", dies)
    with pytest.raises(KeyboardInterrupt):
        accrual.run(later)
    monkeypatch.setattr(reprocess, "reprocess", real)
    accrual.run(later)
    assert db.scalar("SELECT count(*) FROM loan WHERE next_on <= :day", {"day": later}) == 0
    with_first = db.scalar("SELECT count(*) FROM instalment WHERE number = 1 AND status = 'overdue'")
    assert with_first == 3
    assert findings() == []


def test_a_loan_that_cannot_be_reprocessed_holds_up_no_other(accounts: Client, loan: Any) -> None:
    other = boarded(accounts, application(), settlement_date=str(dates.today()), periods=3)
    with db.current().engine.begin() as connection:
        nonsense = """UPDATE loan SET terms = terms || jsonb_build_object('method', 'nonsense') WHERE id = :id"""
        db.run(connection, nonsense, {"id": loan["id"]})
    later = date.fromordinal(dates.today().toordinal() + 40)
    with pytest.raises(RuntimeError, match="1 loan could"):
        accrual.run(later)
    assert db.scalar("SELECT next_on FROM loan WHERE id = :id", {"id": other["id"]}) > later


def test_missed_days_are_made_up_for(accounts: Client, loan: Any) -> None:
    run("accrue", "2025-05-15")
    assert statuses() == ["overdue", "overdue", "overdue", "projected", "projected", "projected"]
    assert trial_balance(accounts)["interest_receivable"] == "29260.27"
    days = [row.effective_on.isoformat() for row in db.all("SELECT effective_on FROM journal_entry ORDER BY seq")]
    assert days == ["2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30"]
    booked = {row.booked_on.isoformat() for row in db.all("SELECT booked_on FROM journal_entry WHERE kind <> 'x'")}
    assert booked == {"2025-01-31", "2025-05-15"}


def test_month_ends_are_posted_inside_a_period(accounts: Client) -> None:
    boarded(accounts, application(), settlement_date="2025-01-15", periods=1)
    rows = db.all("SELECT effective_on FROM journal_entry WHERE kind = 'interest_accrued' ORDER BY effective_on")
    assert [row.effective_on.isoformat() for row in rows][:3] == ["2025-01-31", "2025-02-15", "2025-02-28"]


def test_capitalised_interest_joins_the_principal_on_its_day(accounts: Client) -> None:
    loan = boarded(accounts, application(), method="capitalised")
    rows = loan["schedule"]["instalments"]
    assert [row["balance"] for row in rows[:5]] == [
        "1009205.48",
        "1019491.08",
        "1029546.33",
        "1040039.24",
        "1050297.16",
    ]
    assert rows[5]["amount"] == "1061001.56"
    assert trial_balance(accounts)["loan_portfolio"] == "1050297.16"
    assert [row["status"] for row in rows] == ["paid"] * 5 + ["overdue"]


def test_who_is_reminded_before_a_repayment(loan: Any, emitted: Any) -> None:
    run("due-soon", "2025-02-13")
    assert reminded(emitted, "upcoming") == []
    run("due-soon", "2025-02-14")
    assert reminded(emitted, "upcoming") == [("interest", "2025-02-28", 14)]
    run("due-soon", "2025-02-21")
    run("due-soon", "2025-02-21")
    assert reminded(emitted, "upcoming")[1:] == [("repayment", "2025-02-28", 7)]


def test_who_is_reminded_before_a_loan_matures(loan: Any, emitted: Any) -> None:
    run("due-soon", "2025-06-29")
    assert [sent for sent in reminded(emitted, "upcoming") if sent[0] == "maturity"] == []
    run("due-soon", "2025-06-30")
    assert [sent for sent in reminded(emitted, "upcoming") if sent[0] == "maturity"] == [("maturity", "2025-07-31", 31)]


def test_who_is_reminded_of_an_overdue_repayment(loan: Any, emitted: Any) -> None:
    run("accrue", "2025-02-28")
    for day in range(1, 12):
        run("overdue", f"2025-03-{day:02d}")
    assert reminded(emitted, "overdue") == [
        ("repayment", "2025-02-28", 3),
        ("repayment", "2025-02-28", 7),
        ("repayment", "2025-02-28", 10),
    ]


def test_after_days_without_a_clock_only_the_latest_reminder_goes(loan: Any, emitted: Any) -> None:
    run("overdue", "2025-03-08")
    assert reminded(emitted, "overdue") == [("repayment", "2025-02-28", 7)]
    run("overdue", "2025-03-30")
    assert reminded(emitted, "overdue")[1:] == [("repayment", "2025-02-28", 10)]


def test_two_jobs_at_once_send_one_reminder(loan: Any, emitted: Any) -> None:
    def again(_: int) -> None:
        with context.bind(actor=context.SYSTEM):
            reminders.overdue(date(2025, 3, 3))

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(again, range(3)))
    assert len(reminded(emitted, "overdue")) == 1


def test_a_paid_instalment_is_not_reminded_of(accounts: Client, loan: Any, emitted: Any) -> None:
    paid(accounts, loan, "9205.48", "2025-02-20")
    run("due-soon", "2025-02-21")
    run("overdue", "2025-03-03")
    assert reminded(emitted, "upcoming") == reminded(emitted, "overdue") == []


@pytest.mark.parametrize("change", ["2026-04-05", "2026-10-04"])
def test_on_the_days_when_the_clocks_change(accounts: Client, emitted: Any, change: str) -> None:
    """Due on the day of the change: reminded seven days before, due on it, overdue three days after it."""
    day = date.fromisoformat(change)
    settled = day.replace(month=day.month - 1)
    boarded(accounts, application(), settlement_date=str(settled), first_due_date=change, periods=3)
    early, late = date.fromordinal(day.toordinal() - 7), date.fromordinal(day.toordinal() + 3)
    run("due-soon", str(early))
    run("overdue", str(day))
    assert ("repayment", change, 7) in reminded(emitted, "upcoming") and reminded(emitted, "overdue") == []
    run("overdue", str(late))
    assert reminded(emitted, "overdue") == [("repayment", change, 3)]


def test_the_nightly_audit_names_what_is_wrong(database: db.Database, databases: Any, loan: Any) -> None:
    ledger_audit.run(date(2025, 2, 1))
    owner = db.Database(databases.url(database.engine.url.database, "finance_owner"))
    with owner.engine.begin() as connection:
        db.run(connection, "UPDATE account_balance SET balance_cents = balance_cents + 1")
    with pytest.raises(ledger_audit.LedgerOutOfBalance, match="loan_portfolio"):
        ledger_audit.run(date(2025, 2, 1))
    with owner.engine.begin() as connection:
        db.run(connection, "UPDATE account_balance SET balance_cents = balance_cents - 1")
    owner.dispose()


def test_a_job_for_a_day_to_come_lets_money_of_that_day_in(accounts: Client) -> None:
    """And no later money, nor any for a loan that it did not bring there."""
    today = dates.today()
    terms = {"settlement_date": str(today), "first_due_date": str(today + timedelta(10))}
    first = boarded(accounts, application(), **terms)
    run_now("accrue", DAILY["accrue"], today + timedelta(12))
    other = boarded(accounts, application(), **terms)

    def pays(loan: dict[str, Any], days: int) -> int:
        body = {"amount": "100.00", "received_on": str(today + timedelta(days)), "reference": "EFT"}
        answer = accounts.post(f"/api/finance/loans/{loan['id']}/payments/", body, headers=key())
        return answer.status_code

    assert [pays(first, 12), pays(first, 13), pays(other, 12), pays(other, 0)] == [201, 422, 422, 201]
