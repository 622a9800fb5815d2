"""The list: filtered, sorted, in pages, with the totals of what was found."""

from collections.abc import Mapping
from typing import Any

from applications.domain.stages import BY_CODE
from applications.store.application import visible
from lendkit.runtime import context, db
from lendkit.web import pages
from lendkit.web.pages import Order

SORTS = {
    "-created_at": Order("a.created_at", "timestamptz", descending=True),
    "created_at": Order("a.created_at", "timestamptz"),
    "-updated_at": Order("a.updated_at", "timestamptz", descending=True),
    "-loan_amount": Order("coalesce(a.loan_amount, 0)", "numeric", descending=True),
    "loan_amount": Order("coalesce(a.loan_amount, 0)", "numeric"),
    "reference_number": Order("a.reference_number", "text"),
}
_CONDITIONS = {  # filter -> SQL; only those that are given go into the statement
    "stage": "a.stage = ANY(:stage)",
    "bd_id": "a.bd_id = :bd_id",
    "broker_id": "a.broker_id = :broker_id",
    "branch_id": "a.branch_id = :branch_id",
    "application_type": "a.application_type = :application_type",
    "created_from": "a.created_at >= CAST(:created_from AS timestamp) AT TIME ZONE 'Australia/Sydney'",
    "created_to": "a.created_at < (CAST(:created_to AS timestamp) + interval '1 day') AT TIME ZONE 'Australia/Sydney'",
    "amount_min": "a.loan_amount >= :amount_min",
    "amount_max": "a.loan_amount <= :amount_max",
    "q": "a.search LIKE :q",
}


def _name(kind: str, column: str) -> str:
    return f"""(SELECT jsonb_build_object('id', c.id, 'name', c.body->>'name') FROM copies c
      WHERE c.kind = '{kind}' AND c.id = a.{column})"""


_ITEM = f"""jsonb_build_object(
  'id', a.id, 'reference_number', a.reference_number, 'stage', a.stage, 'application_type', a.application_type,
  'loan_amount', a.terms->>'loan_amount', 'loan_term', a.terms->'loan_term', 'interest_rate', a.terms->>'interest_rate',
  'purpose', a.terms->>'purpose', 'lvr', a.lvr::text, 'created_at', a.created_at, 'updated_at', a.updated_at,
  'version', a.version, 'days_in_stage', (now()::date - a.stage_since::date),
  'broker', {_name("broker", "broker_id")}, 'bd', {_name("bdm", "bd_id")}, 'branch', {_name("branch", "branch_id")},
  'borrower_names', coalesce(
    (SELECT jsonb_agg(trim(concat_ws(' ', b->>'first_name', b->>'last_name')))
       FROM jsonb_array_elements(a.draft->'borrowers') b),
    (SELECT jsonb_agg(c.body->>'name' ORDER BY l.section, l.position) FROM links l
       JOIN copies c ON c.kind = l.kind AND c.id = l.id
       WHERE l.application_id = a.id AND l.section IN ('borrowers', 'companies')), '[]'::jsonb)) AS body"""


def find(args: Mapping[str, Any]) -> dict[str, Any]:
    """A page of what the caller may see."""
    page = pages.page(args, SORTS, "-created_at", id="a.id")
    rule, params = visible(context.actor())
    given = {name: args[name] for name in _CONDITIONS if args.get(name)}
    if "q" in given:
        given["q"] = pages.like(given["q"].lower())
    where = " AND ".join([rule, *(_CONDITIONS[name] for name in given)])
    skip, after = page.where()
    params |= given
    rows = db.all(
        f"SELECT a.id, {page.key()}, {_ITEM} FROM application a WHERE {where} AND {skip} {page.tail()}",
        {**params, **after},
        prepare="q" not in given,  # which plan a search wants depends on what is searched for
    )
    totals = _totals(where, params) if page.first else None
    return page.answer(rows, lambda row: _labelled(row.body), totals and totals["count"], totals=totals)


def _totals(where: str, params: Mapping[str, Any]) -> dict[str, Any]:
    amount = "coalesce(sum(a.loan_amount), 0)::numeric(20, 2)::text AS amount"
    sql = f"SELECT count(*) AS count, {amount} FROM application a WHERE {where}"
    row = db.one(sql, params)
    assert row is not None
    return {"count": row.count, "loan_amount": row.amount}


def _labelled(item: dict[str, Any]) -> dict[str, Any]:
    stage = BY_CODE[item["stage"]]
    return {**item, "stage_label": stage.label, "stage_tone": stage.tone}
