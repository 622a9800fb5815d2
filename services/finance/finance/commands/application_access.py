"""Whether there is such an application, and whether the caller may see it."""

from uuid import UUID

from finance.store import applications
from lendkit.runtime import service_client
from lendkit.values.errors import NotFound

NO_SUCH_APPLICATION = "Application not found, or you don't have access."


def require_application(application: UUID) -> None:
    """Raises NotFound where there is none, or none that the caller may see, and Unavailable where its owner has to be
    asked and can't be reached.

    An application that was lodged a moment ago may not have been heard of here: then its owner is asked, so that a 404
    is never false.
    """
    if not applications.is_visible(application):
        raise NotFound(NO_SUCH_APPLICATION)
    if not applications.is_known(application):
        record = service_client.of("applications").get(f"/internal/applications/applications/{application}/")
        if record.get("deleted"):
            raise NotFound(NO_SUCH_APPLICATION)
