"""Follow the sources of a running stack: what has changed is restarted, so that it runs within two seconds."""

import os
from collections.abc import Iterable
from pathlib import Path

from deploy.local.machine.places import ROOT, Places
from deploy.local.machine.service_list import SERVICES, processes
from deploy.local.supervise import control_socket

SUFFIXES = (".py", ".sql", ".json", ".html", ".txt")
LOOK_SECONDS = 0.3


class Sources:
    """The services' packages and lendkit's under `root`, as they were at the last look."""

    def __init__(self, root: Path = ROOT) -> None:
        self.folders: dict[Path, tuple[str, ...]] = {
            root / "services" / service / service: (service,) for service in SERVICES
        }
        self.folders[root / "shared" / "lendkit"] = SERVICES
        self.last = self._look()

    def changed(self) -> dict[Path, tuple[str, ...]]:
        """The files that differ from the last look, each with the services that run it."""
        now = self._look()
        files = {file for file, _ in self.last.items() ^ now.items()}
        self.last = now
        return {file: next(who for folder, who in self.folders.items() if folder in file.parents) for file in files}

    def _look(self) -> dict[Path, int]:
        return dict(state for folder in self.folders for state in _files(folder))


def restart(places: Places, services: Iterable[str]) -> list[str]:
    """All processes of these services; the names of those that were asked to."""
    names = [f"{service}-{verb}" for service, verb in processes() if service in set(services)]
    for name in names:
        control_socket.ask(places.control, do="restart", name=name)
    return names


def follow(places: Places, sources: Sources) -> None:
    """One look: restart what has changed, and say so."""
    changed = sources.changed()
    services = {service for who in changed.values() for service in who}
    if services:
        restart(places, services)
        what = "all services" if services == set(SERVICES) else ", ".join(sorted(services))
        print(f"{', '.join(sorted(file.name for file in changed))} changed: restarting {what}", flush=True)


def _files(folder: Path) -> Iterable[tuple[Path, int]]:
    for at, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", "__"))]
        for name in names:
            if name.endswith(SUFFIXES):
                file = Path(at, name)
                try:
                    yield file, file.stat().st_mtime_ns
                except FileNotFoundError:  # an editor that writes beside and renames
                    continue
