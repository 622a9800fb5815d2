"""The subledger of an application (table `book`): whoever posts locks it, so that its hash chain has one end."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lendkit.messaging.work import Work

_LOCK = "SELECT closed_at FROM book WHERE application_id = :id FOR UPDATE"


@dataclass(frozen=True)
class SubledgerRow:
    closed_at: datetime | None


def lock(w: Work, application: UUID) -> SubledgerRow:
    """Its row for update; opened where there is none yet."""
    row = w.one(_LOCK, {"id": application}, into=SubledgerRow, prepare=True)
    if row is None:
        w.execute("INSERT INTO book (application_id) VALUES (:id) ON CONFLICT DO NOTHING", {"id": application})
        row = w.one(_LOCK, {"id": application}, into=SubledgerRow, prepare=True)
        assert row is not None
    return row


def close(w: Work, application: UUID) -> None:
    """Nothing is posted to it any more."""
    w.execute(
        "UPDATE book SET closed_at = coalesce(closed_at, clock_timestamp()) WHERE application_id = :id",
        {"id": application},
    )
    w.execute(
        "UPDATE ledger_account SET closed_at = clock_timestamp() WHERE application_id = :id AND closed_at IS NULL",
        {"id": application},
    )
