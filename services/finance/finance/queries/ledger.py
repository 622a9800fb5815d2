"""The ledger: journals with their postings, and the trial balance."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from finance.store.ledger import STATE
from lendkit.runtime import context, db
from lendkit.values import money
from lendkit.web import pages, scope
from lendkit.web.pages import Order

SORTS = {
    "-booked_at": Order("e.seq", "bigint", descending=True),
    "booked_at": Order("e.seq", "bigint"),
}
_CONDITIONS = {
    "application_id": "e.application_id = :application_id",
    "loan_id": "e.loan_id = :loan_id",
    "fee_id": "e.fee_id = :fee_id",
    "payment_id": "e.payment_id = :payment_id",
    "type": "e.kind = :type",
    "booked_from": "e.booked_on >= :booked_from",
    "booked_to": "e.booked_on <= :booked_to",
}
_ITEM = f"""{STATE} || jsonb_build_object('booked_on', e.booked_on, 'reason', e.reason, 'hash', encode(e.hash, 'hex'),
  'previous_hash', encode(e.prev_hash, 'hex'),
  'reversed_by_id', (SELECT r.id FROM journal_entry r WHERE r.reverses_id = e.id))"""
_BALANCES = """
SELECT a.code, sum(p.amount_cents) AS cents
FROM posting p JOIN journal_entry e ON e.id = p.entry_id JOIN ledger_account a ON a.id = p.account_id
WHERE e.booked_on <= :on AND (CAST(:application_id AS uuid) IS NULL OR e.application_id = :application_id)
GROUP BY a.code ORDER BY a.code
"""


def find(args: Mapping[str, Any]) -> dict[str, Any]:
    """A page of what the caller may see, newest first."""
    page = pages.page(args, SORTS, "-booked_at", id="e.id")
    rule, params = scope.visible(context.actor(), "e.application_id")
    filters = {name: args[name] for name in _CONDITIONS if args.get(name)}
    where = " AND ".join([rule, *(_CONDITIONS[name] for name in filters)])
    skip, after = page.where()
    rows = db.all(
        f"SELECT e.id, {page.key()}, {_ITEM} AS body FROM journal_entry e WHERE {where} AND {skip} {page.tail()}",
        {**params, **filters, **after},
    )
    count = f"SELECT count(*) FROM journal_entry e WHERE {where}"
    return page.answer(rows, lambda row: row.body, db.scalar(count, {**params, **filters}) if page.first else None)


def trial_balance(on: date, application_id: Any = None) -> dict[str, Any]:
    """The balance of each account by what was booked up to and including a day; debits and credits sum to the same."""
    rows = db.all(_BALANCES, {"on": on, "application_id": application_id})
    accounts = [{"code": row.code, **_sides(int(row.cents))} for row in rows]
    debit = sum(max(int(row.cents), 0) for row in rows)
    credit = sum(max(-int(row.cents), 0) for row in rows)
    return {"on": on, "accounts": accounts, "totals": {"debit": _text(debit), "credit": _text(credit)}}


def _sides(cents: int) -> dict[str, str]:
    return {"debit": _text(max(cents, 0)), "credit": _text(max(-cents, 0))}


def _text(cents: int) -> str:
    return money.text(money.from_cents(cents))
