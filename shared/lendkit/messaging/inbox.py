"""Once per event: a row per event id in the transaction of its effects, and a place for what failed and may heal."""

import json
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from lendkit.contracts.envelope import Event
from lendkit.messaging.work import Work
from lendkit.values import dates

RETRY_AFTER = (timedelta(seconds=10), timedelta(seconds=60), timedelta(minutes=10), timedelta(hours=1))

_CLAIM = """
INSERT INTO inbox (event_id, type)
SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:types AS text[]))
ON CONFLICT DO NOTHING RETURNING event_id
"""
_PARK = """
INSERT INTO parked (event_id, type, aggregate_id, body, attempt, next_at, error)
VALUES (:event_id, :type, :aggregate_id, CAST(:body AS jsonb), :attempt, :next_at, :error)
ON CONFLICT (event_id) DO NOTHING
"""


def claim(w: Work, events: Sequence[Event]) -> list[Event]:
    """The events that this service has not taken before, in order; their inbox rows are written."""
    first: dict[UUID, Event] = {}
    for event in events:
        first.setdefault(event.id, event)
    params = {"ids": list(first), "types": [event.type for event in first.values()]}
    claimed = {row.event_id for row in w.all(_CLAIM, params)}
    return [event for id, event in first.items() if id in claimed]


def waiting(w: Work, events: Sequence[Event]) -> set[UUID]:
    """The aggregates among these that have a parked event, behind which later ones must queue."""
    ids = list({event.subject for event in events})
    rows = w.all(
        "SELECT DISTINCT aggregate_id FROM parked WHERE aggregate_id = ANY(CAST(:ids AS uuid[]))", {"ids": ids}
    )
    return {row.aggregate_id for row in rows}


def park(w: Work, event: Event, error: str, attempt: int = 0) -> None:
    """Keep the event for another try; `error` is what a person reads in `./dev bus`."""
    w.execute(
        _PARK,
        {
            "event_id": event.id,
            "type": event.type,
            "aggregate_id": event.subject,
            "body": json.dumps(event.to_wire(), ensure_ascii=False),
            "attempt": attempt,
            "next_at": dates.now() + RETRY_AFTER[0],
            "error": error[:2000],
        },
    )


def due(w: Work) -> list[UUID]:
    """Aggregates with a parked event whose time has come; their rows are locked against another consumer."""
    rows = w.all("SELECT DISTINCT aggregate_id FROM parked WHERE next_at <= :now LIMIT 100", {"now": dates.now()})
    return [row.aggregate_id for row in rows]


def parked_of(w: Work, aggregate: UUID) -> list[Event]:
    """All parked events of one aggregate, oldest first."""
    rows = w.all("SELECT body FROM parked WHERE aggregate_id = :id ORDER BY seq FOR UPDATE", {"id": aggregate})
    return [Event.from_wire(row.body) for row in rows]


def settle(w: Work, event: Event) -> None:
    w.execute("DELETE FROM parked WHERE event_id = :id", {"id": event.id})


def postpone(w: Work, event: Event, error: str) -> None:
    """Count one more failure; after the last retry the row rests as a dead letter (`next_at` is NULL)."""
    attempt = 1 + (w.scalar("SELECT attempt FROM parked WHERE event_id = :id", {"id": event.id}) or 0)
    next_at = dates.now() + RETRY_AFTER[attempt] if attempt < len(RETRY_AFTER) else None
    w.execute(
        "UPDATE parked SET attempt = CASE WHEN event_id = :id THEN :attempt ELSE attempt END, next_at = :next_at,"
        " error = CASE WHEN event_id = :id THEN :error ELSE error END WHERE aggregate_id = :aggregate",
        {"id": event.id, "attempt": attempt, "next_at": next_at, "error": error[:2000], "aggregate": event.subject},
    )
