"""Application status: what is under way, what has settled and what of that is late, as it stands today.

Each lodged application is exactly one of these; a loan of finance's decides, and before there is one the stage:

- `active`: lodged and still on its way to settlement;
- `performing`: settled, the loan is open and nothing on it is overdue;
- `late`: the loan is open and an instalment is not paid in full though its due date is before today;
- `discharged`, `written_off`: the loan is over;
- `declined`, `withdrawn`: it never settled.

`settled` = performing + late + discharged + written off: all that ever settled. The range takes those that settled on
one of its days, and of those that have no loan the ones lodged on one. `amount` is the principal lent (asked for, where
there is no loan), `balance` what is owed now in all, `overdue` what is past due of it.
Days past due count from the oldest unpaid instalment; the bucket 90+ begins with day 91.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from lendkit.values import dates
from reports.domain.standing import BUCKETS, STATUSES
from reports.queries import cells, parts
from reports.queries import report as report_
from reports.queries.compliance import COUNTS
from reports.queries.report import Report

SETTLED = "status IN ('performing', 'late', 'discharged', 'written_off')"

_OVERDUE = """
arrears AS (
  SELECT i.loan_id, min(i.due_date) AS oldest, sum(i.outstanding) AS overdue FROM instalment i
  WHERE {counts} AND i.outstanding > 0 AND i.due_date < :today GROUP BY i.loan_id)
"""
_BOOK = """
dated AS MATERIALIZED (
  SELECT a.id, a.reference_number, a.party_names, a.bd_id, a.broker_id, a.branch_id, a.stage, l.status AS loan,
    l.settled_on, l.maturity_date, coalesce(l.principal, d.loan_amount) AS amount, l.balance, r.overdue,
    :today - r.oldest AS days_past_due, coalesce(l.settled_on, f.lodged_on) AS day
  FROM application a LEFT JOIN {lodged} f ON TRUE LEFT JOIN application_terms d USING (id)
    LEFT JOIN loan l ON l.application_id = a.id LEFT JOIN arrears r ON r.loan_id = l.id AND l.status = 'open'
  WHERE a.stage <> 'draft' AND {visible}),
{name} AS MATERIALIZED (
  SELECT dated.*, {month} AS month, 1 AS n,
    CASE WHEN loan = 'open' AND days_past_due IS NOT NULL THEN 'late' WHEN loan = 'open' THEN 'performing'
      WHEN loan IS NOT NULL THEN loan WHEN stage = 'settled' THEN 'performing'
      WHEN stage IN ('discharged', 'closed') THEN 'discharged' WHEN stage IN ('declined', 'withdrawn') THEN stage
      ELSE 'active' END AS status
  FROM dated WHERE day IS NOT NULL AND {within})
"""
_BY_STATUS = """
(SELECT jsonb_agg(g.body ORDER BY g.position) FROM (
  SELECT s.position, jsonb_build_object('status', s.status) || {figure} AS body
  FROM unnest(CAST(:statuses AS text[])) WITH ORDINALITY AS s(status, position) LEFT JOIN book t ON t.status = s.status
  GROUP BY s.position, s.status) g)
"""
_BUCKETS = ", ".join(f"('{name}', {least}, {most or 'NULL'})" for name, (least, most) in BUCKETS.items())
_ARREARS = f"""
(SELECT jsonb_agg(g.body ORDER BY g.least) FROM (
  SELECT b.least, jsonb_build_object('bucket', b.bucket) || {{figure}} AS body
  FROM (VALUES {_BUCKETS}) AS b(bucket, least, most)
  LEFT JOIN {{late}} t ON t.days_past_due >= b.least AND (b.most IS NULL OR t.days_past_due <= b.most)
  GROUP BY b.bucket, b.least) g)
"""
_ROWS = f"""
SELECT {{heading}} || jsonb_build_object('status', t.status, 'stage', t.stage, 'amount', t.amount::text,
  'balance', coalesce(t.balance, 0)::numeric(20, 2)::text, 'overdue', coalesce(t.overdue, 0)::numeric(20, 2)::text,
  'days_past_due', coalesce(t.days_past_due, 0), 'settled_on', t.settled_on, 'maturity_date', t.maturity_date,
  'bucket', (SELECT b.bucket FROM (VALUES {_BUCKETS}) AS b(bucket, least, most)
    WHERE t.days_past_due >= b.least AND (b.most IS NULL OR t.days_past_due <= b.most))) AS body
FROM {{table}} t ORDER BY t.days_past_due DESC NULLS LAST, t.day DESC, t.reference_number DESC
"""
_SUMS = {"amount": "amount", "balance": "balance", "overdue": "overdue"}


def figures() -> str:
    """JSON over rows of `book`: a {count, amount, balance, overdue} for each status and for all that settled."""
    wheres = {"settled": SETTLED, **{name: f"status = '{name}'" for name in STATUSES}}
    groups = [f"'{name}', {parts.figure(where, **_SUMS)}" for name, where in wheres.items()]
    return f"jsonb_build_object({', '.join(groups)})"


def report(args: parts.Args) -> Report:
    """By status, arrears bucket, month, BDM, broker and branch; a row per application, the latest payer first."""
    visible, params = parts.visible(args)
    within, days = parts.within(args, "day")
    tables = [
        _OVERDUE.format(counts=COUNTS),
        _BOOK.format(name="book", lodged=parts.LODGED, visible=visible, within=within, month=parts.month_of("day")),
    ]
    return _report(tables, "book", "book", "book", {**params, **days, "today": dates.today()})


_CELLS = """
late AS MATERIALIZED (
  SELECT a.id, a.reference_number, a.bd_id, a.broker_id, a.branch_id, l.settled_on AS day, {month} AS month, 1 AS n,
    l.principal AS amount, l.balance, r.overdue, :today - r.oldest AS days_past_due
  FROM arrears r JOIN loan l ON l.id = r.loan_id AND l.status = 'open' JOIN application a ON a.id = l.application_id
  WHERE NOT a.deleted AND a.stage <> 'draft' AND {days}),
late_sums AS MATERIALIZED ({late}),
cells AS MATERIALIZED (
  SELECT kind, month, person, key AS status, n, amount, rest AS balance, 0 AS overdue FROM cell
  WHERE measure = 'book' AND {cells}
  UNION ALL
  SELECT s.kind, s.month, s.person, v.status, v.sign * s.n, v.sign * s.amount, v.sign * s.balance,
    CASE WHEN v.sign = 1 THEN s.overdue ELSE 0 END
  FROM late_sums s CROSS JOIN (VALUES ('late', 1), ('performing', -1)) AS v (status, sign)),
first AS MATERIALIZED (
  SELECT id FROM late ORDER BY days_past_due DESC, day DESC, reference_number DESC LIMIT {shown}),
chosen AS MATERIALIZED (
  SELECT id FROM first UNION ALL
  (SELECT a.id FROM share s JOIN application a ON a.id = s.application_id
   WHERE s.measure = 'book' AND s.day IS NOT NULL AND {share_days}
     AND NOT EXISTS (SELECT 1 FROM late WHERE late.id = a.id)
   ORDER BY s.day DESC, a.reference_number DESC LIMIT {shown} - (SELECT count(*) FROM first)))
"""

_LATE_SUMS = "sum(n) AS n, sum(amount) AS amount, sum(balance) AS balance, sum(overdue) AS overdue"


def summed(args: parts.Args) -> Report:
    """The same of whole months, from the cells; its rows are the first that are shown, and no more."""
    days = parts.within(args, "month")[1]
    of_loan, of_share = (parts.within(args, column)[0] for column in ("l.settled_on", "s.day"))
    own = {"cells": cells.range_(args), "days": of_loan, "share_days": of_share, "shown": report_.SHOWN}
    late = cells.by_kind("late", _LATE_SUMS)
    visible, month = "a.id IN (SELECT id FROM chosen)", parts.month_of("day")
    tables = [
        _OVERDUE.format(counts=COUNTS),
        _CELLS.format(**own, late=late, month=parts.month_of("l.settled_on")),
        cells.tables("cells", "book", "status", "amount, balance, overdue"),
        _BOOK.format(name="line", lodged=parts.LODGED, visible=visible, within="TRUE", month=month),
    ]
    return _report(tables, "book_{column}", "line", "late", {**days, "today": dates.today()})


def _report(tables: Sequence[str], people: str, rows: str, late: str, params: Mapping[str, Any]) -> Report:
    sums, one = figures(), parts.figure("t.n IS NOT NULL", **{name: f"t.{column}" for name, column in _SUMS.items()})
    series = {"by_status": _BY_STATUS.format(figure=one), "arrears": _ARREARS.format(figure=one, late=late)}
    return Report(
        owners=("applications", "finance"),
        tables=", ".join(tables),
        totals=f"(SELECT {sums} FROM book)",
        series={**series, "by_month": parts.months("book", sums), **parts.by_people(people, sums)},
        rows=_ROWS.format(heading=parts.heading("t"), table=rows),
        rows_total="SELECT coalesce(sum(n), 0)::bigint FROM book",
        params={**params, "statuses": list(STATUSES)},
    )
