"""Carry a loan's books forward: work out its history again and post what is new, mirrors of what no longer holds.

Every act on a loan ends here: settlement, a payment, a reversal, a fee, the passing of a day. `effective_on` is the day
on which things happened, they are booked today, so a closed period stays closed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from finance.commands import posting
from finance.domain import arrears, ledger, plan
from finance.domain import fees as fee_rules
from finance.domain.cause import Cause
from finance.domain.history import Outcome
from finance.domain.replay import replay
from finance.store import fees, loans, payments, schedules
from finance.store import ledger as entries
from lendkit.contracts.envelope import Event
from lendkit.messaging.work import Work
from lendkit.values import dates
from lendkit.values.identifiers import uuid7
from lendkit.values.money import text
from lendkit.values.plain import plain


def forward(w: Work, loan: Any, cause: Cause, reason: str, on: date | None = None, *, opening: bool = False) -> Any:
    """The loan as it stands on `on` (today, or the day its books have reached). The caller holds book and loan, and
    tells of a loan that is `opening`."""
    paid, charged = payments.of_loan(w, loan.id), fees.of_application(w, loan.application_id)
    outcome = replay(loans.history(loan, paid, charged), max(loan.as_of, on or dates.today()))
    numbers = _schedule(w, loan, outcome, reason)
    _journals(w, loan, outcome, numbers, cause, reason)
    _payments(w, paid, outcome)
    charged = [_fee(w, each, paid, outcome) for each in charged]
    return _loan(w, loan, outcome, fees.left(charged), opening)


def after_fees(w: Work, application: UUID, cause: Cause) -> None:
    """The fees of an application changed: so did the balances of its loan, where it has one."""
    loan = loans.lock(w, application)
    if loan is not None:
        forward(w, loan, cause, "fee")


def _journals(w: Work, loan: Any, outcome: Outcome, ids: Mapping[int, UUID], cause: Cause, reason: str) -> None:
    posted = entries.of_loan(w, loan.id)
    wrong, missing = plan.differences(posted, outcome.journals)
    mirrors = [ledger.mirror(each, reason) for each in wrong]
    if not {each.number for each in missing if each.number is not None} <= ids.keys():
        ids = {**schedules.ever(w, loan.id), **ids}
    new = [
        replace(each, loan_id=loan.id, instalment_id=ids.get(each.number) if each.number is not None else None)
        for each in missing
    ]
    posting.post(w, loan.application_id, [*mirrors, *new], cause)


def _schedule(w: Work, loan: Any, outcome: Outcome, reason: str) -> dict[int, UUID]:
    """Bring the instalments to what they should be; the id of each that is in force by its number."""
    latest, stored = schedules.latest(w, loan.id), schedules.instalments(w, loan.id)
    wanted = {row.number: plan.instalment(row, outcome.as_of) for row in outcome.rows}
    start = 0 if latest is None else plan.replaced_from(latest.basis, outcome.basis)
    kept = {number: row for number, row in stored.items() if start is None or number < start}
    states = schedules.replace(w, [row["id"] for number, row in stored.items() if number not in kept])
    states += schedules.change(
        w,
        [{**wanted[number], "id": row["id"]} for number, row in kept.items() if plan.changed(row, wanted[number])],
    )
    ids = {number: UUID(row["id"]) for number, row in kept.items()}
    if start is not None:
        new = {number: {**row, "id": uuid7()} for number, row in wanted.items() if number not in kept}
        number = latest.number + 1 if latest else 1
        made = schedules.insert(w, loan, number, reason, outcome.basis, list(wanted.values()))
        w.emit(Event.new("finance.schedule_replaced.v1", subject=made["id"], sequence=1, data=made))
        states += schedules.add(w, loan, made["id"], list(new.values()))
        ids |= {number: row["id"] for number, row in new.items()}
    for state in states:
        w.emit(
            Event.new("finance.instalment_changed.v1", subject=UUID(state["id"]), sequence=state["version"], data=state)
        )
    return ids


def _payments(w: Work, paid: Iterable[Any], outcome: Outcome) -> None:
    """Where each payment went; one that a replay allocates anew has a new version."""
    for row in paid:
        if row.id not in outcome.shares:
            continue
        wanted = payments.record(outcome.shares[row.id])
        if row.allocation != plain(wanted):
            new = payments.allocated(w, row.id, wanted, first=not row.allocation)
            if new.kind == "payment":
                tell_payment(w, "payment_received", new)


def tell_payment(w: Work, what: str, row: Any) -> None:
    w.emit(Event.new(f"finance.{what}.v1", subject=row.id, sequence=row.version, data=payments.state(row)))


def _fee(w: Work, row: Any, paid: Iterable[Any], outcome: Outcome) -> Any:
    """A fee with what payments on the loan paid of it."""
    had, has = row.allocated, outcome.fees.get(row.id, Decimal("0.00"))
    if had == has:
        return row
    status = fee_rules.status_after(replace(fees.as_fee(row), allocated=has))
    paid_on = (row.paid_on or _paid_on(paid, outcome, row.id)) if status == "paid" else None
    new = fees.update(w, row.id, allocated=has, status=status, paid_on=paid_on)
    what = "fee_paid" if has > had else "fee_charged"
    w.emit(Event.new(f"finance.{what}.v1", subject=new.id, sequence=new.version, data=fees.state(new)))
    return new


def _paid_on(paid: Iterable[Any], outcome: Outcome, fee: UUID) -> date | None:
    paying = {id for id, shares in outcome.shares.items() if any(share.fee_id == fee for share in shares)}
    return max((row.received_on for row in paid if row.id in paying), default=None)


def _loan(w: Work, loan: Any, outcome: Outcome, owed_in_fees: Decimal, opening: bool) -> Any:
    unpaid = [row.due_date for row in outcome.rows if row.is_due and row.outstanding > 0]
    stands = outcome.balances
    state = {
        **loan.state,
        "principal": text(stands.principal),
        "interest": text(stands.interest),
        "fees": text(owed_in_fees),
        "penalties": text(stands.penalties),
        "overpaid": text(stands.overpaid),
        "unearned": text(stands.unearned),
        "days_past_due": arrears.days_past_due(unpaid, outcome.as_of),
    }
    changed = state != loan.state and not opening
    new = loans.save(w, loan.id, state, outcome.as_of, outcome.next_on, changed=changed)
    if changed:
        tell_loan(w, "loan_changed", new)
    return new


def tell_loan(w: Work, what: str, row: Any) -> None:
    w.emit(Event.new(f"finance.{what}.v1", subject=row.id, sequence=row.version, data=loans.state(row)))
