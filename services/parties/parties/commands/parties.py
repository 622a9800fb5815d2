"""People and companies: create and change."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from lendkit.contracts import checks
from lendkit.contracts.checks import Finding
from lendkit.contracts.parties import split_sensitive
from lendkit.messaging.work import Work, work
from lendkit.runtime import context
from lendkit.values import dates
from lendkit.values.errors import Invalid, existing, expect_version
from lendkit.values.identifiers import uuid7
from parties.domain import parties as domain
from parties.store import parties as store
from parties.store import sensitive


def create(role: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """The new party's state, with `warnings`. Raises Invalid naming each field that is wrong."""
    if role == "guarantor" and not data.get("guarantor_type"):
        raise Invalid({"/guarantor_type": [checks.CHOOSE_GUARANTOR_TYPE]})
    kind = domain.kind_of(data)
    findings = _checked(kind, data)
    columns = _columns(data, data)
    id, author = uuid7(), context.actor().id
    record = {"id": id, "kind": kind, "roles": [role], "created_by": author, "lodged_with": None, **columns}
    with work() as w:
        state = store.insert(w, record)
        assert state is not None  # its id is new
        w.publish(f"parties.{kind}_created.v1", state)
        return {**state, "warnings": _warnings(w, findings, columns, id)}


def change(id: UUID, data: Mapping[str, Any], version: int | None = None) -> dict[str, Any]:
    """Change the fields in `data`; the rest stays. Raises NotFound for a party that is not the caller's to see."""
    with work() as w:
        row = existing(store.lock(w, id, context.actor()))
        expect_version(row.version, version)
        findings = _checked(row.kind, {**row.body, **_dates(row.body), **data}, changed=set(data))
        columns = _columns({**row.body, **data}, data, row.sealed)
        state = store.update(w, id, columns)
        w.publish(f"parties.{row.kind}_changed.v1", state)
        return {**state, "warnings": _warnings(w, findings, columns, id)}


def _dates(body: Mapping[str, Any]) -> dict[str, Any]:
    born = body.get("date_of_birth")
    return {"date_of_birth": date.fromisoformat(born)} if isinstance(born, str) else {}


def _checked(kind: str, data: Mapping[str, Any], changed: set[str] | None = None) -> list[Finding]:
    """The findings, none of them hard; a stored bank account is masked and not checked again. Raises Invalid."""
    if changed is not None and "bank_account" not in changed:
        data = {key: value for key, value in data.items() if key != "bank_account"}
    findings = domain.findings(kind, data, dates.today())
    errors = checks.errors(findings)
    if errors:
        raise Invalid(errors)
    return findings


def _columns(data: Mapping[str, Any], sent: Mapping[str, Any], stored: bytes | None = None) -> dict[str, Any]:
    """The columns of a party whose fields are `data`, of which `sent` come with this request, not yet masked."""
    public, secret = split_sensitive(sent)
    return {
        "name": domain.name_of(data),
        "body": domain.body_of({**data, **public}),
        "sealed": sensitive.encrypt(secret, stored),
        **domain.search_keys(data),
    }


def _warnings(w: Work, findings: Sequence[Finding], columns: Mapping[str, Any], id: UUID) -> list[dict[str, Any]]:
    keys = {name: columns[name] for name in ("email", "phone", "abn", "acn", "born_on")}
    duplicates = [
        {"pointer": "/", "code": "duplicate", "detail": f"Already on file: {party.name}.", "id": str(party.id)}
        for party in store.duplicates(w, keys, columns["name"], id, context.actor())
    ]
    return [*(finding.as_warning() for finding in findings if not finding.hard), *duplicates]
