"""People and companies: create and change."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from lendkit.contracts import checks
from lendkit.contracts.checks import Finding
from lendkit.contracts.envelope import Event
from lendkit.contracts.parties import split_sensitive
from lendkit.messaging.work import Work, work
from lendkit.runtime import context
from lendkit.values import dates
from lendkit.values.errors import DomainError, Invalid, NotFound
from lendkit.values.identifiers import uuid7
from parties.domain import party as domain
from parties.store import party as store
from parties.store import sensitive, visibility


def create(role: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """The new party's state, with `warnings`. Raises Invalid naming each field that is wrong."""
    if role == "guarantor" and not data.get("guarantor_type"):
        raise Invalid({"/guarantor_type": ["Say whether this is an individual or a company."]})
    kind = domain.kind_of(data)
    found = _checked(kind, data)
    with work() as w:
        columns = _columns(data)
        actor = context.actor()
        record = {"id": uuid7(), "kind": kind, "roles": [role], "created_by": actor.id, "lodged_with": None, **columns}
        row = store.insert(w, record)
        return {**_tell(w, "created", row), "warnings": _warnings(w, found, columns, row.id)}


def change(id: UUID, data: Mapping[str, Any], version: int | None = None) -> dict[str, Any]:
    """Change what is given; the rest stays. Raises NotFound for a party that is not the caller's to see."""
    rule, params = visibility.of_party(context.actor())
    with work() as w:
        row = store.lock(w, id)
        if row is None or not w.scalar(
            f"SELECT EXISTS (SELECT 1 FROM party p WHERE p.id = :id AND {rule})", {**params, "id": id}
        ):
            raise NotFound()
        if version is not None and version != row.version:
            raise DomainError("version_mismatch", "Somebody changed this meanwhile. Load it again.", status=412)
        found = _checked(row.kind, {**row.body, **_dates(row.body), **data}, only=set(data))
        columns = _columns({**row.body, **data}, row.sealed, data)
        changed = store.update(w, id, columns)
        return {**_tell(w, "changed", changed), "warnings": _warnings(w, found, columns, id)}


def _dates(body: Mapping[str, Any]) -> dict[str, Any]:
    born = body.get("date_of_birth")
    return {"date_of_birth": date.fromisoformat(born)} if isinstance(born, str) else {}


def _checked(kind: str, data: Mapping[str, Any], only: set[str] | None = None) -> list[Finding]:
    plain = {key: value for key, value in data.items() if key != "bank_account" or only is None or key in only}
    found = domain.findings(kind, plain, dates.today())
    errors = checks.errors(found)
    if errors:
        raise Invalid(errors)
    return found


def _columns(
    data: Mapping[str, Any], kept: bytes | None = None, given: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    public, secret = split_sensitive(data if given is None else given)
    public = public if given is None else {**data, **public}
    return {
        "name": domain.name_of(data),
        "body": domain.body_of(public),
        "sealed": sensitive.encrypt(secret, kept),
        **domain.search_keys(data),
    }


def _warnings(w: Work, found: list[Finding], columns: Mapping[str, Any], id: UUID) -> list[dict[str, Any]]:
    keys = {name: columns[name] for name in ("email", "phone", "abn", "acn", "born_on")}
    rule, params = visibility.of_party(context.actor())
    same = store.duplicates(w, keys, columns["name"], id, rule, params)
    already = [
        {"pointer": "/", "code": "duplicate", "detail": f"Already on file: {row.name}.", "id": str(row.id)}
        for row in same
    ]
    return [*(finding.as_warning() for finding in found if not finding.hard), *already]


def _tell(w: Work, what: str, row: Any) -> dict[str, Any]:
    w.emit(Event.new(f"parties.{row.kind}_{what}.v1", subject=row.id, sequence=row.version, data=row.state))
    state: dict[str, Any] = row.state
    return state
