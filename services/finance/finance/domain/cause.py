"""Why something is posted: one command, whose journals are numbered, so that nothing is posted under it twice."""

from dataclasses import dataclass
from uuid import UUID

from lendkit.values.identifiers import uuid7


@dataclass
class Cause:
    """`command_id` is unique for ever: it carries the idempotency key where there is one."""

    command_id: str
    actor_id: UUID
    line: int = 0

    def next_line(self) -> int:
        self.line += 1
        return self.line


def keyed(route: str, actor_id: UUID, key: str | None) -> Cause:
    """The cause of a request: the same actor, route and key are the same cause, also years later."""
    return Cause(f"{route} {actor_id} {key or uuid7()}", actor_id)


def of(what: str, actor_id: UUID) -> Cause:
    """A cause of our own making, such as a job, whose effects are their own guard against being done twice."""
    return Cause(f"{what} {uuid7()}", actor_id)
