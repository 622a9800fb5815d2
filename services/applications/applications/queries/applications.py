"""The list of applications: filtered, sorted, in pages, with the totals of all that match."""

from collections.abc import Mapping
from typing import Any

from applications.domain.stages import BY_CODE
from applications.store.applications import visible
from lendkit.runtime import context, db
from lendkit.runtime.sql import load
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
_CONDITIONS = {  # filter → SQL; only those in use go into the statement
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


_LIST = load(__file__, "list.sql")


def find(args: Mapping[str, Any]) -> dict[str, Any]:
    """A page of what the caller may see, with totals on the first."""
    page = pages.page(args, SORTS, "-created_at", id="a.id")
    rule, params = visible(context.actor())
    filters = {name: args[name] for name in _CONDITIONS if args.get(name)}
    if "q" in filters:
        filters["q"] = pages.like(filters["q"].lower())
    where = " AND ".join([rule, *(_CONDITIONS[name] for name in filters)])
    skip, after = page.where()
    params |= filters
    sql = _LIST.replace(":page_key", page.key()).replace(":filters", f"{where} AND {skip}")
    rows = db.all(
        sql.replace(":page_tail", page.tail()),
        {**params, **after},
        prepare="q" not in filters,  # which plan a search wants depends on what is searched for
    )
    totals = _totals(where, params) if page.first else None
    count = totals["count"] if totals else None
    return page.answer(rows, lambda row: _labelled(row.body), count, totals=totals)


def _totals(where: str, params: Mapping[str, Any]) -> dict[str, Any]:
    amount = "coalesce(sum(a.loan_amount), 0)::numeric(20, 2)::text AS amount"
    row = db.one(f"SELECT count(*) AS count, {amount} FROM application a WHERE {where}", params)
    assert row is not None  # an aggregate has one row
    return {"count": row.count, "loan_amount": row.amount}


def _labelled(item: dict[str, Any]) -> dict[str, Any]:
    stage = BY_CODE[item["stage"]]
    return {**item, "stage_label": stage.label, "stage_tone": stage.tone}
