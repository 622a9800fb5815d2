"""Foreign facts that this service keeps: one row per thing of another service, raised by its events, never lowered."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lendkit.contracts.envelope import Event
from lendkit.contracts.records import RECORDS
from lendkit.messaging.rebuilds import rebuilds
from lendkit.messaging.work import Work, work
from lendkit.runtime import db, service_client
from lendkit.runtime.runtime import RUNTIME
from lendkit.values import dates
from lendkit.values.errors import NotFound

SILENT_AFTER_SECONDS = 30

Fetch = Callable[[str, str], dict[str, Any]]

_UPSERT = """
INSERT INTO copies (kind, id, version, deleted, body, as_of)
SELECT r->>'kind', (r->>'id')::uuid, (r->>'version')::integer, (r->>'deleted')::boolean, r->'body',
       (r->>'as_of')::timestamptz
FROM jsonb_array_elements(CAST(:rows AS jsonb)) AS r
ON CONFLICT (kind, id) DO UPDATE
SET version = excluded.version, deleted = excluded.deleted, body = excluded.body, as_of = excluded.as_of
WHERE copies.version < excluded.version AND NOT copies.deleted
"""


def _ask(owner: str, path: str) -> dict[str, Any]:
    return service_client.of(owner).get(path)


@dataclass(frozen=True)
class CopyFetcher:
    """How `need` asks an owner: `fetch(owner, path)` answers `{id, version, deleted, body, as_of}` or raises."""

    fetch: Fetch | None = _ask


@dataclass(frozen=True)
class Copy:
    kind: str
    id: UUID
    version: int
    deleted: bool
    body: dict[str, Any]
    as_of: datetime


def fetch_with(fetch: Fetch | None) -> None:
    """Ask owners another way, or (None) not at all: where one is asked all the same, that is a mistake and raises."""
    RUNTIME.bind(CopyFetcher, CopyFetcher(fetch))


def put(kind: str, id: UUID, version: int, body: dict[str, Any], *, deleted: bool = False) -> None:
    """Write one copy unless a newer one, or a tombstone, is there."""
    _write([_row(kind, id, version, body, deleted, dates.now())])


def put_all(kind_id_body: Iterable[tuple[str, UUID, dict[str, Any]]]) -> None:
    """Version-0 copies of what was submitted and its owner has still to confirm, in one statement."""
    _write([_row(kind, id, 0, body, False, dates.now()) for kind, id, body in kind_id_body])


def project(kind: str) -> Callable[[list[Event]], None]:
    """A handler that keeps copies of `kind`: the event's data is the body, its sequence the version."""

    @rebuilds("copies", kind=kind)
    def handler(events: list[Event]) -> None:
        _write(_row(kind, e.subject, e.sequence, e.data, False, e.time) for e in _newest(events))

    return handler


def remove(kind: str) -> Callable[[list[Event]], None]:
    """A handler that leaves a tombstone, also for a thing never heard of."""

    @rebuilds("copies", kind=kind)
    def handler(events: list[Event]) -> None:
        _write(_row(kind, e.subject, e.sequence, {}, True, e.time) for e in _newest(events))

    return handler


def get(kind: str, id: UUID) -> Copy | None:
    row = db.one(
        "SELECT kind, id, version, deleted, body, as_of FROM copies WHERE kind = :k AND id = :id", {"k": kind, "id": id}
    )
    return None if row is None else Copy(**row._mapping)


def need(kind: str, id: UUID) -> Copy:
    """The copy, fetched once from its owner when the event has not come yet.

    Raises NotFound when the owner has no such thing (or it was deleted), Unavailable when the owner cannot be reached.
    """
    copy = get(kind, id) or _ask_owner(kind, id)
    if copy.deleted:
        raise NotFound()
    return copy


def note_heartbeats(w: Work, heartbeats: Sequence[Event]) -> None:
    """Remember for each owner the instant up to which we have heard everything."""
    newest: dict[str, str] = {}
    for heartbeat in heartbeats:
        newest[heartbeat.owner] = max(newest.get(heartbeat.owner, ""), str(heartbeat.data["as_of"]))
    for owner, as_of in newest.items():
        w.execute(
            "INSERT INTO sources (owner, as_of) VALUES (:owner, :as_of)"
            " ON CONFLICT (owner) DO UPDATE SET as_of = greatest(sources.as_of, excluded.as_of)",
            {"owner": owner, "as_of": as_of},
        )


def heard() -> dict[str, datetime]:
    """Owner -> the instant up to which we have heard everything of it."""
    return {row.owner: row.as_of for row in db.all("SELECT owner, as_of FROM sources")}


def _ask_owner(kind: str, id: UUID) -> Copy:
    fetch = RUNTIME.part(CopyFetcher, CopyFetcher).fetch
    if fetch is None:
        raise RuntimeError(f"no owner may be asked here, and the copy of {kind} {id} is missing")
    owner, noun = RECORDS[kind]
    answer = fetch(owner, f"/internal/{owner}/{noun}/{id}/")
    as_of = datetime.fromisoformat(answer["as_of"])
    _write([_row(kind, id, answer["version"], answer["body"], answer["deleted"], as_of)])
    return Copy(kind, id, answer["version"], answer["deleted"], answer["body"], as_of)


def _newest(events: Sequence[Event]) -> Iterable[Event]:
    """The last version of each aggregate: one statement cannot touch a row twice."""
    newest: dict[UUID, Event] = {}
    for event in events:
        if event.subject not in newest or event.sequence >= newest[event.subject].sequence:
            newest[event.subject] = event
    return newest.values()


def _row(kind: str, id: UUID, version: int, body: Any, deleted: bool, as_of: datetime) -> dict[str, Any]:
    return {
        "kind": kind,
        "id": str(id),
        "version": version,
        "body": body,
        "deleted": deleted,
        "as_of": as_of.isoformat(),
    }


def _write(rows: Iterable[dict[str, Any]]) -> None:
    ordered = sorted(rows, key=lambda row: row["id"])  # a fixed lock order: no deadlocks between writers
    if ordered:
        with work() as w:
            w.execute(_UPSERT, {"rows": json.dumps(ordered)}, prepare=True)
