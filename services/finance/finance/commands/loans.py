"""Open a loan: settle an application, or board a loan that exists. And discharge it when nothing is owed."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from finance.commands import fees as fee_commands
from finance.commands import products, reprocess, subledger
from finance.commands.application_access import require_application
from finance.domain.fees.fee import commitment_missing
from finance.domain.ledger import command_ref
from finance.domain.ledger.command_ref import CommandRef
from finance.domain.loan import settlement
from finance.domain.loan.history import Balances
from finance.domain.schedule.amortisation import amortise
from finance.domain.schedule.products import outside
from finance.domain.schedule.terms import Terms, of_application, of_request
from finance.store import fees, loans
from finance.store import subledger as subledgers
from finance.store.loans import LoanRow, LoanSummary, NewLoan
from lendkit.contracts.finance import DEFAULT_PRODUCT_ID
from lendkit.messaging.work import Work, work
from lendkit.runtime import context
from lendkit.values import dates
from lendkit.values.errors import DomainError, Invalid, existing
from lendkit.values.identifiers import uuid7

ZERO = Decimal("0.00")


def board(data: Mapping[str, Any], command: CommandRef) -> UUID:
    """The loan's id. Raises NotFound, Invalid for terms that can't be combined, DomainError `loan_exists`."""
    if data.get("draws"):
        raise Invalid({"/draws": ["An existing loan is boarded as drawn: enter the principal instead."]})
    if data["settlement_date"] > dates.today():
        raise Invalid({"/settlement_date": ["Date can't be in the future"]})
    application, product = data["application_id"], data.get("product_id") or DEFAULT_PRODUCT_ID
    require_application(application)
    terms, rules = of_request(data), products.named(product)
    loan = NewLoan(uuid7(), application, product, terms, rules, _opening(terms), "take_over", _actor())
    with work() as w:
        subledger.lock_open(w, application)
        row = _open(w, loan, command)
        if row is None:
            raise DomainError("loan_exists", "This application already has a loan.")
        return row.id


def settle(data: Mapping[str, Any]) -> tuple[Mapping[str, Any], bool]:
    """(the loan's state, whether it is new): the same for an application that was settled before.

    Raises DomainError `not_ready` with what is missing.
    """
    application = data["application_id"]
    with work() as w:
        subledger.lock_open(w, application)
        loan = loans.lock(w, application)
        if loan is not None:
            return loan.state, False
        missing = _missing(w, data)
        if missing:
            raise DomainError("not_ready", "Finance can't settle this yet.", missing=missing)
        command = command_ref.of_process(f"settle {application}", data["actor"]["id"])
        fee_commands.withhold(w, application, data["settled_on"], command)
        opened = _open(w, _settled(data), command)
        assert opened is not None  # nobody else holds the subledger
        return opened.state, True


def discharge(application: UUID, on: date, actor: UUID) -> Mapping[str, Any]:
    """The state of the discharged loan, discharged now or before. Raises NotFound, DomainError `not_ready` while
    anything is owed."""
    with work() as w:
        subledgers.lock(w, application)
        loan = existing(loans.lock(w, application), "This application has no loan.")
        if loan.status == "discharged":
            return loan.state
        loan = reprocess.reprocess(w, loan, command_ref.of_process(f"discharge {application}", actor), "discharge")
        missing = settlement.not_cleared(loan.summary.amounts)
        if missing:
            raise DomainError("not_ready", "A loan can be discharged once nothing is owed.", missing=missing)
        discharged = loans.discharge(w, loan.id, min(on, dates.today()))
        w.publish("finance.loan_discharged.v1", discharged.state)
        return discharged.state


def _open(w: Work, loan: NewLoan, command: CommandRef) -> LoanRow | None:
    """None where the application has a loan already."""
    row = loans.insert(w, loan)
    if row is None:
        return None
    opened = reprocess.reprocess(w, row, command, loan.origin, opening=True)
    w.publish("finance.loan_opened.v1", opened.state)
    return opened


def _settled(data: Mapping[str, Any]) -> NewLoan:
    product, terms = data.get("product_id") or DEFAULT_PRODUCT_ID, _terms(data)
    return NewLoan(
        uuid7(), data["application_id"], product, terms, products.named(product), _opening(terms), "settlement",
        _actor(), data.get("reference_number"),
    )  # fmt: skip


def _actor() -> Mapping[str, Any]:
    return context.actor().as_ref()


def _opening(terms: Terms) -> LoanSummary:
    """The opening balances: nothing is posted yet. Raises Invalid for terms that can't be combined."""
    schedule = amortise(terms)
    return LoanSummary.of(
        Balances(ZERO, ZERO, ZERO, ZERO, ZERO),
        fees=ZERO,
        days_past_due=0,
        periods=sum(1 for row in schedule.instalments if row.number),
        maturity_date=schedule.maturity_date,
    )


def _missing(w: Work, data: Mapping[str, Any]) -> list[dict[str, str]]:
    """What finance still requires before it settles, as {code, detail}."""
    incomplete = settlement.missing_terms(data)
    missing = [*incomplete]
    if commitment_missing((fee.type, fee.status) for fee in fees.of_application(w, data["application_id"])):
        missing.append({"code": "commitment_fee", "detail": "The commitment fee hasn't been paid."})
    if data["settled_on"] > dates.today():
        missing.append({"code": "settled_on", "detail": "The settlement date can't be in the future."})
    return missing if incomplete else [*missing, *_outside(data)]


def _outside(data: Mapping[str, Any]) -> list[dict[str, str]]:
    try:
        rules = products.named(data.get("product_id"))
        findings = outside(rules, data["loan_amount"], data["interest_rate"], data["loan_term"])
        amortise(_terms(data))
        return findings
    except Invalid as exc:
        return [{"code": "terms", "detail": detail} for details in exc.errors.values() for detail in details]


def _terms(data: Mapping[str, Any]) -> Terms:
    return of_application(
        Decimal(data["loan_amount"]),
        data["loan_term"],
        Decimal(data["interest_rate"]),
        data.get("repayment_frequency"),
        products.named(data.get("product_id")),
        data.get("capitalised_interest_months") or 0,
        data["settled_on"],
    )
