"""Who acts: a user, a service or the system itself."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Actor:
    """A user, a service or the system itself. `links` names the broker, BDM, branch and parties a user stands for."""

    id: UUID
    role: str
    links: dict[str, Any] = field(default_factory=dict)
    name: str = ""
    email: str = ""
    version: int = 0
    kind: str = "user"

    def as_ref(self) -> dict[str, str]:
        """What an event or a note says of its author: no address, no links."""
        return {"id": str(self.id), "name": self.name, "role": self.role}
