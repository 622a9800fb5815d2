"""People who want what is not theirs, on the system as it runs."""

import itertools
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter

from tests.attacks.victim import Victim

ROOT = Path(__file__).parents[2]
_hosts = itertools.count(10)


@pytest.fixture(scope="module")
def proved(stack_file: Path) -> Iterator[None]:
    """After all that a module does, nothing is lost or doubled."""
    yield
    command = [sys.executable, "-m", "deploy.local", "verify", "--data", str(stack_file.parent)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="session")
def victim(sign_in: Callable[[str], Any]) -> Victim:
    return Victim(sign_in)


@pytest.fixture(scope="session")
def stranger(stack: dict[str, Any], sign_in: Callable[[str], Any]) -> Callable[[str], Any]:
    """Somebody of a role who has no business with the victim."""
    users: dict[str, Any] = {}

    def sign(role: str) -> Any:
        if role not in users:
            who = [user for user in stack["users"] if user["role"] == role][-1]
            users[role] = type(sign_in("admin"))(stack["base_url"], who["email"], who["password"])
        return users[role]

    return sign


class From(HTTPAdapter):
    """Calls from an address of its own: what is counted per address counts for nobody else."""

    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__(pool_maxsize=30)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs, source_address=(self._address, 0))


@pytest.fixture
def elsewhere() -> Callable[[], requests.Session]:
    """A browser at another address than all others."""

    def open() -> requests.Session:
        session = requests.Session()
        session.trust_env = False
        session.mount("http://", From(f"127.0.1.{next(_hosts)}"))
        return session

    return open


@pytest.fixture(scope="session")
def facts() -> Callable[[requests.Response], Mapping[str, Any]]:
    """What an answer tells, but for the id of its request."""

    def describe(answer: requests.Response) -> Mapping[str, Any]:
        body = answer.json()
        body.pop("request_id", None)
        return {"status": answer.status_code, "says": body, "type": answer.headers["Content-Type"]}

    return describe
