"""Nobody overwrites what he has not seen."""

import pytest
from flask import Flask

from lendkit.testing.client import Client
from lendkit.values.errors import DomainError
from lendkit.values.identifiers import uuid7
from lendkit.web.etag import if_match
from lendkit.web.responses import json_text


@pytest.mark.parametrize(
    ("sent", "seen"), [(None, None), ("*", None), ('"3"', 3), ('W/"3"', 3), (' "3" ', 3), ("3", 3)]
)
def test_if_match_is_the_version_seen(plain_app: Flask, sent: str | None, seen: int | None) -> None:
    with plain_app.test_request_context(headers={} if sent is None else {"If-Match": sent}):
        assert if_match() == seen


@pytest.mark.parametrize("sent", ['"abc"', '"-1"', '"1", "2"', '""', "", '"99999999999"', '"1.0"'])
def test_anything_else_matches_no_version(plain_app: Flask, sent: str) -> None:
    with plain_app.test_request_context(headers={"If-Match": sent}), pytest.raises(DomainError) as caught:
        if_match()
    assert (caught.value.status, caught.value.code) == (412, "version_mismatch")


def test_a_record_shows_its_version(plain_app: Flask) -> None:
    with plain_app.test_request_context():
        assert json_text({}, version=3).headers["ETag"] == '"3"'
        assert "ETag" not in json_text({}).headers


def test_another_version_is_412(client: Client) -> None:
    path, admin = f"/api/auth/loans/{uuid7()}/", client.acting("admin")
    etag = admin.get(path).headers["ETag"]
    assert admin.get(path, headers={"If-Match": etag}).status_code == 200
    stale = admin.get(path, headers={"If-Match": '"2"'})
    assert (stale.status_code, stale.get_json()["code"]) == (412, "version_mismatch")
