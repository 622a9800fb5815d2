"""One of the three reports: a statement over the facts, one over the monthly totals, and how either is asked."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lendkit.runtime import context, db
from lendkit.values import dates
from lendkit.values.plain import plain
from lendkit.web import scope

Filters = Mapping[str, Any]  # from_, to, bd_id, broker_id, branch_id; None or absent: all

SHOWN_ROWS = 200  # in a JSON answer; `rows_total` says how many there are
PEOPLE = ("bd_id", "broker_id", "branch_id")
SCOPE = "/* scope */ TRUE"  # in a statement over the facts: the place for what the caller may see


@dataclass(frozen=True)
class Result:
    """`body` and `as_of` are JSON text, and `as_of` is not in the body; `data_version` changes with the facts."""

    data_version: Any
    as_of: str | None
    body: str

    def text(self) -> str:
        """The whole answer."""
        return f'{{"as_of": {self.as_of or "null"}, {self.body[1:]}'


@dataclass(frozen=True)
class Report:
    """`owners` are the services whose facts it is made of; `params` what its statements ask for beside the filters."""

    name: str
    owners: tuple[str, ...]
    facts_sql: str
    monthly_sql: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def from_facts(self, filters: Filters) -> Result:
        """Any range, any people, for whoever is calling."""
        return self._from_facts(filters, {"shown": SHOWN_ROWS, "rows_only": False})

    def from_monthly_totals(self, filters: Filters) -> Result:
        """Only where `monthly_totals.cover` the filters; the figures are the same."""
        return _run(self.monthly_sql, {**self._params(filters), "shown": SHOWN_ROWS})

    def rows(self, filters: Filters, limit: int) -> tuple[list[dict[str, Any]], int]:
        """The first `limit` rows, and how many there are."""
        answer = json.loads(self._from_facts(filters, {"shown": limit, "rows_only": True}).body)
        return answer["rows"], answer["rows_total"]

    def _from_facts(self, filters: Filters, shown: Mapping[str, Any]) -> Result:
        rule, caller = scope.visible(context.actor(), "a.id")
        params = {**self._params(filters), **shown, **caller}
        return _run(self.facts_sql.replace(SCOPE, rule), params)

    def _params(self, filters: Filters) -> dict[str, Any]:
        first, last, today = filters.get("from_"), filters.get("to"), dates.today()
        people = {name: filters.get(name) for name in PEOPLE}
        return {
            **self.params,
            **people,
            "from_day": first or date.min,
            "to_day": last or date.max,
            "has_first_day": first is not None,
            "every_month": first is None and last is None,
            "today": today,
            "this_month": today.replace(day=1),
            "filters": json.dumps(plain({"from": first, "to": last, **people})),
        }


def _run(statement: str, params: Mapping[str, Any]) -> Result:
    """Not prepared: one plan for every range and filter would be the wrong one for most of them."""
    result = db.one(statement, params, into=Result)
    assert result is not None  # a SELECT of subselects has one row
    return result
