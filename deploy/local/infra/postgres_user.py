"""PostgreSQL refuses to run as root; this finds a way to start it as somebody else."""

import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from deploy.local.machine.places import Places

NOBODY = 65534
_NAMESPACE = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--"]
_DROP = [
    "setpriv",
    f"--reuid={NOBODY}",
    f"--regid={NOBODY}",
    "--clear-groups",
    f"--pdeathsig={signal.Signals.SIGQUIT.name}",
]


@dataclass(frozen=True)
class Identity:
    """`prefix` goes before each command; its files live in `home`, and belong to `owner` where that is not us."""

    prefix: tuple[str, ...]
    home: Path
    owner: int | None = None

    def argv(self, *command: str | Path) -> list[str]:
        full = [*self.prefix, *map(str, command)]
        return [shutil.which(full[0]) or full[0], *full[1:]]


def find(places: Places, *, root: bool | None = None, namespaces: bool | None = None) -> Identity:
    """As an ordinary user: ourselves. As root: a user namespace, else the user nobody with a folder it can reach."""
    if not (os.geteuid() == 0 if root is None else root):
        return Identity((), places.data / "postgres")
    if _namespaces_work() if namespaces is None else namespaces:
        return Identity(tuple(_NAMESPACE), places.data / "postgres")
    home = Path(tempfile.gettempdir()) / f"lend-{places.key}-postgres"
    return Identity(tuple(_DROP), home, NOBODY)


def _namespaces_work() -> bool:
    try:
        return subprocess.run([*_NAMESPACE, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False
