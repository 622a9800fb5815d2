"""Row 20: the next version's migration runs under load. It gives way to whoever holds the table, nobody gets an error,
and until its code is rolled out the old code serves beside the new."""

import shutil
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import requests

from lendkit.runtime import migrate
from lendkit.values.identifiers import uuid7
from tests.faults.clients import at_work, keyed
from tests.faults.machine import Machine, asked, waited

ROOT = Path(__file__).parents[2]
# An expand step: the old code neither knows nor fills the new column.
NEXT = '''
"""A nickname for everybody in the directory."""

from alembic import op

revision = "0099"
down_revision = "{down}"


def upgrade() -> None:
    op.execute("ALTER TABLE directory ADD COLUMN nickname text")
    op.execute("CREATE INDEX directory_nickname ON directory (nickname)")
'''
BACK = "ALTER TABLE directory DROP COLUMN nickname; UPDATE alembic_version SET version_num = %s"
Dev = Callable[..., int]


@pytest.fixture
def next_version(tmp_path: Path, machine: Machine) -> Iterator[Path]:
    """The parties service as it will be; afterwards the database is again what this version's code made."""
    home = tmp_path / "parties"
    shutil.copytree(ROOT / "services" / "parties", home, ignore=shutil.ignore_patterns("tests", "__pycache__"))
    head = migrate.head("parties")
    (home / "migrations" / "versions" / "0099_next.py").write_text(NEXT.format(down=head), encoding="utf-8")
    yield home
    if machine.one("parties", "SELECT version_num FROM alembic_version") != head:
        asked(machine.owner_url("parties"), BACK, head)


def start(machine: Machine, home: Path, verb: str, **environment: str) -> subprocess.Popen[str]:
    """A verb of the next version, with the environment of this stack's service."""
    env = {**machine.parts.environment("parties"), "PYTHONPATH": str(home), **environment}
    command = [sys.executable, "-m", "parties", verb]
    return subprocess.Popen(command, cwd=ROOT, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


@contextmanager
def load(admin: Any) -> Iterator[Counter[int]]:
    answers = Counter[int]()

    def work() -> None:
        key = f"migration-{uuid7()}"
        answer = keyed(admin, "/api/parties/brokers/", key, {"name": key})()
        answers[answer.status_code] += 1
        answers[admin.get(f"/api/parties/brokers/{answer.json()['id']}/").status_code] += 1
        answers[admin.get("/api/parties/brokers/?limit=5").status_code] += 1

    with at_work(work, work):
        yield answers


@contextmanager
def reading_for_long(machine: Machine) -> Iterator[None]:
    """A report holds the table for longer than a migration waits."""
    connection = psycopg2.connect(machine.stack["databases"]["parties"])
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM directory")
            yield
    finally:
        connection.close()


@pytest.mark.slow
def test_the_next_version_is_rolled_out_under_load(
    dev: Dev, machine: Machine, sign_in: Callable[[str], Any], next_version: Path
) -> None:
    admin, lines = sign_in("admin"), list[str]()
    with load(admin) as answers:
        with reading_for_long(machine):
            running = start(machine, next_version, "migrate")
            assert running.stdout
            for line in running.stdout:
                lines.append(line)
                if "migration_waits_for_a_lock" in line:
                    break
        lines += running.stdout.readlines()
        assert running.wait(timeout=30) == 0, lines
        assert machine.one("parties", "SELECT version_num FROM alembic_version") == "0099"
        before = answers.total()
        waited(lambda: answers.total() > before + 30, 20, "the old code serves")
        base = machine.stack["base_url"]
        assert requests.get(f"{base}/api/parties/health/ready/", timeout=5).status_code == 200, "the old code is ready"
        with_new_code(machine, next_version, admin)
    print(f"{dict(answers)}; {lines}")
    assert "migration_waits_for_a_lock" in "".join(lines)
    assert set(answers) == {200, 201}
    assert dev("verify") == 0


def with_new_code(machine: Machine, home: Path, admin: Any) -> None:
    """Beside the old one, on the same database."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    running = start(machine, home, "web", BIND=f"127.0.0.1:{port}")
    url = f"http://127.0.0.1:{port}/api/parties"
    try:
        waited(lambda: ready(url), 20, "the new code is ready")
        headers = {"Authorization": admin.session.headers["Authorization"]}
        answer = requests.post(f"{url}/brokers/", json={"name": f"New {uuid7()}"}, headers=headers, timeout=10)
        assert answer.status_code == 201, answer.text
        assert admin.get(f"/api/parties/brokers/{answer.json()['id']}/").status_code == 200, "one book for both"
    finally:
        running.terminate()
        running.communicate(timeout=30)


def ready(url: str) -> bool:
    try:
        return requests.get(f"{url}/health/ready/", timeout=2).json().get("revision") == "0099"
    except requests.RequestException:
        return False
