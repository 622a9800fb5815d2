"""What slipped through where two parts of the edge meet."""

import json
import threading
import time
from typing import Any

import pytest
from flask import Response

from lendkit.runtime import db
from lendkit.runtime.settings import Settings
from lendkit.testing.client import Client
from lendkit.testing.tokens import Issuer
from lendkit.values.identifiers import uuid7
from lendkit.web.access import public
from lendkit.web.app import create_app
from lendkit.web.auth import ServiceClient
from lendkit.web.blueprint import blueprint
from lendkit.web.pages import Order, page
from lendkit.web.responses import json_text


@pytest.mark.parametrize(
    ("type", "value"),
    [
        ("integer", "1.5"),
        ("integer", "99999999999"),
        ("timestamptz", "2026-W48-2"),
        ("date", "2026-W48-2"),
        ("date", "20261124"),
        ("uuid", "urn:uuid:0198a000-0000-7000-8000-000000000000"),
        ("timestamptz", "2026-11-24 05:13:49.508477+00"),
        ("integer", "-2147483648"),
        ("numeric", "500000.00"),
        ("date", "2026-11-24"),
    ],
)
def test_what_a_cursor_may_hold_the_database_can_read(database: db.Database, type: str, value: str) -> None:
    """Either the cursor is refused, or PostgreSQL takes its value: never a 500."""
    from lendkit.values.errors import Invalid
    from lendkit.web.pages import _encode

    try:
        found = page({"limit": 1, "cursor": _encode("x", value, str(uuid7()))}, {"x": Order("x", type)}, "x")
    except Invalid:
        return
    db.scalar(f"SELECT CAST(:_after AS {type}), CAST(:_id AS uuid)", found.where()[1])


def test_a_slow_auth_does_not_hold_up_tokens_whose_key_is_known(client: Client, neighbour: Any, issuer: Issuer) -> None:
    neighbour.before = lambda: time.sleep(2)
    stranger = Issuer()
    token = stranger.sign({"sub": "x"}, kid="unknown")
    asking = threading.Thread(target=client.get, args=("/api/auth/who/",), kwargs={"headers": bearer(token)})
    asking.start()
    time.sleep(0.3)
    began = time.monotonic()
    assert client.acting("admin").get("/api/auth/who/").status_code == 200
    assert time.monotonic() - began < 1
    asking.join()


def test_a_valid_service_token_does_not_ask_an_absent_auth_each_time(
    neighbour: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, broker = "/api/auth/token/", "/internal/parties/brokers/1/"
    neighbour.answers |= {token: (200, {"access_token": "first", "expires_in": 43200}), broker: (200, {"id": "1"})}
    parties = ServiceClient(
        Settings(service="applications", database_url="", auth_url=neighbour.url, parties_url=neighbour.url), "parties"
    )
    parties.get(broker)
    neighbour.answers[token] = (503, {})
    later = time.monotonic() + 21_601
    monkeypatch.setattr("lendkit.web.auth.time.monotonic", lambda: later)
    for _ in range(10):
        parties.get(broker)
    assert neighbour.times(token) == 2


def test_a_failed_statement_leaves_no_personal_data_in_the_logs(
    plain_settings: Settings, database: db.Database, capsys: pytest.CaptureFixture[str]
) -> None:
    blp = blueprint("auth", "clash")

    @blp.post("/clash/")
    @public
    def clash() -> Response:
        with db.current().engine.begin() as connection:
            insert = (
                "INSERT INTO copies (kind, id, version, body, as_of) VALUES (:k, :id, -1, CAST(:b AS jsonb), now())"
            )
            db.run(connection, insert, {"k": "person", "id": uuid7(), "b": json.dumps({"email": "ada@lend.example"})})
        return json_text({})

    app = create_app("auth", plain_settings, [blp], title="Sample")
    db.use(db.Database(database.url))
    try:
        assert app.test_client().post("/api/auth/clash/").status_code == 500
    finally:
        db.current().dispose()
    assert "ada@lend.example" not in capsys.readouterr().out


def test_a_view_that_answers_options_itself_is_not_open(plain_settings: Settings) -> None:
    from lendkit.web.access import permission

    blp = blueprint("auth", "odd")

    @blp.route("/odd/", methods=["GET", "OPTIONS"])
    @permission("users.admin")
    def odd() -> Response:
        return json_text({"secret": 1})

    app = create_app("auth", plain_settings, [blp], title="Sample")
    assert app.test_client().options("/api/auth/odd/").status_code == 401


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:1", "evil.example/x"])
def test_a_missing_slash_leads_nowhere_else(client: Client, host: str) -> None:
    answer = client.get("/api/auth/loans?limit=5", headers={"Host": host})
    assert (answer.status_code, answer.headers["Location"]) == (308, "/api/auth/loans/?limit=5")


def test_minus_nought_is_no_number_of_ours(client: Client) -> None:
    headers = {"Content-Type": "application/json"}
    raw = b'{"amount": -0, "purpose": "Purchase"}'
    answer = client.acting("admin").call("POST", "/api/auth/loans/", data=raw, headers=headers)
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["/amount"])  # type: ignore[index]


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
