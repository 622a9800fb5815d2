"""What a body may hold: RFC 8259 and no more. These need no database."""

import json
import time
from decimal import Decimal

import pytest
from flask import Flask
from werkzeug.exceptions import BadRequest
from werkzeug.test import TestResponse

from lendkit.web.strict_json import loads

REFUSED = {
    "NaN": b'{"amount": NaN}',
    "Infinity": b'{"amount": Infinity}',
    "-Infinity": b'{"amount": -Infinity}',
    "1e400": b'{"amount": 1e400}',
    "1e-400": b'{"amount": 1e-400}',
    "an exponent that Decimal cannot hold": b'{"amount": 1e99999999999999999999}',
    "5,000 digits": b'{"amount": ' + b"9" * 5000 + b"}",
    "the same key twice": b'{"amount": 1, "amount": 2}',
    "the same key twice, inside": b'{"fees": [{"amount": 1, "amount": 2}]}',
    "NUL in a value": rb'{"name": "\u0000"}',
    "NUL in a key": rb'{"na\u0000me": "Ada"}',
    "NUL in a list": rb'{"names": ["\u0000"]}',
    "NUL in a list of lists": rb'[["\u0000"]]',
    "half a surrogate pair": rb'{"name": "\ud800"}',
    "half a surrogate pair in a list": rb'{"names": ["\ud800"]}',
    "65 deep": b"[" * 65 + b"]" * 65,
    "100,000 brackets": b"[" * 100_000,
    "10,001 keys": json.dumps({str(n): n for n in range(10_001)}).encode(),
    "10,001 keys in all": json.dumps([{str(n): n for n in range(101)}] * 100).encode(),
    "text alone": b'"Ada"',
    "a number alone": b"1",
    "null alone": b"null",
    "nothing": b"",
    "half an object": b'{"name": ',
    "a byte order mark": b"\xef\xbb\xbf{}",
    "Latin-1": '{"name": "Zoë"}'.encode("latin-1"),
    "UTF-16": '{"name": "Ada"}'.encode("utf-16"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_refuses(what: str) -> None:
    with pytest.raises(BadRequest):
        loads(REFUSED[what])


@pytest.mark.parametrize("what", REFUSED)
def test_answers_400_for_a_schema_as_well_as_for_get_json(plain_app: Flask, what: str) -> None:
    assert _post(plain_app, "/api/auth/echo/", REFUSED[what]).status_code == 400
    assert _post(_open(plain_app), "/api/auth/loans/", REFUSED[what]).status_code == 400


def test_names_the_code_for_programs(plain_app: Flask) -> None:
    answer = _post(plain_app, "/api/auth/echo/", b'{"a": NaN}')
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["code"] == "unreadable_json"


def test_takes_what_json_allows() -> None:
    assert loads('{"name": "Zoë 🏠", "fees": [{"amount": 0.10}], "gst": true, "note": null}'.encode()) == {
        "name": "Zoë 🏠",
        "fees": [{"amount": Decimal("0.10")}],
        "gst": True,
        "note": None,
    }


def test_takes_a_list_and_64_levels() -> None:
    assert loads(b"[" * 64 + b"]" * 64)


def test_takes_10_000_keys() -> None:
    assert len(loads(json.dumps({str(n): n for n in range(10_000)}).encode())) == 10_000


def test_brackets_and_quotes_inside_text_are_text() -> None:
    name = '"]}' + "[{" * 100 + "\\"
    assert loads(json.dumps({"name": name}).encode()) == {"name": name}


def test_a_number_with_a_point_is_exact() -> None:
    assert str(loads(b'{"amount": 1.10}')["amount"]) == "1.10"


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 1_000_000,
        b'"' + b'\\"' * 15_000,
        b'"' + b'\\"' * 15_000 + b"\\",
        b'["' * 50 + b"\\" * 30_001,
        b'{"a":"' * 5_000,
    ],
    ids=["brackets", "escaped quotes", "escaped quotes, half an escape", "backslashes", "open strings"],
)
def test_is_done_quickly_with_hostile_text(body: bytes) -> None:
    began = time.perf_counter()
    with pytest.raises(BadRequest):
        loads(body)
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml", None])
@pytest.mark.parametrize("path", ["/api/auth/echo/", "/api/auth/loans/"])
def test_another_content_type_is_415(plain_app: Flask, path: str, content_type: str | None) -> None:
    answer = _post(_open(plain_app), path, b'{"amount": "1.00"}', content_type)
    assert (answer.status_code, answer.content_type) == (415, "application/problem+json")


def test_json_with_a_charset_is_json(plain_app: Flask) -> None:
    assert _post(plain_app, "/api/auth/echo/", b"{}", "application/json; charset=utf-8").status_code == 200


@pytest.mark.parametrize("path", ["/api/auth/echo/", "/api/auth/loans/"])
def test_12_mb_is_413(plain_app: Flask, path: str) -> None:
    body = b'{"purpose": "' + b"x" * 12_000_000 + b'"}'
    assert _post(_open(plain_app), path, body).status_code == 413


def test_12_mb_in_chunks_are_413(plain_app: Flask) -> None:
    chunked = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    body = b'{"purpose": "' + b"x" * 12_000_000 + b'"}'
    builder_args = {"data": body, "content_type": "application/json", "environ_overrides": chunked}
    client = plain_app.test_client()
    with client.application.test_request_context("/api/auth/echo/", method="POST", **builder_args) as entered:
        entered.request.environ.pop("CONTENT_LENGTH")
        answer = plain_app.full_dispatch_request()
    assert answer.status_code == 413, answer.get_data()


def _open(app: Flask) -> Flask:
    """The same app without its door, for what is about bodies alone."""
    app.before_request_funcs[None] = [f for f in app.before_request_funcs[None] if f.__name__ != "_enter"]
    return app


def _post(app: Flask, path: str, body: bytes, content_type: str | None = "application/json") -> TestResponse:
    return app.test_client().post(path, data=body, content_type=content_type)
