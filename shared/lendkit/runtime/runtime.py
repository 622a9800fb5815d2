"""What this process runs on: one object, filled when the process starts, that holds one part of each type.

A process serves one service. `bootstrap.start` binds its settings, its database and what else is its own; every module
asks for its own part, so that nothing else in the kit is a global, and a test can put another part in its place.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar, cast

Part = TypeVar("Part")


class Runtime:
    def __init__(self) -> None:
        self._parts: dict[type[Any], Any] = {}

    def bind(self, kind: type[Part], part: Part) -> Part:
        """Make this the process's part of its kind; the one before is forgotten."""
        self._parts[kind] = part
        return part

    def part(self, kind: type[Part], make: Callable[[], Part] | None = None) -> Part:
        """The part of this kind, made on first use where `make` is given. Raises RuntimeError where there is none."""
        if kind not in self._parts:
            if make is None:
                raise RuntimeError(f"no {kind.__name__} is bound: call lendkit.runtime.bootstrap.start(settings) first")
            self._parts[kind] = make()
        return cast(Part, self._parts[kind])

    @contextmanager
    def replaced(self, kind: type[Part], part: Part) -> Iterator[None]:
        """Another part for the length of the block; then the one before, if there was one."""
        before = dict(self._parts)
        self._parts[kind] = part
        try:
            yield
        finally:
            self._parts.pop(kind)
            self._parts |= {kind: before[kind]} if kind in before else {}


RUNTIME: Final = Runtime()
