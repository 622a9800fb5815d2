"""The people around an application with their addresses, from the shared `actors` and `copies`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work
from lendkit.runtime.sql import load
from lendkit.values.actor import Actor
from notifications.domain.audience import Audience, Recipient
from notifications.store.actors import link_params

_USERS = load(__file__, "audience_users.sql")
_RECORDS = load(__file__, "audience_records.sql")


@dataclass(frozen=True)
class User:
    """A user with the address of the login (`email`) and of the directory record that the user stands for."""

    user_id: UUID
    role: str
    links: dict[str, Any]
    version: int
    name: str
    email: str | None
    record_email: str | None

    @property
    def actor(self) -> Actor:
        return Actor(id=self.user_id, role=self.role, links=self.links, version=self.version)

    @property
    def login_emails(self) -> tuple[str, ...]:
        return (self.email,) if self.email else ()

    def stands_for(self, link: str, id: Any) -> bool:
        return bool(id) and str(self.links.get(link)) == str(id)

    def is_party(self, id: UUID) -> bool:
        return self.role == "client" and str(id) in [str(party) for party in self.links.get("party_ids") or []]

    def recipient(self) -> Recipient:
        emails = (self.record_email,) if self.record_email else self.login_emails
        return Recipient(user=self.actor, name=self.name, emails=emails)


@dataclass(frozen=True)
class Record:
    """A person, company, broker or BDM, as parties publishes it."""

    kind: str
    id: UUID
    body: dict[str, Any]

    @property
    def emails(self) -> tuple[str, ...]:
        """Its own address; of a company also its directors'."""
        directors = self.body.get("directors") or [] if self.kind == "company" else []
        emails = [self.body.get("email"), *(director.get("email") for director in directors)]
        return tuple(dict.fromkeys(email for email in emails if email))


def audience(w: Work, facts: Mapping[str, Any], named: Iterable[Any]) -> Audience:
    """Everybody around the application whose people are in `facts`; `named` are ids of further users."""
    params = link_params(facts)
    users = w.all(_USERS, {**params, "named": [str(id) for id in named]}, into=User)
    records = {record.id: record for record in w.all(_RECORDS, params, into=Record)}
    parties = {UUID(id): _party(users, records.get(UUID(id)), UUID(id)) for id in params["parties"]}
    borrowers = [id for id in parties if _borrows(facts, records.get(id), id)]
    return Audience(
        bdms=_directory(users, records, "bd", facts),
        brokers=_directory(users, records, "broker", facts),
        borrowers=tuple(recipient for id in borrowers for recipient in parties[id]),
        parties=tuple(recipient for recipients in parties.values() for recipient in recipients),
        admins=tuple(user.recipient() for user in users if user.role == "admin"),
        users={str(user.user_id): user.recipient() for user in users},
    )


def user(w: Work, id: UUID) -> Recipient | None:
    """One active user, with the address that email goes to."""
    users = w.all(_USERS, {**link_params({}), "named": [str(id)]}, into=User)
    return next((user.recipient() for user in users if user.user_id == id), None)


def _directory(
    users: Sequence[User], records: Mapping[UUID, Record], role: str, facts: Mapping[str, Any]
) -> tuple[Recipient, ...]:
    """The users of its BDM or broker; where they have none, their address, and for a BDM the BDs of the branch."""
    link = f"{role}_id"
    peers = [user for user in users if user.role == role]
    own = tuple(user.recipient() for user in peers if user.stands_for(link, facts.get(link)))
    if own:
        return own
    record = records.get(UUID(str(facts[link]))) if facts.get(link) else None
    by_email = [Recipient(record_id=record.id, name=record.body["name"], emails=record.emails)] if record else []
    if role != "bd":
        return tuple(by_email)
    branch = [user.recipient() for user in peers if user.stands_for("branch_id", facts.get("branch_id"))]
    return (*by_email, *branch)


def _party(users: Sequence[User], record: Record | None, id: UUID) -> list[Recipient]:
    """A party once for each of its logins; email goes to its own addresses, and to the login's where it has none."""
    emails, name = (record.emails, record.body["name"]) if record else ((), "")
    logins = [user for user in users if user.is_party(id)]
    if not logins:
        return [Recipient(record_id=id, name=name, emails=emails)]
    return [Recipient(user.actor, id, name or user.name, emails or user.login_emails) for user in logins]


def _borrows(facts: Mapping[str, Any], record: Record | None, id: UUID) -> bool:
    """As the application says; where it does not, as the party's record does."""
    if facts.get("borrower_ids") is not None:
        return str(id) in {str(borrower) for borrower in facts["borrower_ids"]}
    return record is not None and "borrower" in (record.body.get("roles") or [])
