"""Those around an application, from the kit's `actors`, `scope` and `copies`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work
from lendkit.values.actor import Actor
from notifications.domain.people import Circle, Person

_ACTIVE = "SELECT user_id, role, links, version FROM actors WHERE active"
_LINKED = """(
  (role = 'bd' AND (links->>'bd_id' = :bd_id OR links->>'branch_id' = :branch_id))
  OR (role = 'broker' AND links->>'broker_id' = :broker_id)
  OR (role = 'client' AND jsonb_exists_any(links->'party_ids', CAST(:parties AS text[]))))"""
# Each user with the name and address that auth knows, and the address of the record in parties he stands for.
_USERS = f"""
SELECT a.user_id, a.role, a.links, a.version, coalesce(u.body->>'name', '') AS name, u.body->>'email' AS email,
  r.body->>'email' AS record_email
FROM actors a
LEFT JOIN copies u ON u.kind = 'user' AND u.id = a.user_id AND NOT u.deleted
LEFT JOIN copies r ON r.kind = CASE a.role WHEN 'bd' THEN 'bdm' ELSE 'broker' END AND NOT r.deleted
  AND r.id = CAST(CASE a.role WHEN 'bd' THEN a.links->>'bd_id' WHEN 'broker' THEN a.links->>'broker_id' END AS uuid)
WHERE a.active AND ({_LINKED} OR a.role = 'admin' OR a.user_id = ANY(CAST(:named AS uuid[])))
ORDER BY a.user_id
"""
_RECORDS = """
SELECT kind, id, body FROM copies WHERE NOT deleted AND
  ((kind IN ('person', 'company') AND id = ANY(CAST(:parties AS uuid[])))
  OR (kind = 'broker' AND id = CAST(:broker_id AS uuid)) OR (kind = 'bdm' AND id = CAST(:bd_id AS uuid)))
"""


def circle(w: Work, facts: Mapping[str, Any], named: Iterable[Any]) -> Circle:
    """Everybody around the application whose people are in `facts`; `named` are ids of further users."""
    params = _params(facts)
    users = [_User(row) for row in w.all(_USERS, {**params, "named": [str(id) for id in named]})]
    records = {row.id: row for row in w.all(_RECORDS, params)}
    parties = [UUID(id) for id in params["parties"]]
    borrowing = [id for id in parties if _borrows(facts, records.get(id), id)]
    return Circle(
        bds=_directory(users, records, "bd", facts),
        brokers=_directory(users, records, "broker", facts),
        borrowers=tuple(one for id in borrowing for one in _party(users, records.get(id), id)),
        parties=tuple(one for id in parties for one in _party(users, records.get(id), id)),
        admins=tuple(user.person() for user in users if user.actor.role == "admin"),
        users={str(user.actor.id): user.person() for user in users},
    )


def user(w: Work, id: UUID) -> Person | None:
    """One active user, with the address that mail goes to."""
    nobody = {"bd_id": None, "branch_id": None, "broker_id": None, "parties": []}
    rows = w.all(_USERS, {**nobody, "named": [str(id)]})
    return next((_User(row).person() for row in rows if row.user_id == id), None)


class _User:
    def __init__(self, row: Any) -> None:
        self.actor = Actor(id=row.user_id, role=row.role, links=row.links, version=row.version)
        self.name = row.name
        self.own = tuple(filter(None, [row.record_email or row.email]))
        self.login = tuple(filter(None, [row.email]))

    def stands_for(self, link: str, id: Any) -> bool:
        return bool(id) and str(self.actor.links.get(link)) == str(id)

    def person(self) -> Person:
        return Person(user=self.actor, name=self.name, emails=self.own)


def _directory(users: Sequence[_User], records: Mapping[UUID, Any], role: str, facts: Mapping[str, Any]) -> Any:
    """The users of its BDM or broker; where they have none, their address, and for a BDM the BDs of the branch."""
    link = f"{role}_id"
    mine = [user for user in users if user.actor.role == role]
    own = [user.person() for user in mine if user.stands_for(link, facts.get(link))]
    if own:
        return tuple(own)
    record = records.get(UUID(str(facts[link]))) if facts.get(link) else None
    alone = [Person(record=record.id, name=record.body["name"], emails=_emails(record))] if record else []
    colleagues = [user.person() for user in mine if user.stands_for("branch_id", facts.get("branch_id"))]
    return (*alone, *(colleagues if role == "bd" else []))


def _party(users: Sequence[_User], record: Any, id: UUID) -> list[Person]:
    """A party once for each of its logins; mail goes to its own addresses, and to the login's where it has none."""
    emails, name = (_emails(record), record.body["name"]) if record else ((), "")
    logins = [user for user in users if user.actor.role == "client" and str(id) in _ids(user.actor.links)]
    if not logins:
        return [Person(record=id, name=name, emails=emails)]
    return [Person(user.actor, id, name or user.name, emails or user.login) for user in logins]


def _ids(links: Mapping[str, Any]) -> list[str]:
    return [str(id) for id in links.get("party_ids") or []]


def _emails(record: Any) -> tuple[str, ...]:
    """Its own address; of a company also its directors'."""
    directors = record.body.get("directors") or [] if record.kind == "company" else []
    found = [record.body.get("email"), *(one.get("email") for one in directors)]
    return tuple(dict.fromkeys(email for email in found if email))


def _borrows(facts: Mapping[str, Any], record: Any, id: UUID) -> bool:
    """As the application says; where it does not, as the party's record does."""
    if facts.get("borrower_ids") is not None:
        return str(id) in {str(one) for one in facts["borrower_ids"]}
    return record is not None and "borrower" in (record.body.get("roles") or [])


def linked(w: Work, ids: Mapping[str, Any]) -> list[Actor]:
    """Those outside the house, and the BDs, who stand for any of an application's people."""
    return _actors(w.all(f"{_ACTIVE} AND {_LINKED} ORDER BY user_id", _params(ids)))


def house(w: Work, also: UUID | None) -> list[Actor]:
    """Those who see everything, and one more."""
    rows = w.all(
        f"{_ACTIVE} AND (role IN ('admin', 'credit', 'accounts') OR user_id = CAST(:also AS uuid)) ORDER BY user_id",
        {"also": also},
    )
    return _actors(rows)


def scope_of(w: Work, application: UUID) -> Any:
    """The scope row as it is now; None when the application was never heard of."""
    return w.one(
        "SELECT broker_id, bd_id, branch_id, party_ids, version FROM scope WHERE application_id = :id",
        {"id": application},
    )


def facts_of(w: Work, application: UUID) -> dict[str, Any]:
    """What we keep of an application: who is on it now, and what it is called."""
    copy = w.scalar("SELECT body FROM copies WHERE kind = 'application' AND id = :id", {"id": application}) or {}
    scope = scope_of(w, application)
    kept = {name: copy[name] for name in ("reference_number", "borrower_ids") if name in copy}
    return {**kept, **({} if scope is None else scope._mapping)}


def applications_of(w: Work, party: UUID) -> list[UUID]:
    """The applications that name this party."""
    rows = w.all(
        "SELECT application_id FROM scope WHERE party_ids @> CAST(:party AS uuid[]) ORDER BY application_id",
        {"party": [str(party)]},
    )
    return [row.application_id for row in rows]


def active(w: Work, users: Iterable[UUID]) -> dict[UUID, Actor]:
    """Those of these users who may still sign in, as they are now."""
    rows = w.all(f"{_ACTIVE} AND user_id = ANY(CAST(:users AS uuid[]))", {"users": [str(id) for id in users]})
    return {actor.id: actor for actor in _actors(rows)}


def _actors(rows: Sequence[Any]) -> list[Actor]:
    return [Actor(id=row.user_id, role=row.role, links=row.links, version=row.version) for row in rows]


def _params(ids: Mapping[str, Any]) -> dict[str, Any]:
    links = {link: None if ids.get(link) is None else str(ids[link]) for link in ("bd_id", "branch_id", "broker_id")}
    return {**links, "parties": [str(id) for id in ids.get("party_ids") or []]}
