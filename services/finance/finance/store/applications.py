"""Applications, as far as finance has heard of them by its scope."""

from uuid import UUID

from lendkit.runtime import context, db
from lendkit.web import scope


def is_visible(application: UUID) -> bool:
    """Whether the caller may see it, if there is such an application."""
    rule, params = scope.visible(context.actor(), "CAST(:id AS uuid)")
    return bool(db.scalar(f"SELECT {rule}", {**params, "id": application}))


def is_known(application: UUID) -> bool:
    return db.scalar("SELECT 1 FROM scope WHERE application_id = :id", {"id": application}) is not None
