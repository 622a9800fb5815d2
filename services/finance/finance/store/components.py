"""The components of a payment as they are stored: default interest has been `penalties` in columns, JSON and on the
wire since version 1, and older images read it beside this one."""

from collections.abc import Iterable

_STORED = {"default_interest": "penalties"}
_COMPONENT = {stored: component for component, stored in _STORED.items()}


def stored(component: str) -> str:
    return _STORED.get(component, component)


def component(stored: str) -> str:
    return _COMPONENT.get(stored, stored)


def stored_order(order: Iterable[str]) -> list[str]:
    return [stored(component) for component in order]


def component_order(order: Iterable[str]) -> tuple[str, ...]:
    return tuple(component(stored) for stored in order)
