"""Loans as they are read: terms, balances, arrears as of today, the schedule in force, what came in."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from finance.domain import arrears, replay
from finance.queries import payments, repayments
from finance.store import agreed, fees, loans
from finance.store import payments as received
from lendkit.messaging.work import work
from lendkit.runtime import context, db
from lendkit.values import dates
from lendkit.values.errors import Invalid
from lendkit.values.money import text
from lendkit.web import pages, scope
from lendkit.web.pages import Order

SORTS = {
    "-created_at": Order("l.created_at", "timestamptz", descending=True),
    "created_at": Order("l.created_at", "timestamptz"),
}
_CONDITIONS = {"application_id": "l.application_id = :application_id", "status": "l.status = :status"}
_SUM = " + ".join(f"(l.state->>'{part}')::numeric" for part in ("principal", "interest", "fees", "penalties"))
STATE = f"""jsonb_build_object('id', l.id, 'version', l.version, 'application_id', l.application_id, 'status', l.status,
  'principal', ((l.terms->>'principal')::numeric(18, 2))::text, 'annual_rate', l.terms->>'annual_rate',
  'method', l.terms->>'method', 'frequency', l.terms->>'frequency', 'day_count', l.terms->>'day_count',
  'capitalised_periods', l.terms->'capitalised_periods', 'periods', l.state->'periods',
  'settled_on', l.terms->>'settlement_date', 'maturity_date', l.state->>'maturity_date',
  'discharged_on', l.discharged_on, 'days_past_due', l.state->'days_past_due', 'reason', l.reason,
  'balances', jsonb_build_object('principal', l.state->>'principal', 'interest', l.state->>'interest',
    'fees', l.state->>'fees', 'penalties', l.state->>'penalties', 'overpaid', l.state->>'overpaid',
    'total', (({_SUM} - (l.state->>'overpaid')::numeric)::numeric(18, 2))::text))"""
_LATE = "i.loan_id = l.id AND i.status <> 'replaced' AND i.outstanding > 0 AND i.due_date < :today"
_ITEM = f"""{STATE} || jsonb_build_object('reference_number', l.reference_number, 'product_id', l.product_id,
  'origin', l.origin, 'created_by', l.created_by, 'created_at', l.created_at, 'as_of', l.as_of) AS body,
  (SELECT coalesce(max(CAST(:today AS date) - i.due_date), 0) FROM instalment i WHERE {_LATE}) AS days,
  (SELECT coalesce(sum(i.outstanding), 0)::numeric(18, 2)::text FROM instalment i WHERE {_LATE}) AS late"""
_MORE = f"""jsonb_build_object('terms', l.terms, 'rules', l.rules,
  'schedule', (SELECT jsonb_build_object('id', s.id, 'number', s.number, 'reason', s.reason,
      'interest', s.interest::text, 'created_at', s.created_at, 'instalments', (
        SELECT coalesce(jsonb_agg({repayments.ITEM} ORDER BY i.number), '[]') FROM instalment i
        WHERE i.loan_id = l.id AND i.status <> 'replaced'))
    FROM schedule s WHERE s.loan_id = l.id ORDER BY s.number DESC LIMIT 1),
  'payments', (SELECT coalesce(jsonb_agg({payments.ITEM} ORDER BY p.received_on, p.seq), '[]') FROM payment p
    WHERE p.loan_id = l.id)) AS more"""


def find(args: Mapping[str, Any]) -> dict[str, Any]:
    """A page of what the caller may see."""
    page = pages.page(args, SORTS, "-created_at", id="l.id")
    rule, params = scope.visible(context.actor(), "l.application_id")
    given = {name: args[name] for name in _CONDITIONS if args.get(name)}
    where = " AND ".join([rule, *(_CONDITIONS[name] for name in given)])
    skip, after = page.where()
    rows = db.all(
        f"SELECT l.id, {page.key()}, {_ITEM} FROM loan l WHERE {where} AND {skip} {page.tail()}",
        {**params, **given, **after, "today": dates.today()},
    )
    total = db.scalar(f"SELECT count(*) FROM loan l WHERE {where}", {**params, **given}) if page.first else None
    return page.answer(rows, _with_arrears, total)


def one(id: UUID) -> tuple[dict[str, Any], int] | None:
    """(the loan, its version), or None where it is not the caller's."""
    rule, params = scope.visible(context.actor(), "l.application_id")
    row = db.one(
        f"SELECT l.version, {_ITEM}, {_MORE} FROM loan l WHERE l.id = :id AND {rule}",
        {**params, "id": id, "today": dates.today()},
    )
    return None if row is None else ({**_with_arrears(row), **row.more}, row.version)


def payoff(id: UUID, on: date) -> dict[str, Any] | None:
    """What clears the loan on a day, with interest to that day; None where it is not the caller's.

    Raises Invalid for a day before settlement or too far ahead.
    """
    rule, params = scope.visible(context.actor(), "loan.application_id")
    with work() as w:
        row = w.one(f"SELECT {loans.COLUMNS} FROM loan WHERE id = :id AND {rule}", {**params, "id": id})
        if row is None:
            return None
        settled = agreed.terms_of(row.terms).settlement_date
        if not settled <= on <= date(settled.year + 60, 12, 31):
            raise Invalid({"/on": [f"The loan was settled on {settled.isoformat()}: choose a later day."]})
        charged = fees.of_application(w, row.application_id)
        parts = replay.payoff(loans.history(row, received.of_loan(w, id), charged), on)
        owed = fees.left(charged)
    total = parts.pop("total") + owed
    shown = {name: text(amount) for name, amount in {**parts, "fees": owed, "total": total}.items()}
    return {"loan_id": id, "on": on, "version": row.version, **shown}


def _with_arrears(row: Any) -> dict[str, Any]:
    late = {"days_past_due": row.days, "bucket": arrears.bucket(row.days), "amount": row.late}
    return {**row.body, "days_past_due": row.days, "arrears": late}
