"""Events as rows of the business transaction: what is committed is sent, what is rolled back never was."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from lendkit.contracts import CATALOGUE
from lendkit.contracts.envelope import Event
from lendkit.runtime import db
from lendkit.values.errors import DomainError

MAX_BYTES = 64 * 1024
NOTIFY_CHANNEL = "outbox"
REFUSALS = 10
HELD_SECONDS = 60

_INSERT = """
INSERT INTO outbox (event_id, aggregate_type, aggregate_id, aggregate_version, type, payload, headers, occurred_at)
SELECT (p->>'id')::uuid, r->>'aggregate', (p->>'subject')::uuid, (p->>'sequence')::integer, p->>'type', p,
       r->'headers', (p->>'time')::timestamptz
FROM jsonb_array_elements(CAST(:rows AS jsonb)) WITH ORDINALITY AS t(r, n), LATERAL (SELECT r->'payload' AS p) AS x
ORDER BY n
"""
_UNSENT = """
SELECT seq, event_id, type, payload::text AS payload FROM outbox o
WHERE published_at IS NULL AND held_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM outbox h WHERE h.held_at IS NOT NULL AND h.aggregate_id = o.aggregate_id)
ORDER BY seq LIMIT :window
"""
# An ephemeral event carries sealed data that only its addressee may keep: here only its envelope stays.
_SENT = """
UPDATE outbox SET published_at = clock_timestamp(),
  payload = CASE WHEN headers ? 'ephemeral' THEN payload - 'data' ELSE payload END
WHERE seq = ANY(:seqs)
"""
_REFUSED = """
UPDATE outbox SET attempts = attempts + 1, last_error = :error,
  held_at = CASE WHEN attempts + 1 >= :refusals THEN clock_timestamp() END
WHERE seq = ANY(:seqs)
"""
# A full queue or a missing binding is often mended without anybody looking here: held rows are tried again each minute,
# a few at a time so that they delay nothing else.
_RETRY_HELD = """
UPDATE outbox SET held_at = NULL, attempts = :refusals - 1 WHERE seq IN (
  SELECT seq FROM outbox WHERE held_at < clock_timestamp() - make_interval(secs => :seconds) ORDER BY seq LIMIT 100)
"""


@dataclass(frozen=True)
class Unsent:
    """A row to be published; `payload` is the event as JSON text."""

    seq: int
    event_id: UUID
    type: str
    payload: str


def row_of(event: Event) -> str:
    """The row as JSON text; raises DomainError when the event would not fit on the bus."""
    kind = CATALOGUE[event.type]
    payload = json.dumps(event.to_wire(), ensure_ascii=False)
    if len(payload.encode()) >= MAX_BYTES:
        raise DomainError("too_large", "This is more than one record may hold. Split it up.", status=413)
    headers = json.dumps({"ephemeral": True} if kind.ephemeral else {})
    return f'{{"aggregate": {json.dumps(kind.aggregate)}, "headers": {headers}, "payload": {payload}}}'


def insert(connection: Connection, rows: Sequence[str]) -> None:
    """Write all events of a unit of work in one statement, in the order they were emitted."""
    db.run(connection, _INSERT, {"rows": f"[{','.join(rows)}]"}, prepare=True)


def unsent(most: int) -> Sequence[Unsent]:
    """The oldest rows that can be published, in order; an aggregate with a held row waits."""
    return db.all(_UNSENT, {"window": most}, into=Unsent)


def settle(confirmed: Sequence[int], refused: Sequence[int], error: str) -> None:
    """Mark rows, by `seq`, as sent or as refused; a row that was refused ten times is held."""
    with db.current().engine.begin() as connection:
        if confirmed:
            db.run(connection, _SENT, {"seqs": list(confirmed)})
        if refused:
            db.run(connection, _REFUSED, {"seqs": list(refused), "error": error, "refusals": REFUSALS})


def retry_held() -> None:
    """Let the next sweep try rows again that were held a minute ago or longer."""
    with db.current().engine.begin() as connection:
        db.run(connection, _RETRY_HELD, {"refusals": REFUSALS, "seconds": HELD_SECONDS})
