"""The ledger: journals are inserted whole, in one statement for all, each chained to the one before it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from psycopg2.errors import UniqueViolation
from sqlalchemy.exc import IntegrityError

from finance.domain.ledger.chart import KIND_OF
from finance.domain.ledger.command_ref import CommandRef
from finance.domain.ledger.hash_chain import entry_hash
from finance.domain.ledger.journal import Journal, Posting
from lendkit.messaging.work import Work
from lendkit.runtime.sql import load
from lendkit.values import dates
from lendkit.values.identifiers import uuid7
from lendkit.values.plain import plain

_HEAD = """
SELECT b.head, coalesce((SELECT jsonb_object_agg(a.code, a.id) FROM ledger_account a
  WHERE a.application_id = b.application_id), '{}') AS accounts
FROM book b WHERE b.application_id = :id
"""
_OPEN_ACCOUNTS = """
INSERT INTO ledger_account (id, code, kind, application_id)
SELECT (r->>'id')::uuid, r->>'code', (r->>'kind')::account_kind, :application
FROM jsonb_array_elements(CAST(:rows AS jsonb)) AS r
"""
_CENTS = "(({} / 100.0)::numeric(18, 2))::text"
# The public state of a journal.
STATE = f"""jsonb_build_object('id', e.id, 'version', 1, 'application_id', e.application_id, 'loan_id', e.loan_id,
  'type', e.kind, 'amount', (SELECT {_CENTS.format("sum(greatest(p.amount_cents, 0))")} FROM posting p
    WHERE p.entry_id = e.id), 'effective_on', e.effective_on, 'booked_at', e.created_at, 'fee_id', e.fee_id,
  'repayment_id', e.instalment_id, 'payment_id', e.payment_id, 'reverses_id', e.reverses_id,
  'postings', (SELECT jsonb_agg(jsonb_build_object('account', a.code,
      'debit', {_CENTS.format("greatest(p.amount_cents, 0)")},
      'credit', {_CENTS.format("greatest(-p.amount_cents, 0)")})
      ORDER BY p.line) FROM posting p JOIN ledger_account a ON a.id = p.account_id WHERE p.entry_id = e.id))"""
_STATES = f"""
SELECT {STATE} AS state FROM jsonb_array_elements_text(CAST(:ids AS jsonb)) AS posted (id)
JOIN journal_entry e ON e.id = CAST(posted.id AS uuid) ORDER BY e.seq
"""
_POST = load(__file__, "post_journals.sql")
_IN_FORCE = load(__file__, "journals_in_force.sql")


class AlreadyPosted(Exception):
    """The same command has posted before."""


@dataclass(frozen=True)
class _HeadRow:
    head: bytes | None
    accounts: Mapping[str, str]


@dataclass(frozen=True)
class _JournalRow:
    id: UUID
    kind: str
    effective_on: date
    loan_id: UUID | None
    fee_id: UUID | None
    payment_id: UUID | None
    instalment_id: UUID | None
    number: int | None
    postings: Sequence[tuple[str, int]]


def post(w: Work, application: UUID, journals: Sequence[Journal], command: CommandRef) -> list[Mapping[str, Any]]:
    """Write the journals and return their public states; the caller has locked the subledger.

    Raises AlreadyPosted for a command that has posted before.
    """
    if not journals:
        return []
    head, accounts = _head(w, application, {posting.account for entry in journals for posting in entry.postings})
    numbered = [replace(entry, id=uuid7()) for entry in journals]
    entries: list[dict[str, Any]] = []
    for entry in numbered:
        entries.append(_entry(application, entry, command, head, accounts))
        head = bytes.fromhex(entries[-1]["hash"])
    rows = {"entries": json.dumps(plain(entries)), "postings": json.dumps(plain(_postings(numbered, accounts)))}
    chain = {"application": application, "head": head, "command": command.command_id, "actor": command.actor_id}
    try:
        w.execute(_POST, {**rows, **chain}, prepare=True)
    except IntegrityError as exc:
        if isinstance(exc.orig, UniqueViolation):
            raise AlreadyPosted(command.command_id) from exc
        raise
    posted = w.all(_STATES, {"ids": json.dumps([str(entry.id) for entry in numbered])}, prepare=True)
    return [row.state for row in posted]


def in_force(w: Work, application: UUID, *, loan: UUID | None = None, fee: UUID | None = None) -> list[Journal]:
    """Journals that are neither reversed nor a reversal: of the application, or of one loan or fee of it."""
    params = {"application": application, "loan": loan, "fee": fee}
    return [
        Journal(**{**vars(row), "postings": tuple(Posting(code, cents) for code, cents in row.postings)})
        for row in w.all(_IN_FORCE, params, into=_JournalRow, prepare=True)
    ]


def findings(w: Work) -> list[str]:
    """What PostgreSQL finds wrong with the ledger; empty when all is well. It reads every posting."""
    w.execute("SET LOCAL statement_timeout = '600s'")
    return [row.finding for row in w.all("SELECT finding FROM ledger_findings()")]


def _head(w: Work, application: UUID, codes: set[str]) -> tuple[bytes | None, dict[str, UUID]]:
    """The end of its hash chain and its accounts by code; those of `codes` that it lacks are opened."""
    row = w.one(_HEAD, {"id": application}, into=_HeadRow, prepare=True)
    assert row is not None
    accounts = {code: UUID(id) for code, id in row.accounts.items()}
    lacking = {code: uuid7() for code in sorted(codes - accounts.keys())}
    if lacking:
        rows = [{"id": str(id), "code": code, "kind": KIND_OF[code]} for code, id in lacking.items()]
        w.execute(_OPEN_ACCOUNTS, {"application": application, "rows": json.dumps(rows)}, prepare=True)
    return row.head, accounts | lacking


def _entry(
    application: UUID, journal: Journal, command: CommandRef, head: bytes | None, accounts: Mapping[str, UUID]
) -> dict[str, Any]:
    line, booked = command.next_line(), dates.now()
    facts = (
        journal.id, journal.kind, application, journal.loan_id, journal.effective_on, dates.sydney_day(booked),
        command.command_id, line, command.actor_id, journal.reverses_id,
    )  # fmt: skip
    hashed = entry_hash(head, facts, ((accounts[posting.account], posting.cents) for posting in journal.postings))
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


def _postings(journals: Iterable[Journal], accounts: Mapping[str, UUID]) -> list[dict[str, Any]]:
    return [
        {"entry": entry.id, "line": number, "account": accounts[posting.account], "cents": posting.cents}
        for entry in journals
        for number, posting in enumerate(entry.postings, start=1)
    ]
