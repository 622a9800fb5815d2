"""Calculate a funding table, and save it as the application's next version."""

from collections.abc import Mapping
from typing import Any

from finance.commands import products, subledger
from finance.commands.application_access import require_application
from finance.domain.fees import funding_table
from finance.domain.fees.funding_table import Deduction, FundingFee, FundingInterest, FundingTable
from finance.store import funding
from lendkit.messaging.work import work
from lendkit.runtime import context
from lendkit.values import dates, money
from lendkit.values.identifiers import uuid7


def preview(data: Mapping[str, Any]) -> dict[str, Any]:
    """The table, without saving it. Raises NotFound for an application that the caller may not see."""
    require_application(data["application_id"])
    unsaved = {"id": None, "version": 1, "number": None, "created_by": None, "created_at": None}
    return {**unsaved, "application_id": data["application_id"], **_body(data)}


def save(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The saved version. Raises NotFound, Invalid where deductions exceed the loan, DomainError `closed`."""
    application, id = data["application_id"], uuid7()
    require_application(application)
    body = _body(data)
    with work() as w:
        subledger.lock_open(w, application)
        row = funding.insert(w, id, application, body, context.actor().as_ref())
        w.publish("finance.funding_calculated.v1", row.state)
        return row.body


def _body(data: Mapping[str, Any]) -> dict[str, Any]:
    inputs = {name: value for name, value in data.items() if name not in ("application_id", "save")}
    if inputs.get("interest"):
        inputs["interest"] = _dated(inputs["interest"])
    return {**_written(_table(inputs)), "inputs": inputs}


def _table(data: Mapping[str, Any]) -> FundingTable:
    product = products.named(data.get("product_id"))
    fees = [FundingFee(**fee) for fee in data.get("fees") or ()]
    interest = FundingInterest(**data["interest"]) if data.get("interest") else None
    return funding_table.calculate(data["loan_amount"], fees, interest, product)


def _dated(interest: Mapping[str, Any]) -> dict[str, Any]:
    """Settled today where no day is named: the saved version says by which day it was calculated."""
    named = {name: value for name, value in interest.items() if value is not None}
    return {"settlement_date": dates.today(), **named}


def _written(table: FundingTable) -> dict[str, Any]:
    return {
        "loan_amount": money.text(table.loan_amount),
        "deductions": [_deduction(deduction) for deduction in table.deductions],
        "deducted": money.text(table.deducted),
        "gst": money.text(table.gst),
        "net": money.text(table.net),
    }


def _deduction(deduction: Deduction) -> dict[str, str]:
    return {"type": deduction.type, "amount": money.text(deduction.amount), "gst": money.text(deduction.gst)}
