"""People and companies: their kind, their name, what is kept of them, and how they are found."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from lendkit.contracts import checks
from lendkit.contracts.checks import Finding
from lendkit.values.identifiers import phone_e164

# Fields of the application or of the record itself, not of the party.
NOT_KEPT = frozenset({"ref", "role", "backs", "liability_cap", "sealed", "id", "version", "kind", "roles", "name"})


def kind_of(data: Mapping[str, Any]) -> str:
    """`person` or `company`: a guarantor says which, a company has an entity name or type."""
    if data.get("guarantor_type"):
        return "company" if data["guarantor_type"] == "company" else "person"
    return "company" if "entity_name" in data or "entity_type" in data else "person"


def name_of(data: Mapping[str, Any]) -> str:
    """`Mei Brown`, or the entity's name."""
    person = " ".join(part for part in (data.get("first_name"), data.get("last_name")) if part)
    return str(data.get("entity_name") or person)


def body_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that are kept."""
    return {key: value for key, value in data.items() if key not in NOT_KEPT}


def findings(kind: str, data: Mapping[str, Any], today: date) -> list[Finding]:
    """What is wrong with a person or a company, and what is only worth a warning."""
    return (checks.company if kind == "company" else checks.person)(data, today)


def search_keys(data: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that a search or the duplicate check looks at."""
    phone = data.get("phone")
    return {
        "email": data.get("email"),
        "phone": (phone_e164(phone) or phone) if phone else None,
        "abn": data.get("abn"),
        "acn": data.get("acn"),
        "born_on": data.get("date_of_birth"),
    }
