"""What must be right before an application is lodged or a party is saved, and what is only worth a warning."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from lendkit.contracts.choices import STATES
from lendkit.values import identifiers

POSTCODES = {
    "NSW": "[12][0-9]{3}", "ACT": "(02|26|29)[0-9]{2}", "VIC": "[38][0-9]{3}", "QLD": "[49][0-9]{3}",
    "SA": "5[0-9]{3}", "WA": "6[0-9]{3}", "TAS": "7[0-9]{3}", "NT": "0[89][0-9]{2}",
}  # fmt: skip

LABELS = {"borrowers": "Borrower", "companies": "Company", "guarantors": "Guarantor"}
CHOOSE_GUARANTOR_TYPE = "Choose individual or company."
REQUIRED = {
    "loan_amount": "Enter the loan amount.",
    "loan_term": "Enter the loan term in months.",
    "application_type": "Choose the application type.",
}


@dataclass(frozen=True)
class Finding:
    """`hard` ones refuse a lodgement, a draft keeps them all as warnings; `whose` names the party or security."""

    pointer: str
    code: str
    detail: str
    hard: bool
    whose: str = ""

    def as_warning(self) -> dict[str, str]:
        """A warning stands away from its field, so it says whose it is: `Mei Brown: enter the last name.`"""
        detail = f"{self.whose}: {self.detail[0].lower()}{self.detail[1:]}" if self.whose else self.detail
        return {"pointer": self.pointer, "code": self.code, "detail": detail}


def errors(findings: list[Finding]) -> dict[str, list[str]]:
    """The hard ones as JSON pointer → messages."""
    messages: dict[str, list[str]] = {}
    for finding in findings:
        if finding.hard:
            messages.setdefault(finding.pointer, []).append(finding.detail)
    return messages


def application(submission: Mapping[str, Any], today: date) -> list[Finding]:
    """Everything that is wrong or doubtful in a whole nested application."""
    findings = list(_required(submission))
    for kind, check in (("borrowers", person), ("companies", company), ("guarantors", guarantor)):
        for index, party in enumerate(submission.get(kind) or []):
            if set(party) - {"id", "ref", "liability_cap", "backs", "guarantor_type"}:
                whose = _name(party) or f"{LABELS[kind]} {index + 1}"
                findings += _of(whose, check(party, today, f"/{kind}/{index}"))
    for index, security in enumerate(submission.get("securities") or []):
        findings += _of(f"Security {index + 1}", _address(security.get("address"), f"/securities/{index}/address"))
    return findings


def person(data: Mapping[str, Any], today: date, at: str = "") -> list[Finding]:
    """A borrower or an individual guarantor."""
    findings = [
        Finding(f"{at}/{name}", "required", f"Enter the {name.replace('_', ' ')}.", True)
        for name in ("first_name", "last_name")
        if not data.get(name)
    ]
    birth = data.get("date_of_birth")
    if birth and str(birth) > today.isoformat():  # a stored draft has its dates as text
        findings.append(Finding(f"{at}/date_of_birth", "future", "Date of birth can't be in the future.", True))
    return findings + _contact(data, at)


def company(data: Mapping[str, Any], today: date, at: str = "") -> list[Finding]:
    """A company has an ACN; a trust or a super fund has a trustee and needs none."""
    findings = []
    if not data.get("entity_name"):
        findings.append(Finding(f"{at}/entity_name", "required", "Enter the entity name.", True))
    kind = data.get("entity_type") or "company"
    if kind == "company" and not data.get("acn"):
        findings.append(Finding(f"{at}/acn", "required", "Enter the company's ACN (9 digits).", True))
    if kind != "company" and not data.get("trustee_name"):
        findings.append(Finding(f"{at}/trustee_name", "required", "Enter the trustee's name.", True))
    return findings + list(_numbers(data, at)) + _contact(data, at)


def guarantor(data: Mapping[str, Any], today: date, at: str = "") -> list[Finding]:
    """An individual or a company guarantor."""
    if not data.get("guarantor_type"):
        return [Finding(f"{at}/guarantor_type", "required", CHOOSE_GUARANTOR_TYPE, True)]
    return (company if data["guarantor_type"] == "company" else person)(data, today, at)


def _of(whose: str, findings: list[Finding]) -> list[Finding]:
    return [replace(finding, whose=whose) for finding in findings]


def _name(party: Mapping[str, Any]) -> str:
    person = " ".join(part for part in (party.get("first_name"), party.get("last_name")) if part)
    return str(party.get("entity_name") or person)


def _required(submission: Mapping[str, Any]) -> Iterator[Finding]:
    if not submission.get("borrowers") and not submission.get("companies"):
        yield Finding("/borrowers", "required", "Add a borrower (an individual or a company).", True)
    for name, detail in REQUIRED.items():
        if not submission.get(name):
            yield Finding(f"/{name}", "required", detail, True)
    if submission.get("application_type") == "other" and not submission.get("application_type_other"):
        yield Finding("/application_type_other", "required", "Describe the application type.", True)


def _numbers(data: Mapping[str, Any], at: str) -> Iterator[Finding]:
    abn, acn = data.get("abn"), data.get("acn")
    if abn and not identifiers.abn_ok(abn):
        yield Finding(f"{at}/abn", "checksum", "This ABN isn't valid. Check the number.", True)
    if acn and not identifiers.acn_ok(acn):
        yield Finding(f"{at}/acn", "checksum", "This ACN isn't valid. Check the number.", True)
    if abn and acn and not identifiers.abn_matches_acn(abn, acn):
        yield Finding(f"{at}/abn", "abn_acn_differ", "This ABN doesn't match the ACN. Check both numbers.", False)


def _contact(data: Mapping[str, Any], at: str) -> list[Finding]:
    findings = _address(data.get("address"), f"{at}/address")
    findings += _address(data.get("mailing_address"), f"{at}/mailing_address")
    abroad = not _australian((data.get("address") or {}).get("country"))
    if data.get("phone") and not abroad and not identifiers.phone_e164(data["phone"]):
        findings.append(Finding(f"{at}/phone", "phone", "This isn't an Australian phone number. Check it.", False))
    return findings + account(data.get("bank_account"), f"{at}/bank_account")


def account(account: Mapping[str, Any] | None, at: str) -> list[Finding]:
    """A bank or commission account."""
    findings = []
    if account and not identifiers.bsb_ok(account.get("bsb") or ""):
        findings.append(Finding(f"{at}/bsb", "bsb", "Enter a BSB with 6 digits, e.g. 062-000.", True))
    if account and not re.fullmatch(r"[0-9]{4,10}", identifiers.digits(account.get("account_number") or ""), re.ASCII):
        findings.append(
            Finding(f"{at}/account_number", "account", "Enter an account number with 4 to 10 digits.", True)
        )
    return findings


def _address(address: Mapping[str, Any] | None, at: str) -> list[Finding]:
    if not address or not _australian(address.get("country")):
        return []
    state, postcode = address.get("state"), address.get("postal_code")
    findings = []
    if state and state not in STATES:
        findings.append(Finding(f"{at}/state", "state", f"Choose a state: {', '.join(STATES)}.", False))
    elif state and postcode and not re.fullmatch(POSTCODES[state], postcode):
        detail = f"{postcode} isn't a {state} postcode."
        findings.append(Finding(f"{at}/postal_code", "postcode", detail, False))
    return findings


def _australian(country: str | None) -> bool:
    return (country or "Australia").casefold() in ("australia", "au", "aus")
