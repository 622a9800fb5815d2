"""The nested application of one submit, taken apart: its terms, its parties, and who backs whom."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

SECTIONS = ("borrowers", "companies", "guarantors")
NOT_TERMS = frozenset({*SECTIONS, "notes", "fees", "documents", "stage"})
LINK_FIELDS = ("liability_cap", "backs", "guarantor_type")


@dataclass(frozen=True)
class Member:
    """One party of an application. `existing` ones are taken by id, the others come with the submit."""

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


def terms_of(tree: Mapping[str, Any]) -> dict[str, Any]:
    """The application's own fields."""
    return {key: value for key, value in tree.items() if key not in NOT_TERMS}


def members_of(tree: Mapping[str, Any], new_ids: Iterator[UUID]) -> list[Member]:
    """Every party, with the id it has or gets, and for a guarantor the ids of those it backs."""
    plain = [_member(s, i, party, new_ids) for s in SECTIONS for i, party in enumerate(tree.get(s) or [])]
    backed = {name: m.id for m in plain if m.section != "guarantors" for name in (m.ref, str(m.id)) if name}
    return [_with_backed(member, backed) for member in plain]


def _member(section: str, position: int, party: Mapping[str, Any], new_ids: Iterator[UUID]) -> Member:
    own = ("id", "ref", *LINK_FIELDS)
    data = {key: value for key, value in party.items() if key not in own}
    company = section == "companies" or party.get("guarantor_type") == "company"
    return Member(
        section=section,
        position=position,
        kind="company" if company else "person",
        id=party.get("id") or next(new_ids),
        ref=party.get("ref"),
        data=data,
        detail={key: party[key] for key in LINK_FIELDS if key in party},
        existing="id" in party and not data,
    )


def _with_backed(member: Member, backed: Mapping[str, UUID]) -> Member:
    if member.section != "guarantors":
        return member
    named = member.detail.get("backs")
    ids = (
        [backed[name if name in backed else name.lower()] for name in named]
        if named
        else list(dict.fromkeys(backed.values()))
    )
    return Member(**{**member.__dict__, "detail": {**member.detail, "backs": ids}})


def search_text(reference: str, terms: Mapping[str, Any], members: list[Member]) -> str:
    """What the free-text search looks through: reference, names, numbers, phones and property addresses."""
    parts: list[Any] = [reference, terms.get("purpose")]
    for member in members:
        parts += [member.name, *(member.data.get(key) for key in ("phone", "email", "abn", "acn"))]
    for security in terms.get("securities") or []:
        parts += (security.get("address") or {}).values()
    return " ".join(str(part) for part in parts if part).lower()
