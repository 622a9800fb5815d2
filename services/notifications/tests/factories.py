"""Events and people for the tests."""

from typing import Any
from uuid import UUID

from lendkit.contracts.envelope import Event
from lendkit.values.actor import Actor
from lendkit.values.identifiers import uuid7

BD, BROKER, BRANCH, PARTY, LOAN, INSTALMENT = (str(uuid7()) for _ in range(6))
SARAH = {"id": str(uuid7()), "name": "Sarah Chen", "role": "broker"}
REFERENCE = "APP-2026-000012"


def application(**changes: Any) -> dict[str, Any]:
    """An application's data as its events carry it."""
    id = str(uuid7())
    own = {
        "id": id,
        "application_id": id,
        "version": 1,
        "reference_number": REFERENCE,
        "broker_id": BROKER,
        "bd_id": BD,
        "branch_id": BRANCH,
        "party_ids": [PARTY],
        "party_names": ["Noah García"],
        "stage": "inquiry",
    }
    return {**own, **changes}


def event(name: str, data: dict[str, Any], *, owner: str = "applications", **more: Any) -> Event:
    subject, sequence = UUID(str(data["id"])), more.pop("sequence", data["version"])
    return Event(f"{owner}.{name}.v1", subject, sequence, {**data, "version": sequence}, **{"actor": SARAH, **more})


def lodged(data: dict[str, Any], **more: Any) -> Event:
    return event("application_lodged", data, **more)


def moved(data: dict[str, Any], came: str, went: str, sequence: int = 2, **more: Any) -> Event:
    own = {**data, "from": came, "to": went, "undoes": more.pop("undoes", None), "at": "2026-11-24T02:40:10+00:00"}
    return event("stage_changed", own, sequence=sequence, **more)


def user(role: str, *, id: UUID | None = None, version: int = 1, active: bool = True, **links: Any) -> Event:
    id = id or uuid7()
    data = {"id": str(id), "version": version, "role": role, "links": links, "active": active, "name": role.title()}
    name = "user_registered" if version == 1 else "user_changed" if active else "user_deactivated"
    return event(name, {**data, "email": f"{id}@lend.example"}, owner="auth")


def party(id: str, **more: Any) -> Event:
    """A borrower on file, unless told otherwise."""
    kind = more.pop("kind", "person")
    own = {"id": id, "version": 1, "kind": kind, "roles": ["borrower"], "name": "Noah García", "email": None}
    return event(f"{kind}_created", {**own, **more}, owner="parties")


def reminder(name: str, data: dict[str, Any], **more: Any) -> Event:
    """What finance's clock found about a loan of this application, of its own making each time."""
    own = {
        "id": str(uuid7()),
        "version": 1,
        "application_id": data["application_id"],
        "loan_id": LOAN,
        "instalment_id": INSTALMENT,
        "cause": "repayment",
        "due_date": "2026-12-25",
        "outstanding": "3016.03",
        "days": 7,
    }
    return event(name, {**own, **more}, owner="finance", actor=None)


def person(role: str, **links: Any) -> Actor:
    return Actor(id=uuid7(), role=role, links=links)
