"""The cluster: made whole or not at all, and stale papers of a crash do not keep it down."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from deploy.local.infra import credentials, databases
from deploy.local.infra.postgres import FAST_AND_FORGETFUL, Postgres
from deploy.local.machine.places import Places
from deploy.local.machine.ports import Reservation
from deploy.local.machine.process import Process

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    places = Places(tmp_path_factory.mktemp("cluster"))
    places.make()
    reservation = Reservation(places.key)
    cluster = Postgres(places, reservation.port(), "secret", FAST_AND_FORGETFUL)
    (cluster.who.home / "half-made").mkdir(parents=True)
    cluster.prepare()
    yield cluster
    reservation.release()


@pytest.fixture
def running(postgres: Postgres) -> Iterator[Process]:
    process = postgres.process()
    process.start()
    until(postgres)
    yield process
    process.stop()
    while process.pid is not None:
        process.ended()
        time.sleep(0.02)


def until(postgres: Postgres) -> None:
    deadline = time.monotonic() + 20
    while not postgres.ready():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_it_comes_back_after_kill_9(postgres: Postgres, running: Process) -> None:
    assert running.pid is not None
    os.kill(running.pid, signal.SIGKILL)
    while not running.ended():
        time.sleep(0.02)
    running.start()
    deadline = time.monotonic() + 20
    while not postgres.ready():
        if running.ended():
            running.start()
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_pid_file_that_names_somebody_else_is_removed(postgres: Postgres) -> None:
    (postgres.cluster / "postmaster.pid").write_text(f"{os.getpid()}\n", encoding="utf-8")
    postgres.prepare()
    assert not (postgres.cluster / "postmaster.pid").exists()


@pytest.mark.usefixtures("running")
def test_a_login_reaches_its_own_database_only_and_may_not_make_tables(postgres: Postgres, tmp_path: Path) -> None:
    secrets = credentials.load(Places(tmp_path))
    databases.make(postgres, secrets)
    databases.make(postgres, secrets)
    password = secrets["logins"]["parties"]
    own = psycopg2.connect(postgres.url("parties", "parties", password))
    with own.cursor() as cursor, pytest.raises(psycopg2.errors.InsufficientPrivilege):
        cursor.execute("CREATE TABLE mine (id int)")
    own.close()
    with pytest.raises(psycopg2.OperationalError, match="permission denied for database"):
        psycopg2.connect(postgres.url("auth", "parties", password))
    owner = psycopg2.connect(postgres.url("parties", "parties_owner", secrets["owners"]["parties"]))
    with owner, owner.cursor() as cursor:
        cursor.execute("CREATE TABLE theirs (id int)")
    owner.close()
    own = psycopg2.connect(postgres.url("parties", "parties", password))
    with own, own.cursor() as cursor:
        cursor.execute("INSERT INTO theirs VALUES (1)")
    own.close()
