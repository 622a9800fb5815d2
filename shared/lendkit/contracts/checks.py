"""What must hold before an application is lodged or a party is kept, and what is only worth a warning."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lendkit.contracts.choices import STATES
from lendkit.values import identifiers

POSTCODES = {
    "NSW": "[12][0-9]{3}", "ACT": "(02|26|29)[0-9]{2}", "VIC": "[38][0-9]{3}", "QLD": "[49][0-9]{3}",
    "SA": "5[0-9]{3}", "WA": "6[0-9]{3}", "TAS": "7[0-9]{3}", "NT": "0[89][0-9]{2}",
}  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """`hard` ones refuse a lodgement; a draft takes them all as warnings."""

    pointer: str
    code: str
    detail: str
    hard: bool

    def as_warning(self) -> dict[str, str]:
        return {"pointer": self.pointer, "code": self.code, "detail": self.detail}


def errors(findings: list[Finding]) -> dict[str, list[str]]:
    """The hard ones as JSON pointer → messages."""
    found: dict[str, list[str]] = {}
    for finding in findings:
        if finding.hard:
            found.setdefault(finding.pointer, []).append(finding.detail)
    return found


def application(tree: Mapping[str, Any], today: date) -> list[Finding]:
    """Everything that is to say about a whole nested application."""
    found = list(_needed(tree))
    for kind, check in (("borrowers", person), ("companies", company), ("guarantors", guarantor)):
        for index, party in enumerate(tree.get(kind) or []):
            if set(party) - {"id", "ref", "liability_cap", "backs", "guarantor_type"}:
                found += check(party, today, f"/{kind}/{index}")
    for index, security in enumerate(tree.get("securities") or []):
        found += _address(security.get("address"), f"/securities/{index}/address")
    return found


def person(data: Mapping[str, Any], today: date, at: str = "") -> list[Finding]:
    """A borrower or an individual guarantor."""
    found = [
        Finding(f"{at}/{name}", "required", f"Enter the {name.replace('_', ' ')}.", True)
        for name in ("first_name", "last_name")
        if not data.get(name)
    ]
    birth = data.get("date_of_birth")
    if birth and str(birth) > today.isoformat():  # a stored draft has its dates as text
        found.append(Finding(f"{at}/date_of_birth", "future", "A birth date lies in the past.", True))
    return found + _contact(data, at)


def company(data: Mapping[str, Any], today: date, at: str = "") -> list[Finding]:
    """A company has an ACN; a trust or a super fund has a trustee and needs none."""
    found = []
    if not data.get("entity_name"):
        found.append(Finding(f"{at}/entity_name", "required", "Enter the entity name.", True))
    kind = data.get("entity_type") or "company"
    if kind == "company" and not data.get("acn"):
        found.append(Finding(f"{at}/acn", "required", "A company has an ACN. Enter its nine digits.", True))
    if kind != "company" and not data.get("trustee_name"):
        found.append(Finding(f"{at}/trustee_name", "required", "Name the trustee.", True))
    return found + list(_numbers(data, at)) + _contact(data, at)


def guarantor(data: Mapping[str, Any], today: date, at: str = "") -> list[Finding]:
    """Checked as what it is."""
    if not data.get("guarantor_type"):
        return [Finding(f"{at}/guarantor_type", "required", "Say whether this is an individual or a company.", True)]
    return (company if data["guarantor_type"] == "company" else person)(data, today, at)


def _needed(tree: Mapping[str, Any]) -> Iterator[Finding]:
    if not tree.get("borrowers") and not tree.get("companies"):
        yield Finding("/borrowers", "required", "Add a borrower or a company.", True)
    words = {"loan_amount": "loan amount", "loan_term": "loan term in months", "application_type": "application type"}
    for name, label in words.items():
        if not tree.get(name):
            yield Finding(f"/{name}", "required", f"Enter the {label}.", True)
    if tree.get("application_type") == "other" and not tree.get("application_type_other"):
        yield Finding("/application_type_other", "required", "Say what kind of application this is.", True)


def _numbers(data: Mapping[str, Any], at: str) -> Iterator[Finding]:
    abn, acn = data.get("abn"), data.get("acn")
    if abn and not identifiers.abn_ok(abn):
        yield Finding(f"{at}/abn", "checksum", "This is not an ABN: check the digits.", True)
    if acn and not identifiers.acn_ok(acn):
        yield Finding(f"{at}/acn", "checksum", "This is not an ACN: check the digits.", True)
    if abn and acn and not identifiers.abn_matches_acn(abn, acn):
        yield Finding(f"{at}/abn", "abn_acn_differ", "An ABN normally ends in the company's ACN.", False)


def _contact(data: Mapping[str, Any], at: str) -> list[Finding]:
    found = _address(data.get("address"), f"{at}/address") + _address(
        data.get("mailing_address"), f"{at}/mailing_address"
    )
    abroad = not _australian((data.get("address") or {}).get("country"))
    if data.get("phone") and not abroad and not identifiers.phone_e164(data["phone"]):
        found.append(Finding(f"{at}/phone", "phone", "This does not look like an Australian phone number.", False))
    return found + account(data.get("bank_account"), f"{at}/bank_account")


def account(given: Mapping[str, Any] | None, at: str) -> list[Finding]:
    """A bank or commission account."""
    found = []
    if given and not identifiers.bsb_ok(given.get("bsb") or ""):
        found.append(Finding(f"{at}/bsb", "bsb", "A BSB has six digits, like 062-000.", True))
    if given and not re.fullmatch(r"[0-9]{4,10}", identifiers.digits(given.get("account_number") or ""), re.ASCII):
        found.append(Finding(f"{at}/account_number", "account", "An account number has 4 to 10 digits.", True))
    return found


def _address(address: Mapping[str, Any] | None, at: str) -> list[Finding]:
    if not address or not _australian(address.get("country")):
        return []
    state, postcode = address.get("state"), address.get("postal_code")
    found = []
    if state and state not in STATES:
        found.append(Finding(f"{at}/state", "state", f"States are {', '.join(STATES)}.", False))
    elif state and postcode and not re.fullmatch(POSTCODES[state], postcode):
        found.append(Finding(f"{at}/postal_code", "postcode", f"{postcode} is not a postcode of {state}.", False))
    return found


def _australian(country: str | None) -> bool:
    return (country or "Australia").casefold() in ("australia", "au", "aus")
