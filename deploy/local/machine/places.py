"""Where one stack keeps its things: the data folder with its logs, mails and files, and a short folder for sockets."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
DEFAULT = ROOT / "var"
DEMO_DATA = ROOT / "deploy" / "local" / "demo" / "demo.json"
SOCKET_LIMIT = 100  # a unix socket's path holds 107 bytes on Linux


@dataclass(frozen=True)
class Places:
    """All paths of the stack that lives in `data`."""

    data: Path

    @classmethod
    def of(cls, data: str | os.PathLike[str] | None) -> "Places":
        """The folder that is named, else that of LEND_DATA, else `var`."""
        named = data or os.environ.get("LEND_DATA")
        return cls(Path(named).absolute() if named else DEFAULT)

    @property
    def key(self) -> str:
        """Short and stable: what tells two stacks of one machine apart."""
        return hashlib.sha256(str(self.data).encode()).hexdigest()[:10]

    @property
    def run(self) -> Path:
        """Sockets and pid files; under /tmp when the checkout lies too deep for a socket's path."""
        near = self.data / "run"
        longest = near / ".s.PGSQL.32767.lock"
        return near if len(str(longest)) <= SOCKET_LIMIT else Path(tempfile.gettempdir()) / f"lend-{self.key}"

    @property
    def control(self) -> Path:
        return self.run / "control"

    @property
    def lock(self) -> Path:
        return self.data / "lock"

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    @property
    def mail(self) -> Path:
        return self.data / "mail"

    @property
    def rabbit(self) -> Path:
        return self.data / "rabbitmq"

    @property
    def nginx(self) -> Path:
        return self.data / "nginx"

    @property
    def ports(self) -> Path:
        return self.data / "ports.json"

    @property
    def secrets(self) -> Path:
        return self.data / "secrets.json"

    @property
    def pids(self) -> Path:
        """Every process of the running stack with its start time, for cleaning up after a kill -9."""
        return self.data / "pids.json"

    @property
    def stack(self) -> Path:
        return self.data / "stack.json"

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def make(self) -> None:
        """Create the folders; raises PermissionError when the short folder belongs to somebody else."""
        for folder in (self.data, self.logs, self.mail, self.rabbit, self.nginx):
            folder.mkdir(parents=True, exist_ok=True)
        self.run.mkdir(mode=0o700, exist_ok=True)
        if self.run.stat().st_uid != os.geteuid():
            raise PermissionError(f"{self.run} belongs to another user")
