"""Believable users of every role for a developer's machine."""

from typing import Any
from uuid import UUID

from auth.commands import users
from lendkit.runtime import context, db
from lendkit.runtime.context import SYSTEM


def load(data: dict[str, Any]) -> None:
    """Create each user of `data["auth"]["users"]` that is not there yet."""
    with context.bind(actor=SYSTEM):
        for user in data["auth"]["users"]:
            if db.one("SELECT 1 FROM app_user WHERE id = :id", {"id": user["id"]}) is None:
                users.create(user, id=UUID(user["id"]))
