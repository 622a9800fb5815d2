"""Loans, instalments and payments, as finance last published them."""

from collections.abc import Sequence
from typing import Any

from lendkit.contracts.envelope import Event
from lendkit.messaging.rebuilds import rebuilds
from reports.store import facts

_LOAN = ("application_id", "status", "principal", "settled_on", "maturity_date")
_INSTALMENT = ("application_id", "loan_id", "number", "due_date", "amount", "outstanding", "status")
_PAYMENT = ("application_id", "loan_id", "amount", "received_on", "status")


@rebuilds("loan")
def keep_loans(events: list[Event]) -> None:
    """`balance` is all that is owed: principal, interest, fees and default interest."""
    facts.put("loan", [_loan(event) for event in events])


@rebuilds("instalment")
def keep_instalments(events: list[Event]) -> None:
    facts.put("instalment", [{**_row(event, _INSTALMENT), "paid_on": event.data.get("paid_on")} for event in events])


@rebuilds("payment")
def keep_payments(events: list[Event]) -> None:
    facts.put("payment", [_row(event, _PAYMENT) for event in events])


def _loan(event: Event) -> dict[str, Any]:
    data = event.data
    more = {"balance": data["balances"]["total"], "discharged_on": data.get("discharged_on")}
    return {**_row(event, _LOAN), **more}


def _row(event: Event, names: Sequence[str]) -> dict[str, Any]:
    """The record's id and version, and what its data says under these names."""
    return {"id": str(event.subject), "version": event.sequence, **{name: event.data[name] for name in names}}
