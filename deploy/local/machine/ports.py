"""Private ports of one stack: free ones below the kernel's ephemeral range, kept from one start to the next."""

import socket
from collections.abc import Iterator
from pathlib import Path

from deploy.local.machine.atomic_files import read_json, write_json
from deploy.local.machine.places import Places
from deploy.local.machine.service_list import SERVICES

NAMES = ("gateway", "postgres", "amqp", "dist", "epmd", "smtp", *SERVICES, "ws", "vite")
FIRST, LAST, BLOCK = 20000, 32700, 20


class PortTaken(RuntimeError):
    """The port that was asked for is in use by another program."""


class Reservation:
    """A block of ports, held machine-wide by an abstract unix socket that the kernel frees when we die."""

    def __init__(self, key: str) -> None:
        blocks = (LAST - FIRST) // BLOCK
        start = int(key, 16) % blocks
        for step in range(blocks):
            self.block = (start + step) % blocks
            self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                self.socket.bind(f"\0lend-ports-{self.block}")
                return
            except OSError:
                self.socket.close()
        raise PortTaken("every block of ports is taken by another stack")

    @property
    def first(self) -> int:
        return FIRST + self.block * BLOCK

    def port(self) -> int:
        """The first of the block that no other program has."""
        return next(port for port in range(self.first, LAST) if free(port))

    def release(self) -> None:
        self.socket.close()


def free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def choose(places: Places, reservation: Reservation, gateway: int | None) -> dict[str, int]:
    """The ports of last time where they are still free, else new ones; `gateway` is fixed by the user."""
    if gateway is not None and not free(gateway):
        raise PortTaken(f"port {gateway} is in use")
    kept = {name: port for name, port in _kept(places.ports).items() if port != gateway}
    chosen = {"gateway": gateway} if gateway is not None else {}
    candidates = iter(range(reservation.first, LAST))
    for name in NAMES:
        port = chosen.get(name) or kept.get(name)
        while port is None or (name not in chosen and not free(port)):
            port = _next(candidates, {*kept.values(), *chosen.values()})
        chosen[name] = port
    write_json(places.ports, chosen)
    return chosen


def _next(candidates: Iterator[int], taken: set[int]) -> int:
    return next(port for port in candidates if port not in taken)


def _kept(path: Path) -> dict[str, int]:
    content = read_json(path)
    return {name: port for name, port in content.items() if name in NAMES} if isinstance(content, dict) else {}
