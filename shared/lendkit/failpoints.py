"""Named places where a test may kill the process, off in production: `FAILPOINT=after_commit:0.1`."""

import os
import random

_armed: dict[str, float] = {}


def arm(specification: str) -> None:
    """`name:probability[,name:probability…]`; an empty text disarms all."""
    _armed.clear()
    for part in filter(None, specification.split(",")):
        name, _, probability = part.partition(":")
        _armed[name] = float(probability or 1)


def hit(name: str) -> None:
    """Die here as kill -9 would, if this point is armed."""
    if name in _armed and random.random() < _armed[name]:
        os._exit(137)
