"""The nested application of one submission, taken apart: its terms, its parties, and who backs whom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from applications.domain.lvr import lvr
from lendkit.contracts import checks
from lendkit.contracts.checks import Finding
from lendkit.values.errors import Invalid

SECTIONS = ("borrowers", "companies", "guarantors")
NOT_TERMS = frozenset({*SECTIONS, "notes", "fees", "documents", "stage"})
LINK_FIELDS = ("liability_cap", "backs", "guarantor_type")
INDEXED_TERMS = ("broker_id", "bd_id", "branch_id", "application_type", "loan_amount")


@dataclass(frozen=True)
class SubmittedParty:
    """One party of an application; an `existing` one is named by its id, the others come with the submission.

    `detail` is what the application itself says of it (`LINK_FIELDS`), `data` is the party's own.
    """

    section: str
    position: int
    kind: str
    id: UUID
    ref: str | None
    data: dict[str, Any]
    detail: dict[str, Any]
    existing: bool

    @property
    def role(self) -> str:
        return "guarantor" if self.section == "guarantors" else "borrower"

    @property
    def pointer(self) -> str:
        return f"/{self.section}/{self.position}"

    @property
    def name(self) -> str:
        person = " ".join(part for part in (self.data.get("first_name"), self.data.get("last_name")) if part)
        return str(self.data.get("name") or self.data.get("entity_name") or person)


def check(submission: Mapping[str, Any], findings: list[Finding], today: date) -> None:
    """Raises Invalid with everything that keeps a submission from being lodged."""
    errors = checks.errors(findings)
    uploads = [upload["upload_id"] for upload in submission.get("documents") or []]
    for index, id in enumerate(uploads):
        if id in uploads[:index]:
            errors[f"/documents/{index}/upload_id"] = ["This upload is listed twice."]
    for index, note in enumerate(submission.get("notes") or []):
        if is_past(note.get("remind_date"), today):
            errors[f"/notes/{index}/remind_date"] = ["Choose today or a later date."]
    if errors:
        raise Invalid(errors)


def is_past(day: date | None, today: date) -> bool:
    return day is not None and day < today


def terms_of(submission: Mapping[str, Any]) -> dict[str, Any]:
    """The application's own fields."""
    return {key: value for key, value in submission.items() if key not in NOT_TERMS}


def columns_of_terms(terms: Mapping[str, Any], warnings: Sequence[Finding]) -> dict[str, Any]:
    """The terms, and the columns that lists filter and sort by."""
    indexed = {key: terms.get(key) for key in INDEXED_TERMS}
    return {**indexed, "lvr": lvr(terms), "terms": terms, "warnings": [finding.as_warning() for finding in warnings]}


def draft_of(submission: Mapping[str, Any]) -> dict[str, Any]:
    """What a draft keeps of its parts: all but sensitive fields, which are entered again before it is lodged."""
    parties = {section: [_without_sensitive(party) for party in submission.get(section) or []] for section in SECTIONS}
    return {**parties, **{key: submission.get(key) or [] for key in ("notes", "fees", "documents")}}


def parties_of(submission: Mapping[str, Any], new_ids: Iterator[UUID]) -> list[SubmittedParty]:
    """Every party, with the id it has or gets, and for a guarantor the ids of those it backs."""
    parties = [
        _party(section, position, party, new_ids)
        for section in SECTIONS
        for position, party in enumerate(submission.get(section) or [])
    ]
    borrowers = [party for party in parties if party.section != "guarantors"]
    ids = {name: party.id for party in borrowers for name in (party.ref, str(party.id)) if name}
    return [_with_backed(party, ids) for party in parties]


def search_text(reference: str, terms: Mapping[str, Any], parties: Sequence[SubmittedParty]) -> str:
    """What the free-text search looks through: reference, names, numbers, phones and property addresses."""
    words: list[Any] = [reference, terms.get("purpose")]
    for party in parties:
        words += [party.name, *(party.data.get(key) for key in ("phone", "email", "abn", "acn"))]
    for security in terms.get("securities") or []:
        words += (security.get("address") or {}).values()
    return " ".join(str(word) for word in words if word).lower()


def _party(section: str, position: int, party: Mapping[str, Any], new_ids: Iterator[UUID]) -> SubmittedParty:
    data = {key: value for key, value in party.items() if key not in ("id", "ref", *LINK_FIELDS)}
    is_company = section == "companies" or party.get("guarantor_type") == "company"
    return SubmittedParty(
        section=section,
        position=position,
        kind="company" if is_company else "person",
        id=party.get("id") or next(new_ids),
        ref=party.get("ref"),
        data=data,
        detail={key: party[key] for key in LINK_FIELDS if key in party},
        existing="id" in party and not data,
    )


def _with_backed(party: SubmittedParty, ids: Mapping[str, UUID]) -> SubmittedParty:
    """A guarantor backs the borrowers it names by ref or id, or all of them."""
    if party.section != "guarantors":
        return party
    names = party.detail.get("backs")
    backed = [ids[name if name in ids else name.lower()] for name in names] if names else dict.fromkeys(ids.values())
    return replace(party, detail={**party.detail, "backs": list(backed)})


def _without_sensitive(party: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in party.items() if key not in ("tax_id", "bank_account")}
