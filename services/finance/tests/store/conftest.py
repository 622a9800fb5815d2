"""A posted journal for the tests of the ledger."""

from datetime import date
from uuid import UUID

import pytest

from finance.commands import journals
from finance.domain.ledger import command_ref, journal
from finance.store import subledger
from lendkit.messaging.work import work
from lendkit.runtime import context, db
from lendkit.values.identifiers import uuid7
from lendkit.values.money import from_cents

TODAY = date(2026, 11, 24)


@pytest.fixture
def application(database: db.Database) -> UUID:
    return uuid7()


@pytest.fixture
def posted(application: UUID) -> UUID:
    """A balanced journal, through the front door."""
    with context.bind(actor=context.SYSTEM), work() as w:
        subledger.lock(w, application)
        charge = journal.fee_charged(TODAY, from_cents(50_000), from_cents(0))
        states = journals.post(w, application, [charge], command_ref.of_process("test", context.SYSTEM.id))
    return UUID(str(states[0]["id"]))
