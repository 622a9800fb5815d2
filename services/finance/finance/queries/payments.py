"""Payments, with every share of their allocation."""

from uuid import UUID

from finance.store.payments import STATE
from finance.store.schedules import STATE as INSTALMENT
from lendkit.runtime import context, db
from lendkit.web import scope

ITEM = f"""{STATE} || jsonb_build_object('kind', p.kind, 'shares', coalesce(p.allocation->'shares', '[]'::jsonb),
  'allocation_order', p.allocation_order, 'created_by', p.created_by, 'created_at', p.created_at,
  'repayment', (SELECT {INSTALMENT} FROM instalment i WHERE i.id = p.instalment_id))"""


def one(id: UUID) -> tuple[str, int] | None:
    """(JSON text, version), or None where the caller may not see it."""
    rule, params = scope.visible(context.actor(), "p.application_id")
    row = db.one(
        f"SELECT ({ITEM})::text AS body, p.version FROM payment p WHERE p.id = :id AND {rule}", {**params, "id": id}
    )
    return None if row is None else (row.body, row.version)
