"""Reports from the cells: what the house asks of whole months costs as much as its answer, however large the book is.

Cells do not know today. What passes its day within this month, and who is late, is found among what is unpaid.
"""

import calendar
from datetime import date

from lendkit.runtime import context
from lendkit.web import scope
from reports.queries import parts

UNPAID = "i.status NOT IN ('paid', 'replaced') AND i.amount > 0 AND i.number > 0"


def fit(args: parts.Args) -> bool:
    """Whole months, of everybody, for somebody who sees all."""
    return (
        context.actor().role in scope.SEES_ALL
        and not any(args.get(name) for name in parts.PEOPLE)
        and _begins(args.get("from_"))
        and _ends(args.get("to"))
    )


def range_(args: parts.Args) -> str:
    """The condition on `month` for the cells of all; those of people are of all months where the range is open."""
    months, given = parts.within(args, "month")
    return f"(month IS NOT NULL AND {months})" if given else "(month IS NULL) = (kind <> 'all')"


def tables(source: str, target: str, key: str, sums: str) -> str:
    """CTEs from `source` (kind, month, person, `key`, n, `sums`): `target` by month, `target_bd_id` … by person."""
    added = ", ".join(f"sum({name}) AS {name}" for name in ("n", *sums.split(", ")))
    people = (
        f"{target}_{column} AS (SELECT person AS {column}, {key}, {added} FROM {source} WHERE kind = '{column}'"
        f" GROUP BY person, {key})"
        for column in parts.PEOPLE
    )
    return ", ".join([f"{target} AS (SELECT month, {key}, n, {sums} FROM {source} WHERE kind = 'all')", *people])


def by_kind(table: str, sums: str) -> str:
    """SELECT of the sums over `table` for each kind of cell: by month of all, by each of the people."""
    people = ", ".join(f"({column})" for column in parts.PEOPLE)
    kinds = " ".join(f"WHEN grouping({column}) = 0 THEN '{column}'" for column in parts.PEOPLE)
    person = " ".join(f"WHEN grouping({column}) = 0 THEN {column}" for column in parts.PEOPLE)
    return f"""SELECT CASE {kinds} ELSE 'all' END AS kind, month, CASE {person} END AS person, {sums}
      FROM {table} GROUP BY GROUPING SETS ((month), {people})"""


def _begins(day: date | None) -> bool:
    return day is None or day.day == 1


def _ends(day: date | None) -> bool:
    return day is None or day.day == calendar.monthrange(day.year, day.month)[1]
