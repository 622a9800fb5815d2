"""What applications knows of one application, asked of it at this moment."""

from typing import Any
from uuid import UUID

from lendkit import service
from lendkit.errors import NotFound


def detail(id: UUID) -> tuple[int, dict[str, Any]]:
    """(version, the whole nested application). Raises NotFound, or Unavailable while applications is away."""
    answer = service.client("applications").get(f"/internal/applications/applications/{id}/")
    if answer["deleted"]:
        raise NotFound()
    return int(answer["version"]), dict(answer["body"])
