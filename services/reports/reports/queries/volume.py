"""Application volume: the applications that were lodged on a day of the range, and how far they have come since.

Lodged is the Sydney day of the first lodgement; drafts and deleted applications do not count. An application stands in
its stage of now, and belongs to its BDM, broker and branch of now. `settled` are those that stand in settled,
discharged or closed, `in_progress` those that are neither settled nor declined nor withdrawn.
`conversion_rate` = settled / lodged, in percent.

By stage: `count` and `amount` of those that stand in it now; `reached`: how many were ever moved into it, and
`reached_rate` their share of the lodged; `mean_seconds` and `mean_days`: the mean of the completed stays in it, from
the move in to the move out; `mean_days_to_settle` is the mean from lodging to the move into settled. A move that was
taken back, and the one that took it back, never happened.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from lendkit.contracts.choices import STAGES
from lendkit.values import dates
from reports.queries import cells, parts
from reports.queries import report as report_
from reports.queries.report import Report

SETTLED = "('settled', 'discharged', 'closed')"
LOST = "('declined', 'withdrawn')"
GROUPS = {
    "lodged": "stage IS NOT NULL",
    "in_progress": f"stage NOT IN {SETTLED} AND stage NOT IN {LOST}",
    "settled": f"stage IN {SETTLED}",
    "declined": "stage = 'declined'",
    "withdrawn": "stage = 'withdrawn'",
}

_DAY = "(s.began AT TIME ZONE 'Australia/Sydney')::date"
_MONTH = parts.month_of(_DAY)
# The stays come first and the rest from them: joined to a list of stays, a wrong guess of its length costs minutes.
_LODGED = """
walked AS (
  SELECT m.*, lead(m.undoes) OVER (PARTITION BY m.application_id ORDER BY m.version) IS NOT NULL AS undone
  FROM stage_move m JOIN application a ON a.id = m.application_id WHERE a.stage <> 'draft' AND {visible}),
stay AS MATERIALIZED (
  SELECT application_id, to_stage AS stage, at, lead(at) OVER (PARTITION BY application_id ORDER BY version) AS left_at,
    min(at) FILTER (WHERE from_stage IS NULL) OVER (PARTITION BY application_id) AS began
  FROM walked WHERE undoes IS NULL AND NOT undone),
{name} AS MATERIALIZED (
  SELECT a.id, a.reference_number, a.party_names, a.bd_id, a.broker_id, a.branch_id, a.stage, d.application_type,
    d.loan_amount, {day} AS lodged_on, s.at AS since, {month} AS month, 1 AS n
  FROM stay s JOIN application a ON a.id = s.application_id LEFT JOIN application_terms d ON d.id = a.id
  WHERE s.left_at IS NULL AND {within})
"""
_STAYED = """
stayed AS (
  SELECT stage, count(DISTINCT application_id) AS reached, avg(extract(epoch FROM left_at - at)) AS seconds
  FROM stay s WHERE {within} GROUP BY stage)
"""
_BY_STAGE = """
(SELECT jsonb_agg(g.body ORDER BY g.position) FROM (
  SELECT s.position, jsonb_build_object('stage', s.stage, 'reached', coalesce(e.reached, 0),
      'reached_rate', {reached_rate}, 'mean_seconds', round(e.seconds)::bigint,
      'mean_days', round(e.seconds / 86400, 1)::text) || {figure} AS body
  FROM unnest(CAST(:stages AS text[])) WITH ORDINALITY AS s(stage, position)
  LEFT JOIN lodged t ON t.stage = s.stage LEFT JOIN stayed e ON e.stage = s.stage
  GROUP BY s.position, s.stage, e.reached, e.seconds) g)
"""
_TO_SETTLE = """
(SELECT round(avg(extract(epoch FROM at - began)) / 86400, 1)::text FROM stay s WHERE stage = 'settled' AND {within})
"""
_ROWS = """
SELECT {heading} || jsonb_build_object('lodged_on', t.lodged_on, 'stage', t.stage,
  'application_type', t.application_type, 'loan_amount', t.loan_amount::text,
  'days_in_stage', :today - (t.since AT TIME ZONE 'Australia/Sydney')::date) AS body
FROM {table} t ORDER BY t.lodged_on DESC, t.reference_number DESC
"""


def figures() -> str:
    """JSON over rows of `lodged`: a {count, amount} for each group, and the conversion."""
    groups = [f"'{name}', {parts.figure(where, amount='loan_amount')}" for name, where in GROUPS.items()]
    rate = parts.share(parts.counted(GROUPS["settled"]), parts.counted(GROUPS["lodged"]))
    return f"jsonb_build_object({', '.join(groups)}, 'conversion_rate', {rate})"


def report(args: parts.Args) -> Report:
    """By stage, month, BDM, broker and branch; a row per application, the newest first."""
    visible, params = parts.visible(args)
    within, days = parts.within(args, _DAY)
    within = f"s.began IS NOT NULL AND {within}"
    tables = [
        _LODGED.format(name="lodged", visible=visible, within=within, day=_DAY, month=_MONTH),
        _STAYED.format(within=within),
    ]
    to_settle = _TO_SETTLE.format(within=within)
    return _report(tables, "lodged", "lodged", to_settle, {**params, **days, "today": dates.today()})


_CELLS = """
cells AS MATERIALIZED (
  SELECT measure, kind, month, person, key AS stage, n, amount AS loan_amount FROM cell
  WHERE measure IN ('lodged', 'reached', 'stay', 'to_settle') AND {cells}),
counted AS (SELECT * FROM cells WHERE measure = 'lodged'),
stayed AS (
  SELECT stage, coalesce(sum(n) FILTER (WHERE measure = 'reached'), 0)::bigint AS reached,
    sum(loan_amount) FILTER (WHERE measure = 'stay') / sum(n) FILTER (WHERE measure = 'stay') AS seconds
  FROM cells WHERE measure IN ('reached', 'stay') AND kind = 'all' GROUP BY stage),
chosen AS MATERIALIZED (
  SELECT a.id FROM share s JOIN application a ON a.id = s.application_id
  WHERE s.measure = 'lodged' AND s.day IS NOT NULL AND {days}
  ORDER BY s.day DESC, a.reference_number DESC LIMIT {shown})
"""
_TO_SETTLE_CELLS = """
(SELECT round(sum(loan_amount) / sum(n) / 86400, 1)::text FROM cells WHERE measure = 'to_settle' AND kind = 'all')
"""


def summed(args: parts.Args) -> Report:
    """The same of whole months, from the cells; its rows are the first that are shown, and no more."""
    days = parts.within(args, "month")[1]
    own = {"cells": cells.range_(args), "days": parts.within(args, "s.day")[0], "shown": report_.SHOWN}
    visible = "a.id IN (SELECT id FROM chosen)"
    tables = [
        _CELLS.format(**own),
        cells.tables("counted", "lodged", "stage", "loan_amount"),
        _LODGED.format(name="line", visible=visible, within="s.began IS NOT NULL", day=_DAY, month=_MONTH),
    ]
    return _report(tables, "lodged_{column}", "line", _TO_SETTLE_CELLS, {**days, "today": dates.today()})


def _report(tables: Sequence[str], people: str, rows: str, to_settle: str, params: Mapping[str, Any]) -> Report:
    sums = figures()
    by_stage = _BY_STAGE.format(
        figure=parts.figure("t.n IS NOT NULL", amount="t.loan_amount"),
        reached_rate=parts.share("coalesce(e.reached, 0)", "(SELECT sum(n) FROM lodged)"),
    )
    return Report(
        owners=("applications",),
        tables=", ".join(tables),
        totals=f"(SELECT {sums} FROM lodged) || jsonb_build_object('mean_days_to_settle', {to_settle})",
        series={"by_stage": by_stage, "by_month": parts.months("lodged", sums), **parts.by_people(people, sums)},
        rows=_ROWS.format(heading=parts.heading("t"), table=rows),
        rows_total="SELECT coalesce(sum(n), 0)::bigint FROM lodged",
        params={**params, "stages": [stage for stage in STAGES if stage != "draft"]},
    )
