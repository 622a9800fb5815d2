"""Events as rows of the business transaction: what is committed is sent, what is rolled back never was."""

import json
from collections.abc import Sequence

from sqlalchemy import Connection

from lendkit.contracts import CATALOGUE
from lendkit.contracts.envelope import Event
from lendkit.runtime import db
from lendkit.values.errors import DomainError

MAX_BYTES = 64 * 1024
NOTIFY_CHANNEL = "outbox"

_INSERT = """
INSERT INTO outbox (event_id, aggregate_type, aggregate_id, aggregate_version, type, payload, headers, occurred_at)
SELECT (p->>'id')::uuid, r->>'aggregate', (p->>'subject')::uuid, (p->>'sequence')::integer, p->>'type', p,
       r->'headers', (p->>'time')::timestamptz
FROM jsonb_array_elements(CAST(:rows AS jsonb)) WITH ORDINALITY AS t(r, n), LATERAL (SELECT r->'payload' AS p) AS x
ORDER BY n
"""


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
