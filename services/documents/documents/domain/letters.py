"""What each letter says, drawn from one application: plain texts for a template to set, and what is still missing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from documents.domain import sheet, wording
from documents.domain.sheet import Detail
from documents.domain.wording import dollars

VALID_FOR = timedelta(days=14)
APPROVED = (
    "formal_approval", "loan_docs_instructed", "loan_docs_issued", "loan_docs_signed", "settlement_conditions",
    "settled", "discharged", "closed",
)  # fmt: skip


@dataclass(frozen=True)
class Template:
    """`wants` names what the application must have, `type` is how the document is filed."""

    title: str
    type: str
    wants: tuple[str, ...]
    body: Callable[[Detail, date], dict[str, Any]]


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
        ("approval", lambda detail: detail.get("stage") in APPROVED, "Approve the application."),
    )
}
_TERMS = ("borrower", "loan_amount", "loan_term", "interest_rate")
TEMPLATES = {
    "indicative_letter": Template("Indicative letter", "indicative_letter", _TERMS, _indicative),
    "funding_table": Template("Funding table", "other", (*_TERMS, "funding"), _funding),
    "formal_approval": Template("Formal approval", "formal_approval", (*_TERMS, "approval"), _approval),
}
# Part of the contract, and not made here yet.
LATER = ("disbursement_notice", "statement", "payout_figure")
