"""Who is acting and on whose request: context variables that ride along with a request, an event or a job."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from lendkit.values.actor import Actor
from lendkit.values.errors import Unauthenticated

SYSTEM = Actor(id=UUID(int=0), role="system", name="Lend", kind="system")

_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)
_request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
_correlation_id: ContextVar[str | None] = ContextVar("correlation_id", default=None)
_client_id: ContextVar[str | None] = ContextVar("client_id", default=None)
_event_id: ContextVar[str | None] = ContextVar("event_id", default=None)


def actor() -> Actor:
    """The actor of this request or event; raises Unauthenticated where there is none."""
    bound = _actor.get()
    if bound is None:
        raise Unauthenticated()
    return bound


def maybe_actor() -> Actor | None:
    return _actor.get()


def request_id() -> str | None:
    return _request_id.get()


def correlation_id() -> str | None:
    """The id of the request at the root of this chain of requests and events."""
    return _correlation_id.get() or _request_id.get()


def client_id() -> str | None:
    """The browser tab that asked, so that it can drop the echo of its own change."""
    return _client_id.get()


def event_id() -> str | None:
    return _event_id.get()


@contextmanager
def bind(
    *,
    actor: Actor | None = None,
    request_id: str | None = None,
    correlation_id: str | None = None,
    client_id: str | None = None,
    event_id: str | None = None,
) -> Iterator[None]:
    """Set these for the length of the block; what is None stays as it was."""
    values: list[tuple[ContextVar[Any], Any]] = [
        (_actor, actor),
        (_request_id, request_id),
        (_correlation_id, correlation_id),
        (_client_id, client_id),
        (_event_id, event_id),
    ]
    tokens = [(var, var.set(value)) for var, value in values if value is not None]
    try:
        yield
    finally:
        for var, token in reversed(tokens):
            var.reset(token)
