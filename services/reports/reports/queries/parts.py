"""The SQL that the reports share: whose facts count, and how counts, sums and shares are written."""

from collections.abc import Mapping
from typing import Any

from lendkit.runtime import context
from lendkit.web import scope

Args = Mapping[str, Any]
PEOPLE = {"bd_id": "bdm", "broker_id": "broker", "branch_id": "branch"}
SERIES_OF = {"by_bd": "bd_id", "by_broker": "broker_id", "by_branch": "branch_id"}

# When `application a` was lodged: a day in Sydney. A draft was not.
LODGED = """LATERAL (SELECT (min(m.at) AT TIME ZONE 'Australia/Sydney')::date AS lodged_on FROM stage_move m
  WHERE m.application_id = a.id AND m.from_stage IS NULL)"""


def visible(args: Args) -> tuple[str, dict[str, Any]]:
    """The condition over `application a`: what the caller may see, of the people asked for; and its parameters."""
    rule, params = scope.visible(context.actor(), "a.id")
    given = {name: args[name] for name in PEOPLE if args.get(name)}
    return " AND ".join(["NOT a.deleted", rule, *(f"a.{name} = :{name}" for name in given)]), {**params, **given}


def within(args: Args, column: str) -> tuple[str, dict[str, Any]]:
    """The condition that the day in `column` lies in the range, both ends included; an end not given is open."""
    given = {name: args[name] for name in ("from_", "to") if args.get(name)}
    signs = {"from_": ">=", "to": "<="}
    return " AND ".join(["TRUE", *(f"{column} {signs[name]} :{name}" for name in given)]), given


def figure(where: str, **sums: str) -> str:
    """JSON of how many fit, and of sums over them; a row stands for `n`."""
    parts = [f"'count', {counted(where)}"]
    parts += [f"'{name}', {money(f'sum({column}) FILTER (WHERE {where})')}" for name, column in sums.items()]
    return f"jsonb_build_object({', '.join(parts)})"


def money(expression: str) -> str:
    return f"coalesce({expression}, 0)::numeric(20, 2)::text"


def share(part: str, whole: str) -> str:
    """Percent with one decimal, as text; null when there is nothing to take a share of."""
    return f"round(100.0 * {part} / nullif({whole}, 0), 1)::text"


def counted(where: str) -> str:
    return f"coalesce(sum(n) FILTER (WHERE {where}), 0)::bigint"


def months(table: str, figures: str, span: str | None = None) -> str:
    """JSON list with one entry for each month from the first to the last of `table` (or of `span`), none left out."""
    of = span or table
    return f"""(SELECT coalesce(jsonb_agg(g.body ORDER BY g.month), '[]') FROM (
      SELECT s.month, jsonb_build_object('month', to_char(s.month, 'YYYY-MM')) || {figures} AS body
      FROM (SELECT generate_series(min(month)::timestamp, max(month), '1 month')::date AS month FROM {of}) s
      LEFT JOIN {table} t ON t.month = s.month GROUP BY s.month) g)"""


def month_of(day: str) -> str:
    return f"date_trunc('month', {day}::timestamp)::date"


def by_people(table: str, figures: str) -> dict[str, str]:
    """The series by BDM, broker and branch: JSON lists, the one with the most first; without one: id null.

    `table` may have `{column}` in it, where each series has a table of its own.
    """
    return {series: _by(table.format(column=column), column, figures) for series, column in SERIES_OF.items()}


def _by(table: str, column: str, figures: str) -> str:
    return f"""(SELECT coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'name', c.body->>'name') || g.figures
        ORDER BY g.count DESC, c.body->>'name', g.id), '[]') FROM (
      SELECT t.{column} AS id, sum(n) AS count, {figures} AS figures FROM {table} t GROUP BY t.{column}) g
      LEFT JOIN copies c ON c.kind = '{PEOPLE[column]}' AND c.id = g.id)"""


def heading(table: str) -> str:
    """JSON of what stands at the beginning of every row: which application, and whose."""
    people = ", ".join(
        f"'{column.removesuffix('_id')}', {_named(table, column, kind)}" for column, kind in PEOPLE.items()
    )
    return f"""jsonb_build_object('application_id', {table}.id, 'reference_number', {table}.reference_number,
      'client_names', {table}.party_names, {people})"""


def _named(table: str, column: str, kind: str) -> str:
    return f"""CASE WHEN {table}.{column} IS NOT NULL THEN jsonb_build_object('id', {table}.{column}, 'name',
      (SELECT c.body->>'name' FROM copies c WHERE c.kind = '{kind}' AND c.id = {table}.{column})) END"""
