"""`@rebuilds("copies")` on a handler: it only keeps these tables, so it may run again over all of history."""

from collections.abc import Callable
from typing import Any, TypeVar

Handler = TypeVar("Handler", bound=Callable[..., Any])


def rebuilds(*tables: str) -> Callable[[Handler], Handler]:
    """Only for a handler that writes nothing but these tables, emits nothing and calls no command."""

    def mark(handler: Handler) -> Handler:
        handler.__dict__["rebuilds"] = tables
        return handler

    return mark


def tables_of(handler: Callable[..., Any]) -> tuple[str, ...]:
    """The tables that this handler rebuilds; none for one that may run only once per event."""
    found: tuple[str, ...] = getattr(handler, "rebuilds", ())
    return found
