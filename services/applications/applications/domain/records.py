"""Consents, valuations, requirements, decisions, legal advice, conditions: what each keeps, and what is refused."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from applications.domain.guards.approval import DECIDED_TERMS, check_not_author
from applications.domain.lvr import address_of
from applications.domain.stages import BEFORE_SETTLED
from lendkit.values.errors import DomainError, Invalid

GUARANTORS = ("guarantors",)
BORROWERS = ("borrowers", "companies", *GUARANTORS)


def check_stage(stage: str) -> None:
    """Records belong to an application in progress. Raises DomainError `not_lodged` or `too_late`."""
    if stage == "draft":
        raise DomainError("not_lodged", "Lodge the application first.")
    if stage not in BEFORE_SETTLED:
        raise DomainError("too_late", "This application is no longer in progress.")


def check_not_future(data: Mapping[str, Any], field: str, today: date) -> None:
    """Raises Invalid for a date in the future."""
    if data[field] > today:
        raise Invalid({f"/{field}": ["Date can't be in the future."]})


def check_not_past(data: Mapping[str, Any], field: str, today: date) -> None:
    """Raises Invalid for a date that has passed."""
    if data.get(field) and data[field] < today:
        raise Invalid({f"/{field}": ["Choose today or a later date."]})


def check_party(data: Mapping[str, Any], sections: Sequence[str], party_ids: Mapping[str, Sequence[str]]) -> None:
    """`party_ids` is section → ids. Raises Invalid for a party that is not in one of `sections`."""
    known = {id for section in sections for id in party_ids.get(section, ())}
    if data.get("party_id") and str(data["party_id"]) not in known:
        noun = "guarantor" if sections == GUARANTORS else "party"
        raise Invalid({"/party_id": [f"This {noun} isn't on the application."]})


def decision(data: Mapping[str, Any], author_id: UUID, actor_id: UUID, terms: Mapping[str, Any]) -> dict[str, Any]:
    """A decision with the terms it was made on. Raises Forbidden for one's own application."""
    check_not_author(author_id, actor_id)
    return {**data, "terms": {name: terms.get(name) for name in DECIDED_TERMS}}


def valuation(data: Mapping[str, Any], terms: Mapping[str, Any]) -> dict[str, Any]:
    """A valuation with the position and address of its security. Raises Invalid naming `security`."""
    reference = data.get("security")
    if reference is None:
        return {**data, "security": None}
    addresses = [address_of(security) for security in terms.get("securities") or []]
    positions = [reference] if isinstance(reference, int) else _positions(reference, terms)
    if len(positions) != 1 or not positions[0] < len(addresses):
        raise Invalid(
            {"/security": ["Choose one of this application's securities, by its position (from 0) or its address."]}
        )
    return {**data, "security": {"position": positions[0], "address": addresses[positions[0]]}}


def _positions(address: str, terms: Mapping[str, Any]) -> list[int]:
    """The securities with this address, or with this street."""
    text = _plain(address)
    return [
        position
        for position, security in enumerate(terms.get("securities") or [])
        if text in (_plain(address_of(security)), _plain((security.get("address") or {}).get("street")))
    ]


def _plain(text: str | None) -> str:
    return " ".join((text or "").replace(",", " ").casefold().split())


def resolution(data: Mapping[str, Any], by: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """What changes when a requirement is resolved, or reopened."""
    resolved = data["resolved"]
    note = {"resolution": data["resolution"]} if "resolution" in data else {}
    by_at = {"resolved_by": by if resolved else None, "resolved_at": now if resolved else None}
    return {"resolved": resolved, **by_at, **note}


def satisfaction(data: Mapping[str, Any], by: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """What changes when a condition is satisfied, or reopened."""
    met = data["met"]
    evidence = {"evidence": data["evidence"]} if "evidence" in data else {}
    return {"met": met, "met_by": by if met else None, "met_at": now if met else None, **evidence}
