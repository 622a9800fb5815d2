"""Entries of the ledger: inserted whole, in one statement for all, each chained to the one before it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from psycopg2.errors import UniqueViolation
from sqlalchemy.exc import IntegrityError

from finance.domain import ledger
from finance.domain.cause import Cause
from finance.domain.ledger import Journal, Line
from lendkit.messaging.work import Work
from lendkit.values import dates, money
from lendkit.values.errors import DomainError
from lendkit.values.identifiers import uuid7
from lendkit.values.plain import plain

_BOOK = """
SELECT b.head, coalesce((SELECT jsonb_object_agg(a.code, a.id) FROM ledger_account a
  WHERE a.application_id = b.application_id), '{}') AS accounts
FROM book b WHERE b.application_id = :id
"""
_ACCOUNTS = """
INSERT INTO ledger_account (id, code, kind, application_id)
SELECT (r->>'id')::uuid, r->>'code', (r->>'kind')::account_kind, :application
FROM jsonb_array_elements(CAST(:rows AS jsonb)) AS r
"""
_POST = """
WITH entries AS (
INSERT INTO journal_entry (id, kind, application_id, loan_id, fee_id, instalment_id, payment_id, effective_on,
  booked_on, command_id, command_line, actor_id, reverses_id, reason, prev_hash, hash, created_at)
SELECT (r->>'id')::uuid, r->>'kind', :application, (r->>'loan_id')::uuid, (r->>'fee_id')::uuid,
  (r->>'instalment_id')::uuid, (r->>'payment_id')::uuid, (r->>'effective_on')::date, (r->>'booked_on')::date,
  :command, (r->>'line')::smallint, :actor, (r->>'reverses_id')::uuid, r->>'reason',
  decode(r->>'prev_hash', 'hex'), decode(r->>'hash', 'hex'), (r->>'booked_at')::timestamptz
FROM jsonb_array_elements(CAST(:entries AS jsonb)) WITH ORDINALITY AS t (r, n) ORDER BY n
), head AS (UPDATE book SET head = :head WHERE application_id = :application)
INSERT INTO posting (entry_id, line, account_id, currency, amount_cents)
SELECT (r->>'entry')::uuid, (r->>'line')::smallint, (r->>'account')::uuid, 'AUD', (r->>'cents')::bigint
FROM jsonb_array_elements(CAST(:postings AS jsonb)) AS r
"""
_POSTED = """
SELECT e.id, e.kind, e.effective_on, e.loan_id, e.fee_id, e.payment_id, e.instalment_id, i.number,
  (SELECT jsonb_agg(jsonb_build_array(a.code, p.amount_cents) ORDER BY p.line)
   FROM posting p JOIN ledger_account a ON a.id = p.account_id WHERE p.entry_id = e.id) AS lines
FROM journal_entry e LEFT JOIN instalment i ON i.id = e.instalment_id
WHERE {column} = :id AND e.kind <> 'reversal'
  AND NOT EXISTS (SELECT 1 FROM journal_entry r WHERE r.reverses_id = e.id)
ORDER BY e.seq
"""


def post(w: Work, application: UUID, journals: Sequence[Journal], cause: Cause) -> list[dict[str, Any]]:
    """Write the journals and answer their public states; the caller holds the book.

    Raises DomainError `already_posted` for a cause of before.
    """
    if not journals:
        return []
    head, accounts = _book(w, application, {line.account for each in journals for line in each.lines})
    made = [replace(each, id=uuid7()) for each in journals]
    entries: list[dict[str, Any]] = []
    for each in made:
        entries.append(_entry(application, each, cause, head, accounts))
        head = bytes.fromhex(entries[-1]["hash"])
    rows = {"entries": json.dumps(plain(entries)), "postings": json.dumps(plain(_postings(made, accounts)))}
    chain = {"application": application, "head": head, "command": cause.command_id, "actor": cause.actor_id}
    try:
        w.execute(_POST, {**rows, **chain}, prepare=True)
    except IntegrityError as exc:
        if isinstance(exc.orig, UniqueViolation):
            raise DomainError("already_posted", "This was posted before, under the same key.") from exc
        raise
    return [_state(application, each, entry) for each, entry in zip(made, entries, strict=True)]


def of_loan(w: Work, loan: UUID) -> list[Journal]:
    """What stands of a loan: neither reversed nor a reversal."""
    return [_read(row) for row in w.all(_POSTED.format(column="e.loan_id"), {"id": loan}, prepare=True)]


def of_fee(w: Work, fee: UUID) -> list[Journal]:
    return [_read(row) for row in w.all(_POSTED.format(column="e.fee_id"), {"id": fee}, prepare=True)]


def findings(w: Work) -> list[str]:
    """What PostgreSQL finds wrong with the ledger; nothing when all is well."""
    return [row.finding for row in w.all("SELECT finding FROM ledger_findings()")]


def _book(w: Work, application: UUID, codes: set[str]) -> tuple[bytes | None, dict[str, UUID]]:
    """The end of its chain and its accounts by code; those of `codes` that it lacks are opened."""
    found = w.one(_BOOK, {"id": application}, prepare=True)
    assert found is not None
    accounts = {code: UUID(id) for code, id in found.accounts.items()}
    lacking = {code: uuid7() for code in sorted(codes - accounts.keys())}
    if lacking:
        rows = [{"id": str(id), "code": code, "kind": ledger.KIND_OF[code]} for code, id in lacking.items()]
        w.execute(_ACCOUNTS, {"application": application, "rows": json.dumps(rows)}, prepare=True)
    return found.head, accounts | lacking


def _entry(
    application: UUID, journal: Journal, cause: Cause, head: bytes | None, accounts: dict[str, UUID]
) -> dict[str, Any]:
    line, booked = cause.next_line(), dates.now()
    facts = (
        journal.id, journal.kind, application, journal.loan_id, journal.effective_on, dates.sydney_day(booked),
        cause.command_id, line, cause.actor_id, journal.reverses_id,
    )  # fmt: skip
    hashed = ledger.chained(head, facts, ((accounts[each.account], each.cents) for each in journal.lines))
    return {
        "id": journal.id,
        "kind": journal.kind,
        "loan_id": journal.loan_id,
        "fee_id": journal.fee_id,
        "instalment_id": journal.instalment_id,
        "payment_id": journal.payment_id,
        "effective_on": journal.effective_on,
        "booked_on": dates.sydney_day(booked),
        "booked_at": booked,
        "line": line,
        "reverses_id": journal.reverses_id,
        "reason": journal.reason,
        "prev_hash": head.hex() if head else None,
        "hash": hashed.hex(),
    }


def _postings(made: Iterable[Journal], accounts: dict[str, UUID]) -> list[dict[str, Any]]:
    return [
        {"entry": each.id, "line": number, "account": accounts[line.account], "cents": line.cents}
        for each in made
        for number, line in enumerate(each.lines, start=1)
    ]


def _state(application: UUID, journal: Journal, entry: dict[str, Any]) -> dict[str, Any]:
    """What `finance.journal_posted` says."""
    return {
        "id": journal.id,
        "version": 1,
        "application_id": application,
        "loan_id": journal.loan_id,
        "type": journal.kind,
        "amount": money.text(journal.amount),
        "effective_on": journal.effective_on,
        "booked_at": entry["booked_at"],
        "fee_id": journal.fee_id,
        "repayment_id": journal.instalment_id,
        "payment_id": journal.payment_id,
        "reverses_id": journal.reverses_id,
        "postings": [
            {
                "account": line.account,
                "debit": money.text(money.from_cents(max(line.cents, 0))),
                "credit": money.text(money.from_cents(max(-line.cents, 0))),
            }
            for line in journal.lines
        ],
    }


def _read(row: Any) -> Journal:
    return Journal(
        kind=row.kind,
        effective_on=row.effective_on,
        lines=tuple(Line(code, cents) for code, cents in row.lines),
        loan_id=row.loan_id,
        fee_id=row.fee_id,
        payment_id=row.payment_id,
        number=row.number,
        instalment_id=row.instalment_id,
        id=row.id,
    )
