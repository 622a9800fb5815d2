"""Is there such an application, and may the caller see it?"""

from uuid import UUID

from lendkit.runtime import context, db, service_client
from lendkit.values.errors import NotFound
from lendkit.web import scope


def need_application(application: UUID) -> None:
    """Raises NotFound for one that is not there for the caller, Unavailable when its owner has to be asked and is away.

    What was lodged a moment ago may not have been heard of here: then its owner is asked, so that a 404 is never false.
    """
    rule, params = scope.visible(context.actor(), "CAST(:id AS uuid)")
    if not db.scalar(f"SELECT {rule}", {**params, "id": application}):
        raise NotFound("There is no such application.")
    known = db.scalar("SELECT 1 FROM scope WHERE application_id = :id", {"id": application})
    if known is None:
        found = service_client.of("applications").get(f"/internal/applications/applications/{application}/")
        if found.get("deleted"):
            raise NotFound("There is no such application.")
