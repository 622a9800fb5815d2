"""Funding tables: each row is a version of an application's funding table, and never changes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from finance.domain.fees.funding_table import Deduction
from lendkit.messaging.work import Work
from lendkit.values.plain import plain

# The public state of a funding table, and beside it what only the calculator shows.
STATE = """jsonb_build_object('id', f.id, 'version', 1, 'application_id', f.application_id, 'number', f.number,
  'loan_amount', f.loan_amount::text, 'deductions', f.deductions, 'net', f.net::text, 'created_by', f.created_by,
  'created_at', f.created_at)"""
FULL = f"""({STATE} || jsonb_build_object('inputs', f.inputs, 'deducted', (f.loan_amount - f.net)::text, 'gst',
  (SELECT coalesce(sum((d->>'gst')::numeric), 0)::numeric(18, 2)::text FROM jsonb_array_elements(f.deductions) d)))"""


@dataclass(frozen=True)
class FundingRow:
    """`state` as published, `body` as the API answers."""

    state: Mapping[str, Any]
    body: Mapping[str, Any]


def insert(w: Work, id: UUID, application: UUID, body: Mapping[str, Any], created_by: Mapping[str, Any]) -> FundingRow:
    """The next version. The caller has locked the application's subledger."""
    row = w.one(
        f"""INSERT INTO funding AS f (id, application_id, number, loan_amount, deductions, net, inputs, created_by)
        SELECT :id, :application, coalesce(max(number), 0) + 1, :loan_amount, CAST(:deductions AS jsonb), :net,
          CAST(:inputs AS jsonb), CAST(:by AS jsonb) FROM funding WHERE application_id = :application
        RETURNING {STATE} AS state, {FULL} AS body""",
        {
            "id": id,
            "application": application,
            "loan_amount": body["loan_amount"],
            "net": body["net"],
            "deductions": json.dumps(plain(body["deductions"])),
            "inputs": json.dumps(plain(body["inputs"])),
            "by": json.dumps(created_by),
        },
        into=FundingRow,
    )
    assert row is not None
    return row


def deductions(w: Work, application: UUID) -> list[Deduction]:
    """Those of the latest version; none where there is no funding table."""
    latest = w.scalar(
        "SELECT deductions FROM funding WHERE application_id = :id ORDER BY number DESC LIMIT 1", {"id": application}
    )
    return [Deduction(row["type"], Decimal(row["amount"]), Decimal(row["gst"])) for row in latest or ()]
