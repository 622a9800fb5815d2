"""Create, change and deactivate users, for an admin."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from auth.domain import emails, passwords
from auth.settings import Settings
from auth.store import sessions
from auth.store import users as store
from auth.store.users import User
from lendkit.contracts.envelope import Event
from lendkit.messaging.work import Work, work
from lendkit.runtime import context
from lendkit.values.errors import DomainError, Invalid, existing, expect_version
from lendkit.values.identifiers import uuid7
from lendkit.web import scope


def create(data: Mapping[str, Any], id: UUID | None = None) -> dict[str, Any]:
    """The new user's state. Raises Invalid when the email address is taken or the password is weak."""
    email = emails.normalise(data["email"])
    passwords.check(data["password"], email)
    columns = {
        "id": id or uuid7(),
        "email": email,
        "name": data["name"],
        "role": data["role"],
        "links": _links(data.get("links") or {}),
        "password_hash": passwords.hashed(data["password"], Settings.current().argon2_cost),
    }
    with work() as w:
        user = store.insert(w, columns)
        if user is None:
            raise Invalid({"/email": ["Another user already has this email address."]}, code="email_taken")
        return _publish(w, "auth.user_registered.v1", user)


def change(id: UUID, data: Mapping[str, Any], version: int | None = None) -> dict[str, Any]:
    """Change the fields of `data`. Every change ends the user's access tokens; a new password or a deactivation ends
    the user's sessions. `version` is the one that the admin has seen.
    """
    with work() as w:
        user = existing(store.lock(w, id), "User not found.")
        expect_version(user.version, version)
        _keep_an_admin(w, user, data)
        columns = _changed(user, data)
        deactivated = user.active and not columns["active"]
        if deactivated or "password" in data:
            sessions.revoke_user(w, id)
        event = "auth.user_deactivated.v1" if deactivated else "auth.user_changed.v1"
        return _publish(w, event, existing(store.update(w, id, columns)))


def _changed(user: User, data: Mapping[str, Any]) -> dict[str, Any]:
    columns = {name: data.get(name, getattr(user, name)) for name in ("name", "role", "active")}
    columns["links"] = _links(data["links"]) if "links" in data else user.links
    columns["password_hash"] = user.password_hash
    if "password" in data:
        passwords.check(data["password"], user.email)
        columns["password_hash"] = passwords.hashed(data["password"], Settings.current().argon2_cost)
    return columns


def _keep_an_admin(w: Work, user: User, data: Mapping[str, Any]) -> None:
    stays_admin = data.get("role", "admin") == "admin" and data.get("active") is not False
    if user.role != "admin" or stays_admin:
        return
    if context.actor().id == user.id:
        raise DomainError("not_yourself", "You can't remove your own admin access. Ask another admin.")
    if user.active and store.count_other_active_admins(w, user.id) == 0:
        raise DomainError("last_admin", "This is the only active admin. Make another user an admin first.")


def _links(links: Mapping[str, Any]) -> dict[str, Any]:
    plain = {key: value for key, value in links.items() if value}
    return {key: [str(id) for id in value] if isinstance(value, list) else str(value) for key, value in plain.items()}


def _publish(w: Work, type: str, user: User) -> dict[str, Any]:
    """Emit, and let this service itself refuse the user's older tokens from the same commit on."""
    event = Event.new(type, subject=user.id, sequence=user.version, data=user.state)
    scope.keep_actors([event])
    w.emit(event)
    return user.state
