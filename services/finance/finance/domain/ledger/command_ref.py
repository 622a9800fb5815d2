"""Which command posts a journal: its id and the number of each journal in it, so that nothing is posted twice."""

from dataclasses import dataclass
from uuid import UUID

from lendkit.values.identifiers import uuid7


@dataclass
class CommandRef:
    """`command_id` is never used again: it carries the idempotency key where there is one."""

    command_id: str
    actor_id: UUID
    line: int = 0

    def next_line(self) -> int:
        """The number of the next journal that this command posts."""
        self.line += 1
        return self.line


def of_request(route: str, actor_id: UUID, key: str | None) -> CommandRef:
    """A request: the same actor, route and idempotency key are the same command, also years later."""
    return CommandRef(f"{route} {actor_id} {key or uuid7()}", actor_id)


def of_process(name: str, actor_id: UUID) -> CommandRef:
    """A job or an event handler, whose effects are their own guard against being posted twice."""
    return CommandRef(f"{name} {uuid7()}", actor_id)
