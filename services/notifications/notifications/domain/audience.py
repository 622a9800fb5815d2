"""Those whom an event may concern, as the rules see them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from lendkit.values.actor import Actor


@dataclass(frozen=True)
class Person:
    """Somebody with a login, with a record in parties, or with both; mail goes to `emails`, the record's own first."""

    user: Actor | None = None
    record: UUID | None = None
    name: str = ""
    emails: tuple[str, ...] = ()


@dataclass(frozen=True)
class Circle:
    """Everybody around an application, by what they are to it; `users` are those an event names, by id."""

    bds: tuple[Person, ...] = ()
    brokers: tuple[Person, ...] = ()
    borrowers: tuple[Person, ...] = ()
    parties: tuple[Person, ...] = ()
    admins: tuple[Person, ...] = ()
    users: dict[str, Person] = field(default_factory=dict)

    def named(self, ids: Iterable[object]) -> list[Person]:
        """The users with these ids, each once."""
        return [self.users[id] for id in dict.fromkeys(str(id) for id in ids) if id in self.users]


def with_login(people: Iterable[Person]) -> list[Person]:
    return [person for person in people if person.user is not None]
