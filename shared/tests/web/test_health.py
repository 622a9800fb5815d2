"""Alive, ready, and the figures that alarms are made of."""

import json
import re

import pytest
from flask import Flask

from lendkit.runtime import db
from lendkit.testing.client import Client
from lendkit.testing.databases import Databases
from lendkit.values.identifiers import uuid7


def test_live_asks_nobody(plain_app: Flask) -> None:
    answer = plain_app.test_client().get("/api/auth/health/live/")
    assert (answer.status_code, answer.get_json()["status"]) == (200, "live")


def test_ready_with_the_migrations_of_this_code(client: Client) -> None:
    assert client.get("/api/auth/health/ready/").status_code == 200


def test_not_ready_with_other_migrations(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lendkit.runtime.migrate.head", lambda _: "9999")
    answer = client.get("/api/auth/health/ready/")
    assert (answer.status_code, answer.get_json()["code"]) == (503, "not_migrated")
    assert "Retry-After" in answer.headers


def test_ready_while_the_next_version_is_rolled_out(client: Client) -> None:
    """Its migrations have run, its code is not here yet: this process is what serves until then."""
    with db.current().engine.begin() as connection:
        db.run(connection, "UPDATE alembic_version SET version_num = '0099'")
    assert client.get("/api/auth/health/ready/").get_json()["revision"] == "0099"


def test_not_ready_before_the_first_migration(client: Client, databases: Databases) -> None:
    empty = db.use(db.Database(databases.url("postgres", "auth")))
    try:
        answer = client.get("/api/auth/health/ready/")
    finally:
        empty.dispose()
    assert (answer.status_code, answer.content_type) == (503, "application/problem+json")


def test_figures_are_read_when_asked(client: Client) -> None:
    with db.current().engine.begin() as connection:
        columns = "event_id, type, aggregate_id, body, next_at, error"
        insert = f"INSERT INTO parked ({columns}) VALUES (:id, 't', :id, '{{}}', %s, '')"
        db.run(connection, insert.replace("%s", "now()"), {"id": uuid7()})
        db.run(connection, insert.replace("%s", "NULL"), {"id": uuid7()})
        db.run(connection, insert.replace("%s", "NULL"), {"id": uuid7()})
        db.run(connection, "INSERT INTO sources (owner, as_of) VALUES ('parties', now() - interval '90 seconds')")
        db.run(
            connection,
            "INSERT INTO outbox (event_id, aggregate_type, aggregate_id, aggregate_version, type, payload, occurred_at)"
            " VALUES (:id, 'user', :id, 1, 'auth.user_changed.v1', '{}', now() - interval '60 seconds')",
            {"id": uuid7()},
        )
    text = client.get("/internal/auth/metrics/").text
    assert figure(text, "parked") == 1 and figure(text, "dead") == 2
    assert figure(text, "outbox_unsent") == 1 and 59 < figure(text, "outbox_oldest_seconds") < 90
    assert 89 < figure(text, 'copies_age_seconds{owner="parties"}') < 120


def test_requests_are_counted_by_route_not_by_path(client: Client) -> None:
    admin = client.acting("admin")
    for _ in range(3):
        admin.get(f"/api/auth/loans/{uuid7()}/")
    text = client.get("/internal/auth/metrics/").text
    assert 'route="/api/auth/loans/<uuid:id>/"' in text
    assert not re.search(r"loans/[0-9a-f]{8}-", text)


def test_an_invented_verb_makes_no_new_series(client: Client) -> None:
    for n in range(5):
        client.call(f"BREW{n}", "/api/auth/who/")
    assert "BREW" not in client.get("/internal/auth/metrics/").text


def figure(text: str, name: str) -> float:
    return float(next(line.split()[-1] for line in text.splitlines() if line.startswith(f"{name} ")))


def test_health_answers_json(client: Client) -> None:
    assert json.loads(client.get("/api/auth/health/live/").text)["service"] == "auth"
