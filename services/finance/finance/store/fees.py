"""Fees. A fee whose application was deleted is void; its stored status stays `gone`, which older images read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from finance.domain.fees.fee import Fee
from lendkit.messaging.work import Work

# The public state of a fee: its events, its API, its published record.
STATE = """jsonb_build_object('id', f.id, 'version', f.version, 'application_id', f.application_id, 'type', f.type,
  'amount', f.amount::text, 'gst', f.gst::text, 'paid', (f.direct + f.allocated)::text,
  'status', CASE f.status WHEN 'gone' THEN 'void' ELSE f.status END,
  'due_date', f.due_date, 'paid_on', f.paid_on, 'reference', f.reference, 'reason', f.reason,
  'created_at', f.created_at)"""
_COLUMNS = f"""f.id, f.seq, f.application_id, f.type, f.amount, f.gst, f.direct AS paid_directly, f.allocated, f.waived,
  CASE f.status WHEN 'gone' THEN 'void' ELSE f.status END AS status, f.charged_on, f.due_date, f.paid_on,
  {STATE} AS state"""


@dataclass(frozen=True)
class FeeRow:
    id: UUID
    seq: int
    application_id: UUID
    type: str
    amount: Decimal
    gst: Decimal
    paid_directly: Decimal
    allocated: Decimal
    waived: Decimal
    status: str
    charged_on: date
    due_date: date | None
    paid_on: date | None
    state: Mapping[str, Any]

    @property
    def fee(self) -> Fee:
        """As the rules see it."""
        return Fee(**{field.name: getattr(self, field.name) for field in fields(Fee)})


def insert(w: Work, row: Mapping[str, Any]) -> FeeRow | None:
    """The row, or None where there is a fee with this id already."""
    return w.one(
        f"""INSERT INTO fee AS f (id, application_id, type, amount, gst, status, charged_on, due_date)
        VALUES (:id, :application_id, :type, :amount, :gst, 'waiting', :charged_on, :due_date)
        ON CONFLICT DO NOTHING RETURNING {_COLUMNS}""",
        row,
        into=FeeRow,
    )


def application_of(w: Work, id: UUID) -> UUID | None:
    application: UUID | None = w.scalar(
        "SELECT application_id FROM fee WHERE id = :id AND status <> 'gone'", {"id": id}
    )
    return application


def lock(w: Work, id: UUID) -> FeeRow:
    """Taken after the subledger of its application, in the order of every command: no deadlock."""
    row = w.one(f"SELECT {_COLUMNS} FROM fee f WHERE f.id = :id FOR UPDATE", {"id": id}, into=FeeRow, prepare=True)
    assert row is not None
    return row


def of_application(w: Work, application: UUID) -> Sequence[FeeRow]:
    """Without those that are void."""
    return w.all(
        f"SELECT {_COLUMNS} FROM fee f WHERE f.application_id = :id AND f.status <> 'gone' ORDER BY f.seq",
        {"id": application},
        into=FeeRow,
        prepare=True,
    )


def pay_directly(w: Work, id: UUID, amount: Decimal, paid_on: date, reference: str) -> FeeRow:
    return _update(
        w, id, "direct = f.direct + :amount, status = 'paid', paid_on = :paid_on, reference = :reference",
        amount=amount, paid_on=paid_on, reference=reference,
    )  # fmt: skip


def allocate(w: Work, id: UUID, allocated: Decimal, status: str, paid_on: date | None) -> FeeRow:
    """What payments on the loan have paid of it in all."""
    return _update(
        w, id, "allocated = :allocated, status = :status, paid_on = :paid_on",
        allocated=allocated, status=status, paid_on=paid_on,
    )  # fmt: skip


def waive(w: Work, id: UUID, amount: Decimal, reason: str) -> FeeRow:
    sets = "waived = f.waived + :amount, status = 'waived', reason = :reason"
    return _update(w, id, sets, amount=amount, reason=reason)


def refund(w: Work, id: UUID, reason: str) -> FeeRow:
    return _update(w, id, "status = 'refunded', reason = :reason", reason=reason)


def void(w: Work, id: UUID) -> None:
    """Its application was deleted."""
    w.execute("UPDATE fee SET status = 'gone', version = version + 1 WHERE id = :id", {"id": id})


def outstanding(rows: Iterable[FeeRow]) -> Decimal:
    """What is owed of these fees."""
    return sum((row.fee.outstanding for row in rows), Decimal("0.00"))


def _update(w: Work, id: UUID, sets: str, **values: Any) -> FeeRow:
    row = w.one(
        f"UPDATE fee f SET version = f.version + 1, updated_at = clock_timestamp(), {sets} WHERE f.id = :id"
        f" RETURNING {_COLUMNS}",
        {**values, "id": id},
        into=FeeRow,
        prepare=True,
    )
    assert row is not None
    return row
