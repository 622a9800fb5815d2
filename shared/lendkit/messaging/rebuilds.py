"""`@rebuilds("copies")` on a handler: it only keeps these tables, so it may run again over all of history."""

from collections.abc import Callable
from typing import Any, TypeVar

Handler = TypeVar("Handler", bound=Callable[..., Any])


def rebuilds(*tables: str, kind: str | None = None) -> Callable[[Handler], Handler]:
    """Only for a handler that writes nothing but these tables, and for which an event that comes twice counts once.

    It emits nothing and calls no command. `kind` is the kind of copies that it keeps.
    """

    def mark(handler: Handler) -> Handler:
        handler.__dict__.update(rebuilds=tables, kind=kind)
        return handler

    return mark


def tables_of(handler: Callable[..., Any]) -> tuple[str, ...]:
    """The tables that this handler rebuilds; none for one that may run only once per event."""
    value: tuple[str, ...] = getattr(handler, "rebuilds", ())
    return value


def kind_of(handler: Callable[..., Any]) -> str | None:
    """The kind of copies that this handler rebuilds, if it does."""
    value: str | None = getattr(handler, "kind", None)
    return value
