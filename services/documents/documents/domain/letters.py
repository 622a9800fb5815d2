"""What each letter says, drawn from one application: plain texts for a template to set, and what is still missing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from documents.domain import account, sheet, wording
from documents.domain.sheet import Detail
from documents.domain.wording import dollars

VALID_FOR = timedelta(days=14)
PAYOUT_DAYS = 7
_PARTS = {
    "principal": "Principal",
    "interest": "Interest to that day",
    "penalties": "Default interest",
    "fees": "Fees",
    "given_back": "Less interest paid in advance",
    "overpaid": "Less what was paid too much",
}
APPROVED = (
    "formal_approval", "loan_docs_instructed", "loan_docs_issued", "loan_docs_signed", "settlement_conditions",
    "settled", "discharged", "closed",
)  # fmt: skip


@dataclass(frozen=True)
class Template:
    """`wants` names what the application must have, `type` is how the document is filed; one that says what a loan is
    paid out with needs `payoffs`, finance's own figures, which the detail then holds by day."""

    title: str
    type: str
    wants: tuple[str, ...]
    body: Callable[[Detail, date], dict[str, Any]]
    payoffs: bool = False


def missing(template: str, detail: Detail) -> list[dict[str, str]]:
    """What the application still lacks for this letter: [{code, detail}]."""
    wanted = (WANTS[code] for code in TEMPLATES[template].wants)
    return [{"code": code, "detail": said} for code, there, said in wanted if not there(detail)]


def content(template: str, detail: Detail, lender: Mapping[str, str], today: date) -> dict[str, Any]:
    """Everything that the template sets, as text."""
    chosen = TEMPLATES[template]
    return {
        "title": chosen.title,
        "lender": dict(lender),
        "reference": detail["reference_number"],
        "date": wording.day(today),
        "to": [wording.party(party) for party in sheet.borrowers(detail)],
        "address": wording.address(sheet.borrowers(detail)[0].get("address")) if sheet.borrowers(detail) else "",
        "dear": _salutation(detail),
        "broker": _via(detail.get("broker")),
        "contact": _contact(detail.get("bd")),
        **chosen.body(detail, today),
    }


def _indicative(detail: Detail, today: date) -> dict[str, Any]:
    return {
        "valid_until": wording.day(today + VALID_FOR),
        "terms": sheet.terms(detail),
        "securities": sheet.securities(detail),
        "guaranteed": bool(detail.get("guarantors")),
        "lvr": detail.get("lvr"),
        "fees": sheet.fees(detail),
        "fees_total": sheet.total(detail),
        "signers": [*(str(party["name"]) for party in sheet.borrowers(detail)), *_names(detail.get("guarantors", []))],
    }


def _funding(detail: Detail, today: date) -> dict[str, Any]:
    funding = detail["funding"]
    deductions = [[wording.deduction(row["type"]), dollars(row["amount"])] for row in funding["deductions"]]
    return {
        "number": str(funding["number"]),
        "calculated": wording.iso_day(funding["created_at"]),
        "terms": sheet.terms(detail),
        "loan_amount": dollars(funding["loan_amount"]),
        "deductions": deductions,
        "net": dollars(funding["net"]),
    }


def _approval(detail: Detail, today: date) -> dict[str, Any]:
    conditions = [str(row["title"]) for row in detail.get("conditions", []) if not row.get("met")]
    return {**_indicative(detail, today), "conditions": conditions}


def _disbursement(detail: Detail, today: date) -> dict[str, Any]:
    loan = detail["loan"]
    first = next((row for row in detail.get("repayments") or [] if row["amount"] != "0.00"), None)
    return {
        "settled": wording.iso_day(loan["settled_on"]),
        "matures": wording.iso_day(loan["maturity_date"]),
        "terms": sheet.terms(detail),
        **account.disbursement(detail),
        "first": first and [wording.iso_day(first["due_date"]), dollars(first["amount"])],
    }


def _statement(detail: Detail, today: date) -> dict[str, Any]:
    return {"settled": wording.iso_day(detail["loan"]["settled_on"]), **account.statement(detail)}


def _payout(detail: Detail, today: date) -> dict[str, Any]:
    """The figures of the first day with their parts, and the total of every day that the letter holds for."""
    payoffs = detail["payoffs"]
    parts = [[said, dollars(payoffs[0][part])] for part, said in _PARTS.items() if payoffs[0][part] != "0.00"]
    return {
        "valid_until": wording.iso_day(payoffs[-1]["on"]),
        "on": wording.iso_day(payoffs[0]["on"]),
        "parts": parts,
        "total": dollars(payoffs[0]["total"]),
        "days": [[wording.iso_day(each["on"]), dollars(each["total"])] for each in payoffs],
    }


def payoff_days(today: date) -> list[date]:
    """The days that a payout figure is worked out for."""
    return [today + timedelta(days) for days in range(PAYOUT_DAYS)]


def _salutation(detail: Detail) -> str:
    """The people by their first names; a company without any by its directors."""
    people = [str(person.get("first_name") or person["name"]) for person in detail.get("borrowers", [])]
    return wording.listed(people) or "Directors"


def _names(parties: Sequence[Mapping[str, Any]]) -> list[str]:
    return [str(party["name"]) for party in parties]


def _via(broker: Mapping[str, Any] | None) -> str | None:
    return ", ".join(str(broker[key]) for key in ("name", "company") if broker.get(key)) if broker else None


def _contact(bd: Mapping[str, Any] | None) -> dict[str, str] | None:
    return {key: str(bd[key]) for key in ("name", "phone", "email") if bd.get(key)} if bd else None


# code -> (code, is it there, what to do)
WANTS: dict[str, tuple[str, Callable[[Detail], Any], str]] = {
    code: (code, there, said)
    for code, there, said in (
        ("borrower", sheet.borrowers, "Add a borrower or a company."),
        ("loan_amount", lambda detail: detail.get("loan_amount"), "Enter the loan amount."),
        ("loan_term", lambda detail: detail.get("loan_term"), "Enter the term."),
        ("interest_rate", lambda detail: detail.get("interest_rate"), "Enter the interest rate."),
        ("funding", lambda detail: detail.get("funding"), "Save a funding calculation."),
        (
            "loan",
            lambda detail: (detail.get("loan") or {}).get("settled_on"),
            "Settle the application: there is no loan yet.",
        ),
        ("open_loan", lambda detail: (detail.get("loan") or {}).get("status") == "open", "This loan is not open."),
        ("approval", lambda detail: detail.get("stage") in APPROVED, "Approve the application."),
    )
}
_TERMS = ("borrower", "loan_amount", "loan_term", "interest_rate")
TEMPLATES = {
    "indicative_letter": Template("Indicative letter", "indicative_letter", _TERMS, _indicative),
    "funding_table": Template("Funding table", "other", (*_TERMS, "funding"), _funding),
    "formal_approval": Template("Formal approval", "formal_approval", (*_TERMS, "approval"), _approval),
    "disbursement_notice": Template("Disbursement notice", "disbursement", ("borrower", "loan"), _disbursement),
    "statement": Template("Statement", "other", ("borrower", "loan"), _statement),
    "payout_figure": Template("Payout figure", "other", ("borrower", "loan", "open_loan"), _payout, payoffs=True),
}
