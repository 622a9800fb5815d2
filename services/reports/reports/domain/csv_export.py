"""Rows as a CSV file: UTF-8, RFC 4180, and no value that a spreadsheet would run as a formula."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from lendkit.values.errors import Invalid

MAX_ROWS = 100_000
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # OWASP: CSV injection

Columns = Mapping[str, str]  # heading → path into the row, as `bd.name`

_HEADING = {
    "Reference": "reference_number",
    "Clients": "client_names",
    "BDM": "bd.name",
    "Broker": "broker.name",
    "Branch": "branch.name",
}
COMPLIANCE = {
    **_HEADING,
    "Due": "due.count",
    "Due AUD": "due.amount",
    "Paid on time": "paid_on_time.count",
    "Paid on time AUD": "paid_on_time.amount",
    "Paid late": "paid_late.count",
    "Paid late AUD": "paid_late.amount",
    "Overdue": "overdue.count",
    "Overdue AUD": "overdue.outstanding",
    "Outstanding": "outstanding.count",
    "Outstanding AUD": "outstanding.outstanding",
    "On time %": "on_time_rate",
    "Oldest overdue": "oldest_overdue",
}
VOLUME = {
    **_HEADING,
    "Lodged": "lodged_on",
    "Stage": "stage",
    "Days in stage": "days_in_stage",
    "Type": "application_type",
    "Amount AUD": "loan_amount",
}
STATUS = {
    **_HEADING,
    "Status": "status",
    "Stage": "stage",
    "Amount AUD": "amount",
    "Balance AUD": "balance",
    "Overdue AUD": "overdue",
    "Days past due": "days_past_due",
    "Arrears": "bucket",
    "Settled": "settled_on",
    "Matures": "maturity_date",
}


def check_size(rows_total: int) -> None:
    """Raises Invalid for more rows than a file may hold."""
    if rows_total > MAX_ROWS:
        raise Invalid({"/from": [f"More than {MAX_ROWS:,} rows. Choose a shorter date range."]})


def write(columns: Columns, rows: Iterable[Mapping[str, Any]]) -> str:
    """The file's text: a heading, and a line for each row."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(_at(row, path)) for path in columns.values()] for row in rows)
    return file.getvalue()


def _at(row: Mapping[str, Any], path: str) -> Any:
    value: Any = row
    for name in path.split("."):
        value = None if value is None else value[name]
    return value


def _cell(value: Any) -> str:
    """As text; an apostrophe in front of what a spreadsheet would take for a formula."""
    text = "" if value is None else "; ".join(value) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
