"""Users by an admin: create, change, deactivate."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from auth.domain import emails, passwords
from auth.settings import Settings
from auth.store import sessions
from auth.store import users as store
from lendkit.contracts.envelope import Event
from lendkit.messaging.work import Work, work
from lendkit.runtime import context
from lendkit.values.errors import DomainError, Invalid, NotFound
from lendkit.values.identifiers import uuid7
from lendkit.web import scope


def create(data: Mapping[str, Any], id: UUID | None = None) -> dict[str, Any]:
    """The new user's state. Raises Invalid when the address is taken or the password is weak."""
    email = emails.normalise(data["email"])
    passwords.check(data["password"], email)
    user = {
        "id": id or uuid7(),
        "email": email,
        "name": data["name"],
        "role": data["role"],
        "links": _links(data.get("links") or {}),
        "password_hash": passwords.hashed(data["password"], Settings.current().argon2_cost),
    }
    with work() as w:
        row = store.insert(w, user)
        if row is None:
            raise Invalid({"/email": ["Somebody already signs in with this address."]}, code="email_taken")
        return _tell(w, "auth.user_registered.v1", row)


def change(id: UUID, data: Mapping[str, Any], version: int | None = None) -> dict[str, Any]:
    """Change what is given. Every change ends the user's access tokens; a password or a deactivation, the sessions."""
    with work() as w:
        row = store.lock(w, id)
        if row is None:
            raise NotFound()
        if version is not None and version != row.version:
            raise DomainError("version_mismatch", "Somebody changed this user meanwhile.", status=412)
        _keep_an_admin(w, row, data)
        new = _merged(row, data)
        if (row.active and not new["active"]) or "password" in data:
            sessions.revoke_user(w, id)
        left = row.active and not new["active"]
        return _tell(w, f"auth.user_{'deactivated' if left else 'changed'}.v1", store.update(w, id, new))


def _merged(row: Any, data: Mapping[str, Any]) -> dict[str, Any]:
    new = {key: data.get(key, getattr(row, key)) for key in ("name", "role", "active")}
    new["links"] = _links(data["links"]) if "links" in data else row.links
    new["password_hash"] = row.password_hash
    if "password" in data:
        passwords.check(data["password"], row.email)
        new["password_hash"] = passwords.hashed(data["password"], Settings.current().argon2_cost)
    return new


def _keep_an_admin(w: Work, row: Any, data: Mapping[str, Any]) -> None:
    leaves = row.role == "admin" and (data.get("role", "admin") != "admin" or data.get("active") is False)
    if not leaves:
        return
    if context.actor().id == row.id:
        raise DomainError("not_yourself", "You cannot take your own admin rights away. Ask another admin.")
    if row.active and store.other_active_admins(w, row.id) == 0:
        raise DomainError("last_admin", "This is the last active admin.")


def _links(links: Mapping[str, Any]) -> dict[str, Any]:
    plain = {key: value for key, value in links.items() if value}
    return {key: [str(id) for id in value] if isinstance(value, list) else str(value) for key, value in plain.items()}


def _tell(w: Work, type: str, row: Any) -> dict[str, Any]:
    """Emit, and let this service itself refuse the user's older tokens from the same commit on."""
    state = store.state(row)
    event = Event.new(type, subject=row.id, sequence=row.version, data=state)
    scope.keep_actors([event])
    w.emit(event)
    return state
