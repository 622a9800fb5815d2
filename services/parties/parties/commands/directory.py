"""Brokers, BDMs and branches: create and change."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from lendkit.contracts import checks, permissions
from lendkit.contracts.parties import split_sensitive
from lendkit.messaging.work import Work, work
from lendkit.runtime import context
from lendkit.values.errors import DomainError, Forbidden, Invalid, existing, expect_version
from lendkit.values.identifiers import uuid7
from parties.store import directory as store
from parties.store import sensitive
from parties.store.directory import EntryRow, EntryState


def create(kind: str, data: Mapping[str, Any], id: UUID | None = None) -> EntryState:
    """The new entry's state. Raises Invalid naming a branch or BDM that does not exist."""
    with work() as w:
        state = store.insert(w, {"id": id or uuid7(), **_columns(w, kind, data, data)})
        if state is None:
            raise DomainError("exists", "This entry already exists.")
        w.publish(f"parties.{kind}_created.v1", state)
        return state


def change(kind: str, id: UUID, data: Mapping[str, Any], version: int | None = None) -> EntryState:
    """Change the fields in `data`. Only accounts or an admin may change a commission account that is set."""
    with work() as w:
        row = existing(store.lock(w, kind, id))
        expect_version(row.version, version)
        _check_rights(row, data)
        merged = {**row.body, "name": row.name, **data}
        state = store.update(w, {"id": id, **_columns(w, kind, merged, data, row)})
        w.publish(f"parties.{kind}_changed.v1", state)
        return state


def _check_rights(row: EntryRow, data: Mapping[str, Any]) -> None:
    role = context.actor().role
    others = set(data) - {"commission_account"}
    if others and not permissions.allowed(role, "parties.manage"):
        raise Forbidden()
    changes_account = "commission_account" in data and row.body.get("commission_account")
    if changes_account and not permissions.allowed(role, "parties.commission"):
        raise Forbidden("Only accounts or an admin can change a commission account.")


def _columns(
    w: Work, kind: str, data: Mapping[str, Any], sent: Mapping[str, Any], row: EntryRow | None = None
) -> dict[str, Any]:
    """The columns of an entry whose fields are `data`, of which `sent` come with this request, over those of `row`."""
    _check_links(w, data)
    errors = checks.errors(checks.account(sent.get("commission_account"), "/commission_account"))
    if errors:
        raise Invalid(errors)
    public, _ = split_sensitive(data)
    _, secret = split_sensitive(sent)
    if row is not None and "commission_account" not in sent:
        public["commission_account"] = row.body.get("commission_account")
    body = {key: value for key, value in public.items() if key not in ("id", "version", "name")}
    if kind == "broker":
        body.setdefault("bd_ids", [])
    return {
        "kind": kind,
        "name": data["name"],
        "body": body,
        "branch_id": data.get("branch_id"),
        "bd_ids": data.get("bd_ids") or [],
        "sealed": sensitive.encrypt(secret, row.sealed if row else None),
    }


def _check_links(w: Work, data: Mapping[str, Any]) -> None:
    errors: dict[str, list[str]] = {}
    if data.get("branch_id") and store.missing(w, "branch", [data["branch_id"]]):
        errors["/branch_id"] = ["This branch doesn't exist."]
    bd_ids = data.get("bd_ids") or []
    missing = {str(id) for id in store.missing(w, "bdm", bd_ids)} if bd_ids else set()
    for index, id in enumerate(bd_ids):
        if str(id) in missing:
            errors[f"/bd_ids/{index}"] = ["This BDM doesn't exist."]
    if errors:
        raise Invalid(errors)
