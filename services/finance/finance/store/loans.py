"""Rows of `loan`, its history as facts, and the public state that its events carry."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from finance.domain import schedule
from finance.domain.history import FeeFact, History, Payment
from finance.store import agreed
from lendkit.messaging.work import Work
from lendkit.values.money import text
from lendkit.values.plain import plain

COLUMNS = """id, version, application_id, product_id, status, terms, rules, state, origin, as_of, next_on,
  discharged_on, reason, created_at"""


def insert(w: Work, row: Mapping[str, Any]) -> Any:
    """The row, or None when the application has a loan already."""
    documents = {name: json.dumps(plain(row[name])) for name in ("terms", "rules", "state", "created_by")}
    return w.one(
        f"""INSERT INTO loan (id, application_id, reference_number, product_id, status, terms, rules, state, origin,
          as_of, created_by)
        VALUES (:id, :application_id, :reference_number, :product_id, 'open', CAST(:terms AS jsonb),
          CAST(:rules AS jsonb), CAST(:state AS jsonb), :origin, :as_of, CAST(:created_by AS jsonb))
        ON CONFLICT (application_id) DO NOTHING RETURNING {COLUMNS}""",
        {**row, **documents},
    )


def application_of(w: Work, id: UUID) -> UUID | None:
    found: UUID | None = w.scalar("SELECT application_id FROM loan WHERE id = :id", {"id": id})
    return found


def lock(w: Work, application: UUID) -> Any:
    """The loan of an application for update, or None. Who takes it holds the book already."""
    return w.one(f"SELECT {COLUMNS} FROM loan WHERE application_id = :id FOR UPDATE", {"id": application}, prepare=True)


def due_for(w: Work, today: date, limit: int) -> Sequence[UUID]:
    """Applications whose loan has something to post or to change by `today`."""
    rows = w.all(
        "SELECT application_id FROM loan WHERE status = 'open' AND next_on <= :today ORDER BY next_on, id LIMIT :limit",
        {"today": today, "limit": limit},
    )
    return [row.application_id for row in rows]


def save(w: Work, id: UUID, state: Mapping[str, Any], as_of: date, next_on: date | None, *, changed: bool) -> Any:
    """Write where it stands; the version rises when its public state `changed`."""
    return w.one(
        f"""UPDATE loan SET version = version + CAST(:changed AS integer), updated_at = clock_timestamp(),
          state = CAST(:state AS jsonb), as_of = :as_of, next_on = :next_on
        WHERE id = :id RETURNING {COLUMNS}""",
        {"id": id, "state": json.dumps(plain(state)), "as_of": as_of, "next_on": next_on, "changed": int(changed)},
        prepare=True,
    )


def discharge(w: Work, id: UUID, on: date) -> Any:
    return w.one(
        f"""UPDATE loan SET version = version + 1, updated_at = clock_timestamp(), status = 'discharged',
          discharged_on = :on, next_on = NULL WHERE id = :id RETURNING {COLUMNS}""",
        {"id": id, "on": on},
    )


def history(row: Any, paid: Iterable[Any], charged: Iterable[Any]) -> History:
    """All that happened to the loan and is not taken back, from its row, its payments' and its application's fees'."""
    return History(
        loan_id=row.id,
        terms=agreed.terms_of(row.terms),
        rules=agreed.rules_of(row.rules),
        payments=[_payment(each) for each in paid if each.status == "received"],
        fees=[_fact(each) for each in charged],
    )


def state(row: Any) -> dict[str, Any]:
    """What every event about a loan says of it."""
    terms, stands = row.terms, row.state
    owed = [Decimal(stands[part]) for part in ("principal", "interest", "fees", "penalties")]
    overpaid = Decimal(stands["overpaid"])
    return {
        "id": row.id,
        "version": row.version,
        "application_id": row.application_id,
        "status": row.status,
        "principal": text(Decimal(terms["principal"])),
        "annual_rate": terms["annual_rate"],
        "method": terms["method"],
        "frequency": terms["frequency"],
        "day_count": terms["day_count"],
        "capitalised_periods": terms["capitalised_periods"],
        "periods": stands["periods"],
        "settled_on": terms["settlement_date"],
        "maturity_date": stands["maturity_date"],
        "discharged_on": row.discharged_on.isoformat() if row.discharged_on else None,
        "balances": {
            **{part: stands[part] for part in ("principal", "interest", "fees", "penalties", "overpaid")},
            "total": text(sum(owed, Decimal("0.00")) - overpaid),
        },
        "days_past_due": stands["days_past_due"],
        "reason": row.reason,
    }


def beginnings(history_: History) -> dict[str, Any]:
    """The state of a loan that nothing was posted for yet."""
    made = schedule.make(history_.terms)
    nothing = dict.fromkeys(("principal", "interest", "fees", "penalties", "overpaid", "unearned"), "0.00")
    count = sum(1 for each in made.instalments if each.number)
    return {**nothing, "days_past_due": 0, "periods": count, "maturity_date": made.maturity_date.isoformat()}


def _payment(row: Any) -> Payment:
    return Payment(
        row.id, row.seq, row.amount, row.received_on, row.aim, tuple(row.allocation_order), row.kind == "refund"
    )


def _fact(row: Any) -> FeeFact:
    gone = row.status in ("refunded", "gone")
    open_ = row.allocated if gone else row.amount - row.direct - row.waived
    return FeeFact(row.id, row.seq, row.charged_on, row.due_date, open_)
