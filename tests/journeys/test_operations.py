"""What an operator does on the running system: add applications, run a job, look at the bus, rebuild projections."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg2
import pytest

ROOT = Path(__file__).resolve().parents[2]
KEPT = {
    "copies": "SELECT kind, id, version, deleted, body FROM copies WHERE version > 0",
    "scope": "SELECT * FROM scope",
    "actors": "SELECT * FROM actors",
}


@pytest.fixture
def dev(stack_file: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    def run(*argv: str) -> subprocess.CompletedProcess[str]:
        verb, *arguments = argv
        command = [sys.executable, "-m", "deploy.local", verb, "--data", str(stack_file.parent), *arguments]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    return run


def read(url: str, statement: str) -> set[str]:
    connection = psycopg2.connect(url)
    with connection, connection.cursor() as cursor:
        cursor.execute(statement)
        rows = {str(row) for row in cursor.fetchall()}
    connection.close()
    return rows


def test_seeding_again_adds_nothing(dev: Any, stack: dict[str, Any]) -> None:
    first = dev("seed", "--applications", "12")
    assert first.returncode == 0, first.stdout + first.stderr
    assert "12 applications in the loan book, 0 failed" in first.stdout
    before = read(stack["databases"]["applications"], "SELECT id FROM application")
    again = dev("seed", "--applications", "12")
    assert again.returncode == 0, again.stdout + again.stderr
    assert read(stack["databases"]["applications"], "SELECT id FROM application") == before


def test_a_job_runs_for_the_day_it_is_told(dev: Any, stack: dict[str, Any]) -> None:
    for _ in range(2):
        done = dev("job", "applications", "note-reminders", "--today", "2026-06-01")
        assert done.returncode == 0, done.stderr
    runs = "SELECT finished_at IS NOT NULL FROM job_run WHERE job = 'note-reminders' AND period = '2026-06-01'"
    assert read(stack["databases"]["applications"], runs) == {"(True,)"}
    assert dev("job", "applications", "no-such-job").returncode != 0


def test_databases_that_are_up_to_date_stay_so(dev: Any) -> None:
    done = dev("migrate", "finance", "parties")
    assert done.returncode == 0
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == ["finance", "parties"]


def test_rebuilt_projections_equal_the_old_ones(dev: Any, stack: dict[str, Any]) -> None:
    """From every event in the owners' exports; a rebuild publishes nothing."""
    services = ("applications", "finance", "documents", "notifications")
    urls = stack["databases"]
    assert dev("verify").returncode == 0
    before = {(service, table): read(urls[service], KEPT[table]) for service in services for table in KEPT}
    sent = {service: read(urls[service], "SELECT event_id FROM outbox") for service in services}
    for service in services:
        done = dev("bus", "rebuild", service)
        assert done.returncode == 0, done.stdout + done.stderr
    after = {(service, table): read(urls[service], KEPT[table]) for service in services for table in KEPT}
    changed = {key: before[key] ^ after[key] for key in before if before[key] != after[key]}
    assert changed == {}
    assert {service: read(urls[service], "SELECT event_id FROM outbox") for service in services} == sent


def test_the_bus_shows_every_service(dev: Any) -> None:
    shown = dev("bus").stdout
    assert all(name in shown for name in ("unsent", "dead", "dlq", "finance", "reports"))
