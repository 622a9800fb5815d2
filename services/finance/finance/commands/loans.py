"""Open a loan: settle an application, or take over a loan that exists. And close it when nothing is owed."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from finance.commands import carry, visibility
from finance.commands import fees as fee_commands
from finance.domain import cause as causes
from finance.domain import fees as fee_rules
from finance.domain import products, schedule, settlement
from finance.domain.cause import Cause
from finance.domain.history import History
from finance.domain.products import Product
from finance.domain.terms import Terms, of_application, of_body
from finance.store import agreed, books, fees, loans
from finance.store import products as product_store
from lendkit.contracts.finance import DEFAULT_PRODUCT_ID
from lendkit.messaging.work import Work, work
from lendkit.runtime import context
from lendkit.values import dates
from lendkit.values.errors import DomainError, Invalid, NotFound
from lendkit.values.identifiers import uuid7


def take_over(data: Mapping[str, Any], cause: Cause) -> UUID:
    """The open loan's id. Raises NotFound, Invalid for terms that do not go together, DomainError `loan_exists`."""
    if data.get("draws"):
        raise Invalid({"/draws": ["A loan is taken over as it was drawn: give the principal."]})
    if data["settlement_date"] > dates.today():
        raise Invalid({"/settlement_date": ["A loan that is taken over has been settled."]})
    application = data["application_id"]
    visibility.need_application(application)
    terms = of_body(data)
    schedule.make(terms)
    product = data.get("product_id") or DEFAULT_PRODUCT_ID
    rules = _product(product)
    with work() as w:
        _open_book(w, application)
        row = _open(w, application, terms, rules, product, "take_over", cause)
        if row is None:
            raise DomainError("loan_exists", "This application has a loan already.")
        return UUID(str(row.id))


def settle(data: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:
    """(the loan, is it new?): the same for an application that was settled before.

    Raises DomainError `not_ready` with what is missing.
    """
    application, actor = data["application_id"], data["actor"]
    with work() as w:
        _open_book(w, application)
        row = loans.lock(w, application)
        if row is not None:
            return loans.state(row), False
        missing = _missing(w, data)
        if missing:
            raise DomainError("not_ready", "Finance does not agree to settle this yet.", missing=missing)
        product = data.get("product_id") or DEFAULT_PRODUCT_ID
        cause = causes.of(f"settle {application}", actor["id"])
        reference = data.get("reference_number")
        fee_commands.withhold(w, application, data["settled_on"], cause)
        row = _open(w, application, _terms(data), _product(product), product, "settlement", cause, reference)
        return loans.state(row), True


def discharge(application: UUID, on: date, actor: UUID) -> dict[str, Any]:
    """The loan, closed; twice is once. Raises NotFound, DomainError `not_ready` while anything is owed."""
    with work() as w:
        books.lock(w, application)
        row = loans.lock(w, application)
        if row is None:
            raise NotFound("There is no loan on this application.")
        if row.status == "discharged":
            return loans.state(row)
        row = carry.forward(w, row, causes.of(f"discharge {application}", actor), "discharge")
        missing = settlement.owed(row.state)
        if missing:
            raise DomainError("not_ready", "A loan is discharged when nothing is owed.", missing=missing)
        row = loans.discharge(w, row.id, min(on, dates.today()))
        carry.tell_loan(w, "loan_discharged", row)
        return loans.state(row)


def _open(
    w: Work, application: UUID, terms: Terms, rules: Product, product: UUID, origin: str, cause: Cause,
    reference: str | None = None,
) -> Any:  # fmt: skip
    id = uuid7()
    row = loans.insert(
        w,
        {
            "id": id,
            "application_id": application,
            "reference_number": reference,
            "product_id": product,
            "terms": agreed.terms_json(terms),
            "rules": agreed.rules_json(rules),
            "state": loans.beginnings(History(id, terms, rules)),
            "origin": origin,
            "as_of": terms.settlement_date,
            "created_by": context.actor().as_ref(),
        },
    )
    if row is None:
        return None
    row = carry.forward(w, row, cause, origin, opening=True)
    carry.tell_loan(w, "loan_opened", row)
    return row


def _open_book(w: Work, application: UUID) -> None:
    if books.lock(w, application).closed_at is not None:
        raise DomainError("closed", "This application was deleted: nothing is posted to it any more.")


def _missing(w: Work, data: Mapping[str, Any]) -> list[dict[str, str]]:
    """What finance still wants before it opens the loan, as {code, detail}."""
    found = settlement.incomplete(data)
    rows = fees.of_application(w, data["application_id"])
    if fee_rules.commitment_missing((row.type, row.status) for row in rows):
        found.append({"code": "commitment_fee", "detail": "The commitment fee is not paid in the ledger."})
    if data["settled_on"] > dates.today():
        found.append({"code": "settled_on", "detail": "The day of settlement has not come yet."})
    if not settlement.incomplete(data):
        found += _outside(data)
    return found


def _outside(data: Mapping[str, Any]) -> list[dict[str, str]]:
    try:
        rules = _product(data.get("product_id"))
        found = products.outside(rules, data["loan_amount"], data["interest_rate"], data["loan_term"])
        schedule.make(_terms(data))
        return found
    except Invalid as exc:
        return [{"code": "terms", "detail": text} for texts in exc.errors.values() for text in texts]


def _terms(data: Mapping[str, Any]) -> Terms:
    product = _product(data.get("product_id"))
    return of_application(
        Decimal(data["loan_amount"]),
        data["loan_term"],
        Decimal(data["interest_rate"]),
        data.get("repayment_frequency"),
        product,
        data.get("capitalised_interest_months") or 0,
        data["settled_on"],
    )


def _product(id: UUID | None) -> Product:
    try:
        return product_store.load(id)
    except NotFound as exc:
        raise Invalid({"/product_id": ["There is no such product."]}) from exc
