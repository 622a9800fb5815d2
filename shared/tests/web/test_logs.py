"""One JSON object per line, with the ids that tie it together and nothing about people."""

import json
import logging
from typing import Any

import pytest
import structlog

from lendkit.runtime import context, logs
from lendkit.testing.client import Client
from lendkit.values.actor import Actor
from lendkit.values.identifiers import uuid7


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Any:
    logs.configure("parties", "INFO")
    return lambda: [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_standard_loggers_keep_their_extra_fields(lines: Any) -> None:
    logging.getLogger("lendkit.messaging.relay").info("sent", extra={"count": 3})
    (line,) = lines()
    assert {key: line[key] for key in ("event", "level", "service", "count")} == {
        "event": "sent",
        "level": "info",
        "service": "parties",
        "count": 3,
    }
    assert line["ts"]


def test_structlog_loggers_write_the_same(lines: Any) -> None:
    structlog.get_logger("lend").warning("retrying", attempt=2)
    (line,) = lines()
    assert (line["event"], line["level"], line["service"], line["attempt"]) == ("retrying", "warning", "parties", 2)


def test_ids_of_the_request_and_the_event_are_on_every_line(lines: Any) -> None:
    actor = Actor(id=uuid7(), role="admin", name="Ada Lovelace", email="ada@lend.example")
    with context.bind(actor=actor, request_id="r-1", correlation_id="c-1", event_id="e-1"):
        logging.getLogger("x").info("done")
    (line,) = lines()
    assert (line["request_id"], line["correlation_id"], line["event_id"]) == ("r-1", "c-1", "e-1")
    assert line["actor_id"] == str(actor.id)
    assert "Ada" not in json.dumps(line) and "ada@" not in json.dumps(line)


def test_a_line_break_stays_inside_its_line(lines: Any) -> None:
    logging.getLogger("x").info("one\r\ntwo", extra={"name_given": "a\nb"})
    assert len(lines()) == 1


def test_a_traceback_shows_where_but_not_with_what(lines: Any) -> None:
    def sign_in(password: str) -> None:
        raise ValueError("refused")

    try:
        sign_in("correct horse battery")
    except ValueError:
        logging.getLogger("x").exception("failed")
    (line,) = lines()
    assert "sign_in" in json.dumps(line) and "ValueError" in json.dumps(line)
    assert "correct horse" not in json.dumps(line)


def test_below_the_level_nothing_is_written(lines: Any) -> None:
    logging.getLogger("x").debug("details")
    assert lines() == []


def test_a_time_is_written_for_people(lines: Any) -> None:
    logging.getLogger("x").info("done")
    (line,) = lines()
    assert line["ts"].startswith("20") and "T" in line["ts"]


def test_each_request_is_one_line_without_query_or_body(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("auth", "INFO")
    id = uuid7()
    client.acting("admin").get(f"/api/auth/loans/{id}/?q=0412345678")
    client.acting("admin").post("/api/auth/loans/", {"amount": "1.00", "purpose": "Secret plans"})
    text = capsys.readouterr().out
    found = [line for line in map(json.loads, text.splitlines()) if line["event"] == "request"]
    assert [(line["method"], line["route"]) for line in found] == [
        ("GET", "/api/auth/loans/<uuid:id>/"),
        ("POST", "/api/auth/loans/"),
    ]
    assert all(line["status"] and line["ms"] >= 0 and line["request_id"] for line in found)
    assert "0412345678" not in text and "Secret plans" not in text
