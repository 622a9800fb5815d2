"""A whole running system: the one of the STACK_FILE environment variable, or one brought up in a folder of its own."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from lendkit.values.identifiers import uuid7

ROOT = Path(__file__).parents[1]
FRESH_SECONDS = 240
SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.json"))


class User:
    """Somebody signed in through the gateway."""

    def __init__(self, base_url: str, email: str, password: str) -> None:
        self.base_url = base_url
        self.session = requests.Session()
        self.session.trust_env = False
        answer = self.session.post(
            f"{base_url}/api/auth/login/", json={"email": email, "password": password}, timeout=10
        )
        answer.raise_for_status()
        self.me: dict[str, Any] = answer.json()["user"]
        self.session.headers["Authorization"] = f"Bearer {answer.json()['access']}"

    def get(self, path: str) -> requests.Response:
        return self.session.get(self.base_url + path, timeout=10)

    def post(self, path: str, body: Any = None) -> requests.Response:
        headers = {"Idempotency-Key": str(uuid7())}
        return self.session.post(self.base_url + path, json=body or {}, headers=headers, timeout=10)

    def patch(self, path: str, body: Any) -> requests.Response:
        return self.session.patch(self.base_url + path, json=body, timeout=10)

    def delete(self, path: str) -> requests.Response:
        return self.session.delete(self.base_url + path, timeout=10)


@pytest.fixture(scope="session")
def stack_file() -> Path:
    path = os.environ.get("STACK_FILE")
    if not path:
        pytest.exit("This needs a running system: ./dev test brings one up, or set STACK_FILE to a stack.json.")
    return Path(path)


@pytest.fixture(scope="session")
def stack(stack_file: Path) -> dict[str, Any]:
    stack: dict[str, Any] = json.loads(stack_file.read_text(encoding="utf-8"))
    return stack


@pytest.fixture(scope="session")
def sign_in(stack: dict[str, Any]) -> Callable[[str], User]:
    """The first demo user of a role; signed in anew after a few minutes, because an access token lives for ten."""
    users: dict[str, tuple[float, User]] = {}

    def sign(role: str) -> User:
        since, user = users.get(role, (0.0, None))
        if user is None or time.monotonic() - since > FRESH_SECONDS:
            who = next(user for user in stack["users"] if user["role"] == role)
            user = User(stack["base_url"], who["email"], who["password"])
            users[role] = time.monotonic(), user
        return user

    return sign


@pytest.fixture
def eventually() -> Callable[..., Any]:
    """What `look` gives once it is true, within 10 s or as long as is said."""

    def wait(look: Callable[[], Any], seconds: float = 10) -> Any:
        deadline = time.monotonic() + seconds
        while not (value := look()):
            assert time.monotonic() < deadline, "it did not come true in time"
            time.sleep(0.05)
        return value

    return wait


@pytest.fixture
def dev(stack_file: Path) -> Callable[..., int]:
    """`./dev VERB` on the stack under test; its exit code."""

    def run(*words: str) -> int:
        command = [sys.executable, "-m", "deploy.local", *words, "--data", str(stack_file.parent)]
        return subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.DEVNULL).returncode

    return run
