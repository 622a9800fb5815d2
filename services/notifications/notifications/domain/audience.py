"""The people an event may concern, by what they are to its application."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from lendkit.values.actor import Actor


@dataclass(frozen=True)
class Recipient:
    """Somebody with a login, with a record in parties, or with both; email goes to `emails`, the record's own first."""

    user: Actor | None = None
    record_id: UUID | None = None
    name: str = ""
    emails: tuple[str, ...] = ()


@dataclass(frozen=True)
class Audience:
    """Everybody around an application; `users` are all users among them and those the event names, by id."""

    bdms: tuple[Recipient, ...] = ()
    brokers: tuple[Recipient, ...] = ()
    borrowers: tuple[Recipient, ...] = ()
    parties: tuple[Recipient, ...] = ()
    admins: tuple[Recipient, ...] = ()
    users: dict[str, Recipient] = field(default_factory=dict)

    def named(self, ids: Iterable[object]) -> list[Recipient]:
        """The users with these ids, each once."""
        return [self.users[id] for id in dict.fromkeys(str(id) for id in ids) if id in self.users]


def with_login(recipients: Iterable[Recipient]) -> list[Recipient]:
    return [recipient for recipient in recipients if recipient.user is not None]
