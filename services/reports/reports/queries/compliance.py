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

from lendkit import clock
from reports.queries import parts
from reports.queries.report import Report

COUNTS = "i.status <> 'replaced' AND i.amount > 0 AND i.number > 0"
STANDINGS = ("paid_on_time", "paid_late", "overdue", "outstanding")

_DUE = """
due AS (
  SELECT a.id, a.reference_number, a.party_names, a.bd_id, a.broker_id, a.branch_id, i.due_date, i.amount,
    i.outstanding, {month} AS month,
    CASE WHEN i.status = 'paid' AND i.paid_on <= i.due_date THEN 'paid_on_time' WHEN i.status = 'paid' THEN 'paid_late'
      WHEN i.due_date < :today THEN 'overdue' ELSE 'outstanding' END AS standing
  FROM instalment i JOIN application a ON a.id = i.application_id
  WHERE {counts} AND {visible} AND {within}),
received AS (
  SELECT p.id, p.amount, {received_month} AS month
  FROM payment p JOIN application a ON a.id = p.application_id
  WHERE p.status = 'received' AND {visible} AND {received_within}),
span AS (SELECT month FROM due UNION SELECT month FROM received)
"""
_ROWS = """
SELECT {heading} || {figures} || jsonb_build_object('oldest_overdue', min(due_date) FILTER (WHERE standing = 'overdue'))
  AS body
FROM due t GROUP BY id, reference_number, party_names, bd_id, broker_id, branch_id
ORDER BY min(due_date) FILTER (WHERE standing = 'overdue'), reference_number
"""
_RECEIVED = parts.figure("r.id IS NOT NULL", amount="r.amount")


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
    tables = _DUE.format(
        month=parts.month_of("i.due_date"),
        received_month=parts.month_of("p.received_on"),
        counts=COUNTS,
        visible=visible,
        within=within,
        received_within=parts.within(args, "p.received_on")[0],
    )
    sums = figures()
    monthly = f"{sums} || jsonb_build_object('received', (SELECT {_RECEIVED} FROM received r WHERE r.month = s.month))"
    return Report(
        owners=("applications", "finance"),
        tables=tables,
        totals=f"(SELECT {sums} FROM due) || jsonb_build_object('received', (SELECT {_RECEIVED} FROM received r))",
        series={"by_month": parts.months("due", monthly, "span"), **parts.by_people("due", sums)},
        rows=_ROWS.format(heading=parts.heading("t"), figures=sums),
        rows_total="SELECT count(DISTINCT id) FROM due",
        params={**params, **days, "today": clock.today()},
    )
