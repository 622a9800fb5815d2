"""Brokers, BDMs and branches: create and change."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from lendkit.contracts import checks, permissions
from lendkit.contracts.envelope import Event
from lendkit.contracts.parties import split_sensitive
from lendkit.messaging.work import Work, work
from lendkit.runtime import context
from lendkit.values.errors import DomainError, Forbidden, Invalid, NotFound
from lendkit.values.identifiers import uuid7
from parties.store import directory as store
from parties.store import sensitive


def create(kind: str, data: Mapping[str, Any], id: UUID | None = None) -> dict[str, Any]:
    """The new entry's state. Raises Invalid naming a branch or BDM that is not there."""
    with work() as w:
        row = store.insert(w, {"id": id or uuid7(), **_entry(w, kind, data, None)})
        if row is None:
            raise DomainError("exists", "There is an entry with this id.")
        return _tell(w, f"parties.{kind}_created.v1", row)


def change(kind: str, id: UUID, data: Mapping[str, Any], version: int | None = None) -> dict[str, Any]:
    """Change what is given. A commission account that is set may be changed by accounts or an admin only."""
    with work() as w:
        row = store.lock(w, kind, id)
        if row is None:
            raise NotFound()
        if version is not None and version != row.version:
            raise DomainError("version_mismatch", "Somebody changed this meanwhile. Load it again.", status=412)
        _check_rights(row, data)
        merged = {**row.body, "name": row.name, **data}
        return _tell(w, f"parties.{kind}_changed.v1", store.update(w, {"id": id, **_entry(w, kind, merged, row, data)}))


def _check_rights(row: Any, data: Mapping[str, Any]) -> None:
    role = context.actor().role
    others = set(data) - {"commission_account"}
    if others and not permissions.allowed(role, "parties.manage"):
        raise Forbidden()
    changes_account = "commission_account" in data and row.body.get("commission_account")
    if changes_account and not permissions.allowed(role, "parties.commission"):
        raise Forbidden("Only accounts or an admin may change a commission account.")


def _entry(
    w: Work, kind: str, data: Mapping[str, Any], row: Any, given: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The columns of an entry; `given` is what this request sets, all of `data` for a new one."""
    _check_links(w, data)
    sent = data if given is None else given
    wrong = checks.errors(checks.account(sent.get("commission_account"), "/commission_account"))
    if wrong:
        raise Invalid(wrong)
    public, _ = split_sensitive(data)
    _, secret = split_sensitive(sent)
    if given is not None and "commission_account" not in given:
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
        errors["/branch_id"] = ["There is no such branch."]
    bd_ids = data.get("bd_ids") or []
    absent = {str(id) for id in store.missing(w, "bdm", bd_ids)} if bd_ids else set()
    for index, id in enumerate(bd_ids):
        if str(id) in absent:
            errors[f"/bd_ids/{index}"] = ["There is no such BDM."]
    if errors:
        raise Invalid(errors)


def _tell(w: Work, type: str, row: Any) -> dict[str, Any]:
    w.emit(Event.new(type, subject=row.id, sequence=row.version, data=row.state))
    state: dict[str, Any] = row.state
    return state
