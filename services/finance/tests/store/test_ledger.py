"""PostgreSQL refuses, to the service's own login, everything that would make the ledger wrong."""

from datetime import date
from typing import Any
from uuid import UUID

from finance.domain.ledger import command_ref
from finance.domain.ledger.journal import Journal, Posting
from finance.domain.ledger.mirror import mirror_of
from finance.store import ledger as store
from finance.store import subledger
from lendkit.messaging.work import Work, work
from lendkit.runtime import context, db
from lendkit.values import dates
from lendkit.values.identifiers import uuid7
from services.finance.tests.factories import findings, refused

TODAY = date(2026, 11, 24)
ENTRY = """
INSERT INTO journal_entry (id, kind, application_id, effective_on, booked_on, command_id, command_line, actor_id, hash,
  prev_hash, reverses_id, reason)
VALUES (:id, :kind, :application, :day, :day, :command, 1, :actor, sha256(CAST(CAST(:id AS text) AS bytea)), :prev,
  :reverses, :reason)
"""
POSTING = (
    "INSERT INTO posting (entry_id, line, account_id, currency, amount_cents)"
    " VALUES (:entry, :line, :account, :currency, :cents)"
)


def accounts(w: Work, application: UUID) -> list[UUID]:
    rows = w.all("SELECT id FROM ledger_account WHERE application_id = :id ORDER BY code", {"id": application})
    return [row.id for row in rows]


def entry(w: Work, application: UUID, **more: Any) -> UUID:
    id = uuid7()
    head = w.scalar("SELECT head FROM book WHERE application_id = :id", {"id": application})
    facts = {"kind": "fee_charged", "day": TODAY, "prev": head, "reverses": None, "reason": None, "command": str(id)}
    w.execute(ENTRY, {**facts, "id": id, "application": application, "actor": uuid7(), **more})
    return id


def line(w: Work, entry: UUID, number: int, account: UUID, cents: int, currency: str = "AUD") -> None:
    w.execute(POSTING, {"entry": entry, "line": number, "account": account, "currency": currency, "cents": cents})


def test_a_journal_that_does_not_balance(application: UUID, posted: UUID) -> None:
    def act(w: Work) -> None:
        left, right = accounts(w, application)[:2]
        id = entry(w, application)
        line(w, id, 1, left, 500)
        line(w, id, 2, right, -499)

    assert "unbalanced" in refused(act)


def test_a_journal_of_one_posting_or_none(application: UUID, posted: UUID) -> None:
    assert "unbalanced" in refused(lambda w: (entry(w, application), None)[1])

    def act(w: Work) -> None:
        line(w, entry(w, application), 1, accounts(w, application)[0], 500)

    assert "unbalanced" in refused(act)


def test_a_posting_of_nothing_or_of_the_moon(application: UUID, posted: UUID) -> None:
    for cents in (0, 10**14 + 1):
        assert "amount_cents" in refused(
            lambda w, cents=cents: line(w, entry(w, application), 1, accounts(w, application)[0], cents)
        )


def test_one_currency_against_another(application: UUID, posted: UUID) -> None:
    def act(w: Work) -> None:
        left, right = accounts(w, application)[:2]
        id = entry(w, application)
        line(w, id, 1, left, 500)
        line(w, id, 2, right, -500, "USD")

    assert "foreign key" in refused(act)


def test_a_journal_is_not_opened_again(application: UUID, posted: UUID) -> None:
    def act(w: Work) -> None:
        left, right = accounts(w, application)[:2]
        line(w, posted, 3, left, 500)
        line(w, posted, 4, right, -500)

    assert "reopened" in refused(act)


def test_a_reversal_mirrors_its_original_to_the_cent(application: UUID, posted: UUID) -> None:
    def act(w: Work) -> None:
        left, right = accounts(w, application)[:2]
        id = entry(w, application, kind="reversal", reverses=posted, reason="wrong")
        line(w, id, 1, left, 100)
        line(w, id, 2, right, -100)

    assert "does not mirror" in refused(act)


def test_a_reversal_names_its_reason_and_its_original(application: UUID, posted: UUID) -> None:
    assert "check" in refused(lambda w: (entry(w, application, kind="reversal"), None)[1])
    assert "check" in refused(lambda w: (entry(w, application, kind="reversal", reverses=posted), None)[1])


def test_nothing_is_reversed_twice(application: UUID, posted: UUID) -> None:
    with context.bind(actor=context.SYSTEM), work() as w:
        subledger.lock(w, application)
        original = Journal(
            "fee_charged",
            TODAY,
            (Posting("fees_receivable", 50_000), Posting("fee_income", -50_000)),
            id=posted,
        )
        store.post(w, application, [mirror_of(original, "wrong")], command_ref.of_process("test", uuid7()))
    message = refused(lambda w: (entry(w, application, kind="reversal", reverses=posted, reason="again"), None)[1])
    assert "reverses_id" in message


def test_the_chain_has_one_end(application: UUID, posted: UUID) -> None:
    message = refused(lambda w: (entry(w, application, prev=None), None)[1])
    assert "prev_hash" in message


def test_a_kind_that_is_not_in_the_table(application: UUID, posted: UUID) -> None:
    assert "foreign key" in refused(lambda w: (entry(w, application, kind="gift"), None)[1])


def test_a_closed_month_stays_closed(application: UUID, posted: UUID) -> None:
    with work() as w:
        w.execute("INSERT INTO period (month, closed_by) VALUES ('2026-10-01', '{}')")
    for day in (date(2026, 10, 1), date(2026, 10, 31)):
        assert "closed" in refused(lambda w, day=day: (entry(w, application, day=day), None)[1])


def test_a_closed_account_takes_nothing_and_stays_closed(application: UUID, posted: UUID) -> None:
    with work() as w:
        w.execute("UPDATE ledger_account SET closed_at = now() WHERE application_id = :id", {"id": application})

    def act(w: Work) -> None:
        left, right = accounts(w, application)[:2]
        id = entry(w, application)
        w.execute(
            "INSERT INTO posting (entry_id, line, account_id, currency, amount_cents)"
            " VALUES (:id, 1, :left, 'AUD', 500), (:id, 2, :right, 'AUD', -500)",
            {"id": id, "left": left, "right": right},
        )

    assert "closed account" in refused(act)
    assert "is closed" in refused(lambda w: (w.execute("UPDATE ledger_account SET closed_at = NULL"), None)[1])


def test_balances_follow_the_postings(application: UUID, posted: UUID) -> None:
    rows = db.all(
        "SELECT a.code, b.balance_cents FROM ledger_account a JOIN account_balance b ON b.account_id = a.id"
        " WHERE a.application_id = :id ORDER BY a.code",
        {"id": application},
    )
    assert [tuple(row) for row in rows] == [("fee_income", -50_000), ("fees_receivable", 50_000)]


def test_postgresql_hashes_as_we_do_and_finds_what_was_forged(
    database: db.Database, databases: Any, application: UUID, posted: UUID
) -> None:
    assert [finding for finding in findings() if "verify" in finding or "chain" in finding] == []
    owner = db.Database(databases.url(database.engine.url.database, "finance_owner"))
    with owner.engine.begin() as connection:  # who owns the tables can switch the triggers off; the chain tells
        db.run(connection, "ALTER TABLE posting DISABLE TRIGGER USER")
        db.run(connection, "UPDATE posting SET amount_cents = amount_cents * 2")
    owner.dispose()
    message = " ".join(findings())
    assert "does not verify" in message and "postings of" in message


def test_todays_journals_are_booked_today(posted: UUID) -> None:
    row = db.one("SELECT effective_on, booked_on FROM journal_entry WHERE id = :id", {"id": posted})
    assert row is not None and (row.effective_on, row.booked_on) == (TODAY, dates.today())
