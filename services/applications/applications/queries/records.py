"""The records of one kind on an application."""

from typing import Any
from uuid import UUID

from applications.store.application import visible
from applications.store.records import listed
from lendkit.runtime import context, db


def find(application: UUID, noun: str) -> list[dict[str, Any]] | None:
    """All of them, oldest first (there are at most 200); None where the application is not the caller's."""
    rule, params = visible(context.actor())
    statement = f"SELECT {listed(noun)} AS items FROM application a WHERE a.id = :id AND {rule}"
    row = db.one(statement, {**params, "id": application})
    return None if row is None else row.items
