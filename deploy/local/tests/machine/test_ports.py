"""Ports of a stack: free, kept, and never another stack's."""

import socket
from pathlib import Path

import pytest

from deploy.local.machine import ports
from deploy.local.machine.places import Places


def places(folder: Path) -> Places:
    folder.mkdir()
    return Places(folder)


def test_two_stacks_side_by_side_never_share_a_port(tmp_path: Path) -> None:
    first, second = places(tmp_path / "a"), places(tmp_path / "b")
    held = [ports.Reservation(first.key), ports.Reservation(first.key)]  # the same wish: the second moves on
    chosen = [ports.choose(stack, block, None) for stack, block in zip((first, second), held, strict=True)]
    assert not set(chosen[0].values()) & set(chosen[1].values())
    assert max(chosen[0].values()) < 32768
    for block in held:
        block.release()


def test_ports_are_kept_until_somebody_else_has_one(tmp_path: Path) -> None:
    here = places(tmp_path / "a")
    block = ports.Reservation(here.key)
    first = ports.choose(here, block, None)
    assert ports.choose(here, block, None) == first
    with socket.socket() as other:
        other.bind(("127.0.0.1", first["smtp"]))
        other.listen()
        moved = ports.choose(here, block, None)
    block.release()
    assert moved["smtp"] != first["smtp"]
    assert {name: port for name, port in moved.items() if name != "smtp"} == {
        name: port for name, port in first.items() if name != "smtp"
    }


def test_a_fixed_gateway_port_that_is_taken_is_said(tmp_path: Path) -> None:
    here = places(tmp_path / "a")
    block = ports.Reservation(here.key)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(ports.PortTaken, match="in use"):
            ports.choose(here, block, other.getsockname()[1])
    block.release()


def test_a_deep_checkout_gets_a_short_folder_for_its_sockets(tmp_path: Path) -> None:
    deep = Places(tmp_path / ("deep" * 30))
    assert len(str(deep.control)) <= 100
    assert str(deep.run).startswith("/tmp/lend-")
    assert Places(Path("/srv/lend/var")).run == Path("/srv/lend/var/run")
