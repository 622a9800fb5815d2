"""Work out a funding table, and keep it as the application's next version."""

from collections.abc import Mapping
from typing import Any

from finance.commands import visibility
from finance.domain import funding as domain
from finance.domain.funding import Deduction, Fee, Interest, Table
from finance.store import books, products
from finance.store import funding as store
from lendkit.contracts.envelope import Event
from lendkit.messaging.work import work
from lendkit.runtime import context
from lendkit.values import dates, money
from lendkit.values.errors import DomainError, Invalid, NotFound
from lendkit.values.identifiers import uuid7


def preview(data: Mapping[str, Any]) -> dict[str, Any]:
    """The table, kept by nobody. Raises NotFound for an application that is not there for the caller."""
    visibility.need_application(data["application_id"])
    unkept = {"id": None, "version": 1, "number": None, "created_by": None, "created_at": None}
    return {**unkept, "application_id": data["application_id"], **_body(data)}


def save(data: Mapping[str, Any]) -> dict[str, Any]:
    """The kept version. Raises NotFound, Invalid when more is withheld than lent, DomainError `closed`."""
    application, id = data["application_id"], uuid7()
    visibility.need_application(application)
    body = _body(data)
    with work() as w:
        if books.lock(w, application).closed_at is not None:
            raise DomainError("closed", "This application was deleted.")
        row = store.insert(w, id, application, body, context.actor().as_ref())
        w.emit(Event.new("finance.funding_calculated.v1", subject=id, sequence=1, data=row.state))
        return dict(row.body)


def _body(data: Mapping[str, Any]) -> dict[str, Any]:
    inputs = {name: value for name, value in data.items() if name not in ("application_id", "save")}
    if inputs.get("interest"):
        inputs["interest"] = _settled(inputs["interest"])
    return {**_shown(_table(inputs)), "inputs": inputs}


def _table(data: Mapping[str, Any]) -> Table:
    try:
        product = products.load(data.get("product_id"))
    except NotFound as exc:
        raise Invalid({"/product_id": [exc.detail]}) from exc
    fees = [Fee(**fee) for fee in data.get("fees") or ()]
    interest = Interest(**data["interest"]) if data.get("interest") else None
    return domain.table(data["loan_amount"], fees, interest, product)


def _settled(interest: Mapping[str, Any]) -> dict[str, Any]:
    """Settled today where no day is named: the kept version says by which day it was worked out."""
    named = {name: value for name, value in interest.items() if value is not None}
    return {"settlement_date": dates.today(), **named}


def _shown(table: Table) -> dict[str, Any]:
    return {
        "loan_amount": money.text(table.loan_amount),
        "deductions": [_deduction(deduction) for deduction in table.deductions],
        "deducted": money.text(table.deducted),
        "gst": money.text(table.gst),
        "net": money.text(table.net),
    }


def _deduction(of: Deduction) -> dict[str, str]:
    return {"type": of.type, "amount": money.text(of.amount), "gst": money.text(of.gst)}
