"""A report: some tables of facts, what is added up over them, and one row per line of detail."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lendkit.runtime import db
from lendkit.values.errors import Invalid
from lendkit.values.plain import plain

SHOWN = 200  # rows in a JSON answer; `rows_total` says how many there are
MOST = 100_000  # rows in a file

EDITION = "(SELECT mark FROM edition)"


@dataclass(frozen=True)
class Report:
    """SQL in parts: `tables` is the WITH list, `totals` and `series` are JSON; `rows` selects `body` in
    order, `rows_total` how many there are."""

    owners: Sequence[str]
    tables: str
    totals: str
    series: Mapping[str, str]
    rows: str
    rows_total: str
    params: Mapping[str, Any]

    def answer(self, filters: Mapping[str, Any]) -> str:
        """The whole answer as JSON text, from one snapshot."""
        _, oldest, body = self.edition(filters)
        return joined(oldest, body)

    def edition(self, filters: Mapping[str, Any]) -> tuple[Any, str | None, str]:
        """Which edition of the book it is from, how old the facts are, and all else of the answer as JSON text."""
        series = ", ".join(f"'{name}', {sql}" for name, sql in self.series.items())
        statement = f"""WITH {self.tables}
            SELECT {EDITION} AS edition, {as_of(self.owners)} AS as_of,
              jsonb_build_object('filters', CAST(:filters AS jsonb),
              'totals', {self.totals}, 'series', jsonb_build_object({series}),
              'rows', (SELECT coalesce(jsonb_agg(d.body), '[]') FROM ({self.rows} LIMIT {SHOWN}) d),
              'rows_total', ({self.rows_total}))::text AS body"""
        row = db.one(statement, {**self.params, "filters": json.dumps(plain(filters))}, prepare=True)
        assert row is not None
        return row.edition, row.as_of, row.body

    def lines(self) -> list[dict[str, Any]]:
        """All rows. Raises Invalid when they are more than a file may hold."""
        found = db.all(f"WITH {self.tables} {self.rows} LIMIT {MOST + 1}", self.params)
        if len(found) > MOST:
            raise Invalid({"/from": [f"This gives more than {MOST:,} rows. Choose a shorter range."]})
        return [row.body for row in found]


def as_of(owners: Sequence[str]) -> str:
    """JSON of the instant up to which every owner of these facts was heard; null while one of them never was."""
    names = ", ".join(f"'{owner}'" for owner in owners)
    return f"""(SELECT to_jsonb(CASE WHEN count(*) = {len(owners)} THEN min(as_of) END)::text FROM sources
      WHERE owner IN ({names}))"""


def joined(oldest: str | None, body: str) -> str:
    return f'{{"as_of": {oldest or "null"}, {body[1:]}'
