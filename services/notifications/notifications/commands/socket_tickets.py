"""Tickets for the socket: a browser cannot send a header with it, so it shows one of these, once, within 30 seconds."""

import hashlib
import secrets
from datetime import timedelta

from lendkit.messaging.work import work
from lendkit.runtime import context
from lendkit.values import dates
from lendkit.values.actor import Actor
from lendkit.values.errors import Unauthenticated
from lendkit.web import scope
from notifications.store import tickets

VALID = timedelta(seconds=30)


def issue() -> str:
    """A ticket for the caller, with the role and links that his token has now."""
    ticket = secrets.token_urlsafe(32)
    with work() as w:
        tickets.insert(w, _hash(ticket), context.actor(), dates.now() + VALID)
    return ticket


def redeem(ticket: str) -> Actor:
    """Whose it is. Raises Unauthenticated when it is spent, expired or unknown, or when its user has changed."""
    with work() as w:
        row = tickets.spend(w, _hash(ticket), dates.now())
        if row is None:
            raise Unauthenticated()
        actor = Actor(id=row.user_id, role=row.role, links=row.links, version=row.version)
        scope.check_current(actor)
    return actor


def _hash(ticket: str) -> bytes:
    return hashlib.sha256(ticket.encode()).digest()
