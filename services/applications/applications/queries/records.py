"""The records of one noun on an application."""

from uuid import UUID

from applications.store.applications import visible
from applications.store.records import LISTED, RecordState
from lendkit.runtime import context, db


def find(application: UUID, noun: str) -> list[RecordState] | None:
    """All of them, oldest first (there are at most 200); None where the application is not the caller's."""
    rule, params = visible(context.actor())
    statement = f"SELECT {LISTED} AS items FROM application a WHERE a.id = :id AND {rule}"
    row = db.one(statement, {**params, "id": application, "noun": noun})
    return None if row is None else row.items
