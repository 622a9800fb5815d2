"""An application, as the applications service has it at this moment."""

from typing import Any
from uuid import UUID

from lendkit.runtime import service_client
from lendkit.values.errors import NotFound


def detail(id: UUID) -> tuple[int, dict[str, Any]]:
    """(version, the whole nested application). Raises NotFound, or Unavailable while applications is down."""
    answer = service_client.of("applications").get(f"/internal/applications/applications/{id}/")
    if answer["deleted"]:
        raise NotFound("Application not found.")
    return int(answer["version"]), dict(answer["body"])
