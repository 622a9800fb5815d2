"""Demo users of every role for a developer's machine."""

from typing import Any
from uuid import UUID

from auth.commands import users
from auth.store import users as store
from lendkit.messaging.work import work
from lendkit.runtime import context
from lendkit.runtime.context import SYSTEM


def load(data: dict[str, Any]) -> None:
    """Create each user of `data["auth"]["users"]` that does not exist yet."""
    with context.bind(actor=SYSTEM):
        for user in data["auth"]["users"]:
            id = UUID(user["id"])
            with work() as w:
                if not store.exists(w, id):
                    users.create(user, id=id)
