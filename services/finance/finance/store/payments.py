"""Payments: money received, with its allocation, and overpayments that were refunded."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from finance.domain.loan.allocation import Share, totals
from finance.store import components
from lendkit.messaging.work import Work
from lendkit.values.money import text
from lendkit.values.plain import plain

# The totals of an allocation. `penalties` is `default_interest` under its old name, for consumers of version 1.
_TOTALS = "(p.allocation - 'shares') || jsonb_build_object('default_interest', p.allocation->'penalties')"
# The public state of a payment.
STATE = f"""jsonb_build_object('id', p.id, 'version', p.version, 'application_id', p.application_id,
  'loan_id', p.loan_id, 'instalment_id', p.instalment_id, 'amount', p.amount::text, 'received_on', p.received_on,
  'reference', p.reference, 'allocation', {_TOTALS}, 'status', p.status, 'reason', p.reason)"""
_COLUMNS = f"""p.id, p.seq, p.application_id, p.loan_id, p.aim AS target_instalment, p.kind, p.amount, p.received_on,
  p.allocation AS allocation_json, p.allocation_order, p.status, {STATE} AS state"""


@dataclass(frozen=True)
class PaymentRow:
    """`kind` is payment or refund; `allocation_json` is empty until the loan is reprocessed with it."""

    id: UUID
    seq: int
    application_id: UUID
    loan_id: UUID
    target_instalment: int | None
    kind: str
    amount: Decimal
    received_on: date
    allocation_json: Mapping[str, Any]
    allocation_order: Sequence[str]
    status: str
    state: Mapping[str, Any]

    @property
    def order(self) -> tuple[str, ...]:
        """The components it meets, in turn."""
        return components.component_order(self.allocation_order)


@dataclass(frozen=True)
class NewPayment:
    id: UUID
    application_id: UUID
    loan_id: UUID
    kind: str
    amount: Decimal
    received_on: date
    reference: str
    order: Sequence[str]
    created_by: Mapping[str, Any]
    instalment_id: UUID | None = None
    target_instalment: int | None = None


def insert(w: Work, payment: NewPayment) -> None:
    """Not allocated yet: that is worked out with the whole history."""
    w.execute(
        """INSERT INTO payment (id, application_id, loan_id, instalment_id, aim, kind, amount, received_on, reference,
          allocation, allocation_order, status, created_by)
        VALUES (:id, :application_id, :loan_id, :instalment_id, :target_instalment, :kind, :amount, :received_on,
          :reference, '{}', CAST(:order AS text[]), 'received', CAST(:created_by AS jsonb))""",
        {
            **vars(payment),
            "order": components.stored_order(payment.order),
            "created_by": json.dumps(plain(payment.created_by)),
        },
        prepare=True,
    )


def application_of(w: Work, id: UUID) -> UUID | None:
    """The application whose loan it was paid on."""
    application: UUID | None = w.scalar("SELECT application_id FROM payment WHERE id = :id", {"id": id})
    return application


def lock(w: Work, id: UUID) -> PaymentRow:
    row = w.one(f"SELECT {_COLUMNS} FROM payment p WHERE p.id = :id FOR UPDATE", {"id": id}, into=PaymentRow)
    assert row is not None
    return row


def of_loan(w: Work, loan: UUID) -> Sequence[PaymentRow]:
    return w.all(
        f"SELECT {_COLUMNS} FROM payment p WHERE p.loan_id = :id ORDER BY p.received_on, p.seq",
        {"id": loan},
        into=PaymentRow,
        prepare=True,
    )


def allocate(w: Work, id: UUID, allocation: Mapping[str, Any], *, first: bool) -> PaymentRow:
    """Write where it went; the first allocation belongs to its first version."""
    row = w.one(
        f"""UPDATE payment p SET allocation = CAST(:allocation AS jsonb), version = p.version + CAST(:step AS integer),
          updated_at = clock_timestamp() WHERE p.id = :id RETURNING {_COLUMNS}""",
        {"id": id, "allocation": json.dumps(allocation), "step": 0 if first else 1},
        into=PaymentRow,
        prepare=True,
    )
    assert row is not None
    return row


def reverse(w: Work, id: UUID, reason: str) -> PaymentRow:
    row = w.one(
        f"""UPDATE payment p SET status = 'reversed', reason = :reason, version = p.version + 1,
          updated_at = clock_timestamp() WHERE p.id = :id RETURNING {_COLUMNS}""",
        {"id": id, "reason": reason},
        into=PaymentRow,
    )
    assert row is not None
    return row


def allocation_to_json(shares: Sequence[Share]) -> dict[str, Any]:
    """An allocation as it is stored: the five totals, and each share."""
    sums = {components.stored(component): text(amount) for component, amount in totals(shares).items()}
    return {**sums, "shares": [_share(share) for share in shares]}


def _share(share: Share) -> dict[str, Any]:
    record: dict[str, Any] = {"part": components.stored(share.component), "amount": text(share.amount)}
    if share.number is not None:
        record["number"] = share.number
    if share.fee_id is not None:
        record["fee_id"] = str(share.fee_id)
    return record
