"""Repayment compliance: of the instalments that fall due in the range, which were paid, when, and what is open.

An instalment counts by its contractual due date when it asks for money: replaced ones, those of 0.00 (interest that is
capitalised) and number 0 (interest withheld at settlement) do not. Each one that counts is exactly one of

- `paid_on_time`: paid in full, the last of it on or before the due date;
- `paid_late`: paid in full after it;
- `overdue`: not paid in full, and the due date is before today;
- `outstanding`: not paid in full, due today or later.

`on_time_rate` = paid on time / (paid on time + paid late + overdue), in percent. `received` is the money that came in
on a day of the range, for whatever instalment, reversed payments left out.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from lendkit.values import dates
from reports.queries import cells, parts
from reports.queries import report as report_
from reports.queries.report import Report

COUNTS = "i.status <> 'replaced' AND i.amount > 0 AND i.number > 0"
STANDINGS = ("paid_on_time", "paid_late", "overdue", "outstanding")

_DUE = """
{name} AS (
  SELECT a.id, a.reference_number, a.party_names, a.bd_id, a.broker_id, a.branch_id, i.due_date, i.amount,
    i.outstanding, {month} AS month, 1 AS n,
    CASE WHEN i.status = 'paid' AND i.paid_on <= i.due_date THEN 'paid_on_time' WHEN i.status = 'paid' THEN 'paid_late'
      WHEN i.due_date < :today THEN 'overdue' ELSE 'outstanding' END AS standing
  FROM instalment i JOIN application a ON a.id = i.application_id
  WHERE {counts} AND {visible} AND {within})
"""
_RECEIVED = """
received AS (
  SELECT p.amount, 1 AS n, {received_month} AS month
  FROM payment p JOIN application a ON a.id = p.application_id
  WHERE p.status = 'received' AND {visible} AND {received_within}),
span AS (SELECT month FROM due UNION SELECT month FROM received)
"""
_ROWS = """
SELECT {heading} || {figures} || jsonb_build_object('oldest_overdue', min(due_date) FILTER (WHERE standing = 'overdue'))
  AS body
FROM {table} t GROUP BY id, reference_number, party_names, bd_id, broker_id, branch_id
ORDER BY min(due_date) FILTER (WHERE standing = 'overdue'), reference_number
"""
_MONEY_IN = parts.figure("TRUE", amount="r.amount")


def figures() -> str:
    """JSON over rows of `due`: a {count, amount, outstanding} for all and for each standing, and the rate."""
    wheres = {"due": "standing IS NOT NULL", **{name: f"standing = '{name}'" for name in STANDINGS}}
    groups = [f"'{n}', {parts.figure(w, amount='amount', outstanding='outstanding')}" for n, w in wheres.items()]
    decided = parts.counted("standing <> 'outstanding'")
    rate = parts.share(parts.counted("standing = 'paid_on_time'"), decided)
    return f"jsonb_build_object({', '.join(groups)}, 'on_time_rate', {rate})"


def report(args: parts.Args) -> Report:
    """By month, BDM, broker and branch; a row per application, the longest overdue first."""
    visible, params = parts.visible(args)
    within, days = parts.within(args, "i.due_date")
    month, in_month = parts.month_of("i.due_date"), parts.month_of("p.received_on")
    received = parts.within(args, "p.received_on")[0]
    tables = [
        _DUE.format(name="due", month=month, counts=COUNTS, visible=visible, within=within),
        _RECEIVED.format(received_month=in_month, visible=visible, received_within=received),
    ]
    total = "SELECT count(DISTINCT id) FROM due"
    return _report(tables, "due", "due", total, {**params, **days, "today": dates.today()})


_RECEIVED_CELLS = """
received AS (SELECT month, n, amount FROM cell WHERE measure = 'received' AND kind = 'all' AND {months}),
span AS (SELECT month FROM due UNION SELECT month FROM received)
"""
_CELLS = """
passed AS (
  SELECT CAST(:this_month AS date) AS month, a.bd_id, a.broker_id, a.branch_id, i.amount, i.outstanding
  FROM instalment i JOIN application a ON a.id = i.application_id
  WHERE {unpaid} AND i.due_date >= :this_month AND i.due_date < :today AND {within} AND NOT a.deleted),
passed_sums AS MATERIALIZED ({passed}),
cells AS MATERIALIZED (
  SELECT kind, month, person, n, amount, rest AS outstanding, CASE WHEN key <> 'waiting' THEN key
    WHEN month < :this_month THEN 'overdue' ELSE 'outstanding' END AS standing
  FROM cell WHERE measure = 'due' AND {cells}
  UNION ALL
  SELECT s.kind, s.month, s.person, v.sign * s.n, v.sign * s.amount, v.sign * s.outstanding, v.standing
  FROM passed_sums s CROSS JOIN (VALUES ('overdue', 1), ('outstanding', -1)) AS v (standing, sign))
"""
# What waits is overdue or not by its month, so of what waits a person's cells are read month by month.
_PEOPLE_OF_ALL_MONTHS = "(month IS NULL) = (kind <> 'all' AND key <> 'waiting')"
# The first of the rows: the longest overdue, then by reference who owes nothing that is.
_CHOSEN = """
late AS MATERIALIZED (
  {late} LIMIT {shown}),
chosen AS MATERIALIZED (
  SELECT id FROM late UNION ALL
  (SELECT a.id FROM application a
   WHERE NOT a.deleted AND EXISTS (SELECT 1 FROM share WHERE application_id = a.id AND measure = 'due' AND {months})
     AND NOT EXISTS (SELECT 1 FROM instalment i
       WHERE i.application_id = a.id AND {unpaid} AND i.due_date < :today AND {within})
   ORDER BY a.reference_number LIMIT {shown} - (SELECT count(*) FROM late)))
"""


_LATE = """SELECT a.id FROM instalment i JOIN application a ON a.id = i.application_id
  WHERE {unpaid} AND i.due_date < :today AND {within} AND NOT a.deleted
  GROUP BY a.id ORDER BY min(i.due_date), a.reference_number"""
# From the beginning of time the oldest that waits is the oldest in the range.
_LATE_OF_ALL = """SELECT a.id FROM share s JOIN application a ON a.id = s.application_id
  WHERE s.measure = 'waiting' AND s.day < :today AND {days} ORDER BY s.day, a.reference_number"""


def summed(args: parts.Args) -> Report:
    """The same of whole months, from the cells; its rows are the first that are shown, and no more."""
    within, days = parts.within(args, "i.due_date")
    months = parts.within(args, "month")[0]
    today = dates.today()
    own = {
        "months": months,
        "cells": cells.range_(args) if days else _PEOPLE_OF_ALL_MONTHS,
        "within": within,
        "unpaid": cells.UNPAID,
        "shown": report_.SHOWN,
        "passed": cells.by_kind("passed", "count(*) AS n, sum(amount) AS amount, sum(outstanding) AS outstanding"),
    }
    late = _LATE.format(**own) if "from_" in days else _LATE_OF_ALL.format(days=parts.within(args, "s.day")[0])
    visible, month = "a.id IN (SELECT id FROM chosen)", parts.month_of("i.due_date")
    tables = [
        _CELLS.format(**own),
        cells.tables("cells", "due", "standing", "amount, outstanding"),
        _RECEIVED_CELLS.format(**own),
        _CHOSEN.format(**own, late=late),
        _DUE.format(name="line", month=month, counts=COUNTS, visible=visible, within=within),
    ]
    total = f"SELECT count(DISTINCT application_id) FROM share WHERE measure = 'due' AND {months}"
    if not days:
        total = "SELECT coalesce(sum(n), 0)::bigint FROM cell WHERE measure = 'payer' AND kind = 'all'"
    return _report(tables, "due_{column}", "line", total, {**days, "today": today, "this_month": today.replace(day=1)})


def _report(tables: Sequence[str], people: str, rows: str, rows_total: str, params: Mapping[str, Any]) -> Report:
    sums = figures()
    monthly = f"{sums} || jsonb_build_object('received', (SELECT {_MONEY_IN} FROM received r WHERE r.month = s.month))"
    return Report(
        owners=("applications", "finance"),
        tables=", ".join(tables),
        totals=f"(SELECT {sums} FROM due) || jsonb_build_object('received', (SELECT {_MONEY_IN} FROM received r))",
        series={"by_month": parts.months("due", monthly, "span"), **parts.by_people(people, sums)},
        rows=_ROWS.format(heading=parts.heading("t"), figures=sums, table=rows),
        rows_total=rows_total,
        params=params,
    )
