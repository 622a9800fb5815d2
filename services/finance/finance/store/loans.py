"""Loans: the contract, the balances as of a day, and the public state that events and queries share."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from finance.domain.loan.history import Balances
from finance.domain.schedule.products import Product
from finance.domain.schedule.terms import Terms
from finance.store import components, contract_terms
from lendkit.messaging.work import Work
from lendkit.values.money import text
from lendkit.values.plain import plain

_SUM = " + ".join(f"(l.state->>'{part}')::numeric" for part in ("principal", "interest", "fees", "penalties"))
# The public state of a loan. `penalties` is `default_interest` under its old name, for consumers of version 1.
STATE = f"""jsonb_build_object('id', l.id, 'version', l.version, 'application_id', l.application_id, 'status', l.status,
  'principal', ((l.terms->>'principal')::numeric(18, 2))::text, 'annual_rate', l.terms->>'annual_rate',
  'method', l.terms->>'method', 'frequency', l.terms->>'frequency', 'day_count', l.terms->>'day_count',
  'capitalised_periods', l.terms->'capitalised_periods', 'periods', l.state->'periods',
  'settled_on', l.terms->>'settlement_date', 'maturity_date', l.state->>'maturity_date',
  'discharged_on', l.discharged_on, 'days_past_due', l.state->'days_past_due', 'reason', l.reason,
  'balances', jsonb_build_object('principal', l.state->>'principal', 'interest', l.state->>'interest',
    'fees', l.state->>'fees', 'default_interest', l.state->>'penalties', 'penalties', l.state->>'penalties',
    'overpaid', l.state->>'overpaid',
    'total', (({_SUM} - (l.state->>'overpaid')::numeric)::numeric(18, 2))::text))"""
COLUMNS = f"""l.id, l.version, l.application_id, l.status, l.terms AS terms_json, l.rules AS rules_json,
  l.state AS summary_json, l.as_of, l.next_on, {STATE} AS state"""
_AMOUNTS = ("principal", "interest", "fees", "default_interest", "overpaid", "unearned")


@dataclass(frozen=True)
class LoanSummary:
    """The balances, arrears and term of a loan, as of the day its row names."""

    principal: Decimal
    interest: Decimal
    fees: Decimal
    default_interest: Decimal
    overpaid: Decimal
    unearned: Decimal
    days_past_due: int
    periods: int
    maturity_date: date

    @classmethod
    def of(
        cls, balances: Balances, *, fees: Decimal, days_past_due: int, periods: int, maturity_date: date
    ) -> "LoanSummary":
        return cls(
            balances.principal, balances.interest, fees, balances.default_interest, balances.overpaid,
            balances.unearned, days_past_due, periods, maturity_date,
        )  # fmt: skip

    @property
    def amounts(self) -> dict[str, Decimal]:
        return {name: getattr(self, name) for name in _AMOUNTS}

    def to_json(self) -> dict[str, Any]:
        return {
            **{components.stored(name): text(amount) for name, amount in self.amounts.items()},
            "days_past_due": self.days_past_due,
            "periods": self.periods,
            "maturity_date": self.maturity_date.isoformat(),
        }

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> "LoanSummary":
        return cls(
            **{name: Decimal(body[components.stored(name)]) for name in _AMOUNTS},
            days_past_due=body["days_past_due"],
            periods=body["periods"],
            maturity_date=date.fromisoformat(body["maturity_date"]),
        )


@dataclass(frozen=True)
class LoanRow:
    id: UUID
    version: int
    application_id: UUID
    status: str
    terms_json: Mapping[str, Any]
    rules_json: Mapping[str, Any]
    summary_json: Mapping[str, Any]
    as_of: date
    next_on: date | None
    state: Mapping[str, Any]

    @property
    def terms(self) -> Terms:
        return contract_terms.terms_from_json(self.terms_json)

    @property
    def rules(self) -> Product:
        return contract_terms.rules_from_json(self.rules_json)

    @property
    def summary(self) -> LoanSummary:
        return LoanSummary.from_json(self.summary_json)


@dataclass(frozen=True)
class NewLoan:
    """`origin` is `settlement`, or `take_over` for a loan that was boarded."""

    id: UUID
    application_id: UUID
    product_id: UUID
    terms: Terms
    rules: Product
    summary: LoanSummary
    origin: str
    created_by: Mapping[str, Any]
    reference_number: str | None = None


def insert(w: Work, loan: NewLoan) -> LoanRow | None:
    """The row, or None where the application has a loan already."""
    return w.one(
        f"""INSERT INTO loan AS l (id, application_id, reference_number, product_id, status, terms, rules, state,
          origin, as_of, created_by)
        VALUES (:id, :application_id, :reference_number, :product_id, 'open', CAST(:terms AS jsonb),
          CAST(:rules AS jsonb), CAST(:summary AS jsonb), :origin, :as_of, CAST(:created_by AS jsonb))
        ON CONFLICT (application_id) DO NOTHING RETURNING {COLUMNS}""",
        {
            "id": loan.id,
            "application_id": loan.application_id,
            "reference_number": loan.reference_number,
            "product_id": loan.product_id,
            "terms": json.dumps(contract_terms.terms_to_json(loan.terms)),
            "rules": json.dumps(contract_terms.rules_to_json(loan.rules)),
            "summary": json.dumps(loan.summary.to_json()),
            "origin": loan.origin,
            "as_of": loan.terms.settlement_date,
            "created_by": json.dumps(plain(loan.created_by)),
        },
        into=LoanRow,
    )


def application_of(w: Work, id: UUID) -> UUID | None:
    application: UUID | None = w.scalar("SELECT application_id FROM loan WHERE id = :id", {"id": id})
    return application


def lock(w: Work, application: UUID) -> LoanRow | None:
    """The loan of an application for update, or None. The caller has locked its subledger."""
    return w.one(
        f"SELECT {COLUMNS} FROM loan l WHERE l.application_id = :id FOR UPDATE",
        {"id": application},
        into=LoanRow,
        prepare=True,
    )


def due_for(w: Work, today: date, limit: int) -> Sequence[UUID]:
    """Applications whose loan has something to post or to change by `today`."""
    rows = w.all(
        "SELECT application_id FROM loan WHERE status = 'open' AND next_on <= :today ORDER BY next_on, id LIMIT :limit",
        {"today": today, "limit": limit},
    )
    return [row.application_id for row in rows]


def save(w: Work, id: UUID, summary: LoanSummary, as_of: date, next_on: date | None, *, changed: bool) -> LoanRow:
    """Write its summary as of a day; the version rises when its public state `changed`."""
    row = w.one(
        f"""UPDATE loan l SET version = l.version + CAST(:changed AS integer), updated_at = clock_timestamp(),
          state = CAST(:summary AS jsonb), as_of = :as_of, next_on = :next_on
        WHERE l.id = :id RETURNING {COLUMNS}""",
        {
            "id": id,
            "summary": json.dumps(summary.to_json()),
            "as_of": as_of,
            "next_on": next_on,
            "changed": int(changed),
        },
        into=LoanRow,
        prepare=True,
    )
    assert row is not None
    return row


def discharge(w: Work, id: UUID, on: date) -> LoanRow:
    row = w.one(
        f"""UPDATE loan l SET version = l.version + 1, updated_at = clock_timestamp(), status = 'discharged',
          discharged_on = :on, next_on = NULL WHERE l.id = :id RETURNING {COLUMNS}""",
        {"id": id, "on": on},
        into=LoanRow,
    )
    assert row is not None
    return row
