"""Tickets that open a socket: a browser can send no header with it, so it sends one of these, once, within 30 s."""

import hashlib
import secrets
from datetime import timedelta

from lendkit.messaging.work import work
from lendkit.runtime import context
from lendkit.values import dates
from lendkit.values.actor import Actor
from lendkit.values.errors import Unauthenticated
from lendkit.web import scope
from notifications.store import socket_tickets

VALID_FOR = timedelta(seconds=30)


def issue() -> str:
    """A ticket for the caller, with the role and links of the caller's token."""
    ticket = secrets.token_urlsafe(32)
    with work() as w:
        socket_tickets.insert(w, _hash(ticket), context.actor(), dates.now() + VALID_FOR)
    return ticket


def redeem(ticket: str) -> Actor:
    """Whose it is. Raises Unauthenticated when it is spent, expired or unknown, or when its user has changed."""
    with work() as w:
        holder = socket_tickets.spend(w, _hash(ticket), dates.now())
        if holder is None:
            raise Unauthenticated()
        actor = Actor(id=holder.user_id, role=holder.role, links=holder.links, version=holder.version)
        scope.check_current(actor)
    return actor


def _hash(ticket: str) -> bytes:
    return hashlib.sha256(ticket.encode()).digest()
