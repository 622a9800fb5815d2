"""An application, as the applications service has it at this moment."""

from typing import Any
from uuid import UUID

from lendkit.runtime import service_client
from lendkit.values.errors import NotFound

# The same sentence whether it does not exist or may not be seen, so that nobody can tell one from the other.
MISSING = "Application not found."


def detail(id: UUID) -> tuple[int, dict[str, Any]]:
    """(version, the whole nested application). Raises NotFound, or Unavailable while applications is down."""
    try:
        answer = service_client.of("applications").get(f"/internal/applications/applications/{id}/")
    except NotFound as exc:
        raise NotFound(MISSING) from exc
    if answer["deleted"]:
        raise NotFound(MISSING)
    return int(answer["version"]), dict(answer["body"])
