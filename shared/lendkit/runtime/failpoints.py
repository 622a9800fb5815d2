"""Named places where a test may kill the process, off in production: `FAILPOINT=after_commit:0.1`."""

import os
import random
from dataclasses import dataclass, field

from lendkit.runtime.runtime import RUNTIME


@dataclass(frozen=True)
class Failpoints:
    """Name → how likely the process dies there, from 0 to 1."""

    armed: dict[str, float] = field(default_factory=dict)


def arm(specification: str) -> None:
    """`name:probability[,name:probability…]`; an empty text disarms all."""
    armed = {}
    for part in filter(None, specification.split(",")):
        name, _, probability = part.partition(":")
        armed[name] = float(probability or 1)
    RUNTIME.bind(Failpoints, Failpoints(armed))


def hit(name: str) -> None:
    """Die here as kill -9 would, if this point is armed."""
    armed = RUNTIME.part(Failpoints, Failpoints).armed
    if name in armed and random.random() < armed[name]:
        os._exit(137)
