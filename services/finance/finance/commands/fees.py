"""Charge a fee, and what becomes of it: paid in full, withheld at settlement, waived, refunded."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from marshmallow import ValidationError

from finance.commands import journals, reprocess, subledger
from finance.commands.application_access import require_application
from finance.domain.fees import fee as rules
from finance.domain.fees import withholding
from finance.domain.ledger import journal
from finance.domain.ledger.command_ref import CommandRef
from finance.domain.ledger.effective_date import not_in_future
from finance.domain.ledger.mirror import mirror_of
from finance.store import fees, funding, ledger
from finance.store import subledger as subledgers
from finance.store.fees import FeeRow
from lendkit.contracts.envelope import Event
from lendkit.contracts.fields import problems
from lendkit.contracts.shapes import FeeShape
from lendkit.messaging.work import Work, work
from lendkit.runtime import context
from lendkit.values import dates
from lendkit.values.errors import existing
from lendkit.values.identifiers import uuid7

WITHHELD = "Withheld at settlement"


def charge(data: Mapping[str, Any], command: CommandRef) -> UUID:
    """The new fee's id. Raises NotFound for an application that the caller may not see, DomainError `closed`."""
    application, id = data["application_id"], uuid7()
    require_application(application)
    with work() as w:
        subledger.lock_open(w, application)
        _charge(w, {**data, "id": id}, command)
        reprocess.after_fees(w, application, command)
        return id


def charge_lodged(event: Event) -> None:
    """Charge the fees of a lodged application, each once; one that can't be charged is refused by its id."""
    application = UUID(event.data["application_id"])
    actor = UUID(event.actor["id"]) if event.actor else context.SYSTEM.id
    with work() as w:
        if subledgers.lock(w, application).closed_at is not None:
            return
        for part in event.data["fees"]:
            _charge_part(w, application, part, actor)


def pay(id: UUID, paid_on: date, reference: str, command: CommandRef) -> None:
    """All that is outstanding of a fee. Raises NotFound, Invalid for a future date, DomainError `already_paid`."""
    not_in_future("/paid_on", paid_on, dates.today())
    with work() as w:
        fee = _lock(w, id)
        amount = rules.amount_to_pay(fee.fee)
        journals.post(w, fee.application_id, [journal.fee_paid(paid_on, amount, fee_id=id)], command)
        w.publish("finance.fee_paid.v1", fees.pay_directly(w, id, amount, paid_on, reference).state)
        reprocess.after_fees(w, fee.application_id, command)


def withhold(w: Work, application: UUID, on: date, command: CommandRef) -> None:
    """At settlement, deduct the fees of the latest funding table from the loan; those never charged are charged now."""
    charged = [(row.id, row.fee) for row in fees.of_application(w, application)]
    waiting, uncharged = withholding.split(funding.deductions(w, application), charged)
    for id in waiting:
        _withhold(w, fees.lock(w, id), on, command)
    for deduction in uncharged:
        facts = {"id": uuid7(), "application_id": application, "type": deduction.type, "amount": deduction.amount}
        fee = _charge(w, {**facts, "charged_on": on}, command, gst=deduction.gst)
        if fee is not None:
            _withhold(w, fee, on, command)


def waive(id: UUID, reason: str, command: CommandRef) -> None:
    """What is outstanding of it need not be paid. Raises NotFound, DomainError."""
    with work() as w:
        fee = _lock(w, id)
        amount = rules.amount_to_waive(fee.fee)
        waiver = journal.waived(dates.today(), amount, "fees_receivable", fee_id=id, reason=reason)
        journals.post(w, fee.application_id, [waiver], command)
        w.publish("finance.fee_waived.v1", fees.waive(w, id, amount, reason).state)
        reprocess.after_fees(w, fee.application_id, command)


def refund(id: UUID, reason: str, command: CommandRef) -> None:
    """Refund a paid fee: its charge is reversed, and the money paid back. Raises NotFound, DomainError."""
    with work() as w:
        fee = _lock(w, id)
        amount = rules.amount_to_refund(fee.fee)
        posted = ledger.in_force(w, fee.application_id, fee=id)
        mirrors = [mirror_of(entry, reason) for entry in posted if entry.kind == "fee_charged"]
        repaid = journal.fee_refunded(dates.today(), amount, fee_id=id, reason=reason)
        journals.post(w, fee.application_id, [*mirrors, repaid], command)
        w.publish("finance.fee_refunded.v1", fees.refund(w, id, reason).state)
        reprocess.after_fees(w, fee.application_id, command)


def _lock(w: Work, id: UUID) -> FeeRow:
    """The fee, with the subledger of its application. Raises NotFound for one that is void."""
    subledger.lock_open(w, existing(fees.application_of(w, id), "Fee not found, or you don't have access."))
    return fees.lock(w, id)


def _charge_part(w: Work, application: UUID, part: Mapping[str, Any], actor: UUID) -> None:
    try:
        data = FeeShape(unknown="exclude").load({key: value for key, value in part.items() if key != "id"})
    except ValidationError as exc:
        detail = " ".join(message for messages in problems(exc.messages).values() for message in messages)
        refused = {"application_id": application, "part": part["id"], "code": "invalid_fee", "detail": detail}
        w.emit(Event.new("finance.part_refused.v1", subject=application, sequence=1, data=refused))
        return
    id = UUID(part["id"])
    _charge(w, {**data, "id": id, "application_id": application}, CommandRef(f"fee lodged {id}", actor))


def _withhold(w: Work, fee: FeeRow, on: date, command: CommandRef) -> None:
    amount = rules.amount_to_pay(fee.fee)
    journals.post(w, fee.application_id, [journal.fee_withheld(on, amount, fee_id=fee.id)], command)
    w.publish("finance.fee_paid.v1", fees.pay_directly(w, fee.id, amount, on, WITHHELD).state)


def _charge(w: Work, data: Mapping[str, Any], command: CommandRef, gst: Decimal | None = None) -> FeeRow | None:
    """The new fee, its charge posted; None where there is a fee with this id. `gst` is in dollars, None by type."""
    gst = rules.gst_of(data["type"], data["amount"], data.get("gst")) if gst is None else gst
    charged_on = data.get("charged_on") or dates.today()
    facts = {name: data[name] for name in ("id", "application_id", "type", "amount")}
    fee = fees.insert(w, {**facts, "gst": gst, "charged_on": charged_on, "due_date": data.get("due_date")})
    if fee is not None:
        charge = journal.fee_charged(fee.charged_on, fee.amount, fee.gst, fee_id=fee.id)
        journals.post(w, fee.application_id, [charge], command)
        w.publish("finance.fee_charged.v1", fee.state)
    return fee
