"""Rows of `fee`, and the public state that its events carry."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from finance.domain.fees import Fee
from lendkit.messaging.work import Work
from lendkit.values import money

COLUMNS = """id, version, seq, application_id, type, amount, gst, direct, allocated, waived, status, charged_on,
  due_date, paid_on, reference, reason, created_at"""


def insert(w: Work, row: Mapping[str, Any]) -> Any:
    """The row, or None when there is a fee with this id already."""
    return w.one(
        f"""INSERT INTO fee (id, application_id, type, amount, gst, status, charged_on, due_date)
        VALUES (:id, :application_id, :type, :amount, :gst, 'waiting', :charged_on, :due_date)
        ON CONFLICT DO NOTHING RETURNING {COLUMNS}""",
        row,
    )


def application_of(w: Work, id: UUID) -> UUID | None:
    found: UUID | None = w.scalar("SELECT application_id FROM fee WHERE id = :id AND status <> 'gone'", {"id": id})
    return found


def lock(w: Work, id: UUID) -> Any:
    """Taken after the book of its application, as everybody does: no deadlock."""
    return w.one(f"SELECT {COLUMNS} FROM fee WHERE id = :id FOR UPDATE", {"id": id}, prepare=True)


def of_application(w: Work, application: UUID) -> Sequence[Any]:
    return w.all(
        f"SELECT {COLUMNS} FROM fee WHERE application_id = :id AND status <> 'gone' ORDER BY seq",
        {"id": application},
        prepare=True,
    )


def update(w: Work, id: UUID, **columns: Any) -> Any:
    sets = ", ".join(f"{name} = :{name}" for name in columns)
    return w.one(
        f"UPDATE fee SET version = version + 1, updated_at = clock_timestamp(), {sets} WHERE id = :id"
        f" RETURNING {COLUMNS}",
        {**columns, "id": id},
        prepare=True,
    )


def left(rows: Iterable[Any]) -> Decimal:
    """What is owed of these fees."""
    return sum((as_fee(row).left for row in rows), Decimal("0.00"))


def as_fee(row: Any) -> Fee:
    return Fee(row.type, row.amount, row.direct, row.allocated, row.waived, row.status)


def state(row: Any) -> dict[str, Any]:
    """What every event about a fee says of it."""
    return {
        "id": row.id,
        "version": row.version,
        "application_id": row.application_id,
        "type": row.type,
        "amount": money.text(row.amount),
        "gst": money.text(row.gst),
        "paid": money.text(row.direct + row.allocated),
        "status": row.status,
        "due_date": _day(row.due_date),
        "paid_on": _day(row.paid_on),
        "reference": row.reference,
        "reason": row.reason,
        "created_at": row.created_at,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
