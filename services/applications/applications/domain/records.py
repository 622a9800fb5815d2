"""What people record for the guards: what is kept of each, and when it makes no sense."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from applications.domain.approval import DECIDED_TERMS
from applications.domain.lvr import address_of
from applications.domain.stages import BEFORE_SETTLED
from lendkit.values.errors import DomainError, Forbidden, Invalid

GUARANTORS = ("guarantors",)
BORROWERS = ("borrowers", "companies", *GUARANTORS)


def check_stage(stage: str) -> None:
    """Records belong to an application under way. Raises DomainError `not_lodged` or `too_late`."""
    if stage == "draft":
        raise DomainError("not_lodged", "Lodge the application first.")
    if stage not in BEFORE_SETTLED:
        raise DomainError("too_late", "This application is no longer under way.")


def check_past(data: Mapping[str, Any], field: str, today: date) -> None:
    """Something that happened did not happen tomorrow. Raises Invalid."""
    if data[field] > today:
        raise Invalid({f"/{field}": ["Choose today or an earlier day."]})


def check_ahead(data: Mapping[str, Any], field: str, today: date) -> None:
    """Raises Invalid for a day that has passed."""
    if data.get(field) and data[field] < today:
        raise Invalid({f"/{field}": ["Choose today or a later day."]})


def check_party(data: Mapping[str, Any], sections: Sequence[str], on: Mapping[str, Sequence[str]]) -> None:
    """`on` is section → ids. Raises Invalid for a party that is not on the application in one of these sections."""
    known = {id for section in sections for id in on.get(section, ())}
    if data.get("party_id") and str(data["party_id"]) not in known:
        who = "guarantor" if sections == GUARANTORS else "party"
        raise Invalid({"/party_id": [f"There is no such {who} on this application."]})


def decision(data: Mapping[str, Any], own: bool, terms: Mapping[str, Any]) -> dict[str, Any]:
    """A decision with the terms it was made on. Raises Forbidden for one's own application."""
    if own:
        raise Forbidden("Somebody else must decide about your own application.", code="own_application")
    return {**data, "terms": {name: terms.get(name) for name in DECIDED_TERMS}}


def valuation(data: Mapping[str, Any], terms: Mapping[str, Any]) -> dict[str, Any]:
    """A valuation with the security it is of, by place and address. Raises Invalid naming `security`."""
    named = data.get("security")
    if named is None:
        return {**data, "security": None}
    addresses = [address_of(security) for security in terms.get("securities") or []]
    places = [named] if isinstance(named, int) else _places(named, terms)
    if len(places) != 1 or not places[0] < len(addresses):
        raise Invalid({"/security": ["Name one security of this application, by its place from 0 or by its address."]})
    return {**data, "security": {"position": places[0], "address": addresses[places[0]]}}


def _places(named: str, terms: Mapping[str, Any]) -> list[int]:
    """Where a property stands that is called by its whole address, or by its street alone."""
    wanted = _plain(named)
    return [
        place
        for place, security in enumerate(terms.get("securities") or [])
        if wanted in (_plain(address_of(security)), _plain((security.get("address") or {}).get("street")))
    ]


def _plain(text: str | None) -> str:
    return " ".join((text or "").replace(",", " ").casefold().split())


def resolved(data: Mapping[str, Any], by: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """What changes when a requirement is resolved, or opened again."""
    done = data["resolved"]
    note = {"resolution": data["resolution"]} if "resolution" in data else {}
    return {"resolved": done, "resolved_by": by if done else None, "resolved_at": now if done else None, **note}


def met(data: Mapping[str, Any], by: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """What changes when a condition is met, or found not to be."""
    done = data["met"]
    evidence = {"evidence": data["evidence"]} if "evidence" in data else {}
    return {"met": done, "met_by": by if done else None, "met_at": now if done else None, **evidence}
