"""What an operator does on the running system: fill a book, run a job, look at the bus, make projections anew."""

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
        verb, *rest = argv
        command = [sys.executable, "-m", "deploy.local", verb, "--data", str(stack_file.parent), *rest]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    return run


def read(url: str, statement: str) -> set[str]:
    connection = psycopg2.connect(url)
    with connection, connection.cursor() as cursor:
        cursor.execute(statement)
        found = {str(row) for row in cursor.fetchall()}
    connection.close()
    return found


def test_a_book_is_filled_once_however_often(dev: Any, stack: dict[str, Any]) -> None:
    first = dev("seed", "--applications", "12")
    assert first.returncode == 0, first.stdout + first.stderr
    assert "12 applications are in the book, 0 could not" in first.stdout
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


def test_projections_made_anew_are_what_they_were(dev: Any, stack: dict[str, Any]) -> None:
    """With every event there is, through the owners' exports; nothing is published by it."""
    services = ("applications", "finance", "documents", "notifications")
    urls = stack["databases"]
    assert dev("verify").returncode == 0
    before = {(each, table): read(urls[each], KEPT[table]) for each in services for table in KEPT}
    sent = {each: read(urls[each], "SELECT event_id FROM outbox") for each in services}
    for each in services:
        done = dev("bus", "rebuild", each)
        assert done.returncode == 0, done.stdout + done.stderr
    after = {(each, table): read(urls[each], KEPT[table]) for each in services for table in KEPT}
    changed = {at: before[at] ^ after[at] for at in before if before[at] != after[at]}
    assert changed == {}
    assert {each: read(urls[each], "SELECT event_id FROM outbox") for each in services} == sent


def test_the_bus_shows_every_service(dev: Any) -> None:
    shown = dev("bus").stdout
    assert all(name in shown for name in ("unsent", "dead", "dlq", "finance", "reports"))
