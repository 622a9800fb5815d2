"""Reports from the cells: what the house asks of whole months costs as much as its answer, however large the book is.

Cells do not know today. What passes its day within this month, and who is late, is found among what is unpaid.
"""

import calendar
from datetime import date

from lendkit import context, scope
from reports.queries import parts

# One row for all and one for each of the people that an application belongs to.
KINDS = """CROSS JOIN LATERAL (VALUES ('all', NULL), ('bd_id', a.bd_id), ('broker_id', a.broker_id),
    ('branch_id', a.branch_id)) AS k (kind, person)"""
UNPAID = "i.status NOT IN ('paid', 'replaced') AND i.amount > 0 AND i.number > 0"


def fit(args: parts.Args) -> bool:
    """Whole months, of everybody, for somebody who sees all."""
    return (
        context.actor().role in scope.SEES_ALL
        and not any(args.get(name) for name in parts.PEOPLE)
        and _begins(args.get("from_"))
        and _ends(args.get("to"))
    )


def tables(source: str, target: str, key: str, sums: str) -> str:
    """CTEs from `source` (kind, month, person, `key`, n, `sums`): `target` by month, `target_bd_id` … by person."""
    added = ", ".join(f"sum({name}) AS {name}" for name in ("n", *sums.split(", ")))
    people = (
        f"{target}_{column} AS (SELECT person AS {column}, {key}, {added} FROM {source} WHERE kind = '{column}'"
        f" GROUP BY person, {key})"
        for column in parts.PEOPLE
    )
    return ", ".join([f"{target} AS (SELECT month, {key}, n, {sums} FROM {source} WHERE kind = 'all')", *people])


def _begins(day: date | None) -> bool:
    return day is None or day.day == 1


def _ends(day: date | None) -> bool:
    return day is None or day.day == calendar.monthrange(day.year, day.month)[1]
