"""Loans: contract terms, balances, arrears as of today, the schedule in force, payments."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from finance.domain.loan import arrears
from finance.domain.loan.payoff_quote import quote
from finance.queries import payments, repayments
from finance.store import fees, history, loans
from finance.store import payments as payment_store
from finance.store.loans import STATE, LoanRow
from lendkit.messaging.work import work
from lendkit.runtime import context, db
from lendkit.values import dates
from lendkit.values.money import text
from lendkit.web import pages, scope
from lendkit.web.pages import Order

SORTS = {
    "-created_at": Order("l.created_at", "timestamptz", descending=True),
    "created_at": Order("l.created_at", "timestamptz"),
}
_CONDITIONS = {"application_id": "l.application_id = :application_id", "status": "l.status = :status"}
_OVERDUE = "i.loan_id = l.id AND i.status <> 'replaced' AND i.outstanding > 0 AND i.due_date < :today"
_ITEM = f"""{STATE} || jsonb_build_object('reference_number', l.reference_number, 'product_id', l.product_id,
  'origin', l.origin, 'created_by', l.created_by, 'created_at', l.created_at, 'as_of', l.as_of) AS body,
  (SELECT coalesce(max(CAST(:today AS date) - i.due_date), 0) FROM instalment i WHERE {_OVERDUE}) AS days_past_due,
  (SELECT coalesce(sum(i.outstanding), 0)::numeric(18, 2)::text FROM instalment i WHERE {_OVERDUE}) AS overdue"""
_DETAIL = f"""jsonb_build_object('terms', l.terms, 'rules', l.rules,
  'schedule', (SELECT jsonb_build_object('id', s.id, 'number', s.number, 'reason', s.reason,
      'interest', s.interest::text, 'created_at', s.created_at, 'instalments', (
        SELECT coalesce(jsonb_agg({repayments.ITEM} ORDER BY i.number), '[]') FROM instalment i
        WHERE i.loan_id = l.id AND i.status <> 'replaced'))
    FROM schedule s WHERE s.loan_id = l.id ORDER BY s.number DESC LIMIT 1),
  'payments', (SELECT coalesce(jsonb_agg({payments.ITEM} ORDER BY p.received_on, p.seq), '[]') FROM payment p
    WHERE p.loan_id = l.id)) AS detail"""


def find(args: Mapping[str, Any]) -> dict[str, Any]:
    """A page of what the caller may see."""
    page = pages.page(args, SORTS, "-created_at", id="l.id")
    rule, params = scope.visible(context.actor(), "l.application_id")
    filters = {name: args[name] for name in _CONDITIONS if args.get(name)}
    where = " AND ".join([rule, *(_CONDITIONS[name] for name in filters)])
    skip, after = page.where()
    rows = db.all(
        f"SELECT l.id, {page.key()}, {_ITEM} FROM loan l WHERE {where} AND {skip} {page.tail()}",
        {**params, **filters, **after, "today": dates.today()},
    )
    total = db.scalar(f"SELECT count(*) FROM loan l WHERE {where}", {**params, **filters}) if page.first else None
    return page.answer(rows, _with_arrears, total)


def one(id: UUID) -> tuple[dict[str, Any], int] | None:
    """(the loan, its version), or None where the caller may not see it."""
    rule, params = scope.visible(context.actor(), "l.application_id")
    row = db.one(
        f"SELECT l.version, {_ITEM}, {_DETAIL} FROM loan l WHERE l.id = :id AND {rule}",
        {**params, "id": id, "today": dates.today()},
    )
    return None if row is None else ({**_with_arrears(row), **row.detail}, row.version)


def payoff(id: UUID, on: date) -> dict[str, Any] | None:
    """The payout figure on a day; None where the caller may not see the loan. Raises Invalid for a day out of range.

    `penalties` is `default_interest`, and `given_back` is `interest_rebate`, under their old names.
    """
    rule, params = scope.visible(context.actor(), "l.application_id")
    with work() as w:
        loan = w.one(
            f"SELECT {loans.COLUMNS} FROM loan l WHERE l.id = :id AND {rule}", {**params, "id": id}, into=LoanRow
        )
        if loan is None:
            return None
        charged = fees.of_application(w, loan.application_id)
        figure = asdict(quote(history.of_loan(loan, payment_store.of_loan(w, loan.id), charged), on))
        owed = fees.outstanding(charged)
    figure |= {"fees": owed, "total": figure["total"] + owed}
    figure |= {"penalties": figure["default_interest"], "given_back": figure["interest_rebate"]}
    return {"loan_id": id, "on": on, "version": loan.version, **{name: text(value) for name, value in figure.items()}}


def _with_arrears(row: Any) -> dict[str, Any]:
    days = row.days_past_due
    late = {"days_past_due": days, "bucket": arrears.bucket(days), "amount": row.overdue}
    return {**row.body, "days_past_due": days, "arrears": late}
