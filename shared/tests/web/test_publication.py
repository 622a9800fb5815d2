"""What a service publishes of one record, for the copies of others."""

import json
from uuid import UUID

import pytest
from flask import Flask

from lendkit.runtime.settings import Settings
from lendkit.testing.client import Client
from lendkit.testing.tokens import Issuer
from lendkit.values.identifiers import uuid7
from lendkit.web import publication
from lendkit.web.app import create_app

THERE = uuid7()


@pytest.fixture
def app(settings: Settings) -> Flask:
    def as_object(id: UUID) -> dict[str, object] | None:
        return {"id": str(id), "version": 1} if id == THERE else None

    def as_text(id: UUID) -> str | None:
        return json.dumps({"id": str(id), "version": 2}) if id == THERE else None

    records = publication.routes("auth", {"loans": as_object, "fees": as_text})
    return create_app("auth", settings, [records], title="Sample")


def test_a_record_for_another_service(app: Flask, issuer: Issuer) -> None:
    service = Client(app, issuer).as_service("finance")
    assert service.get(f"/internal/auth/loans/{THERE}/").get_json() == {"id": str(THERE), "version": 1}
    assert service.get(f"/internal/auth/fees/{THERE}/").get_json() == {"id": str(THERE), "version": 2}


def test_what_is_not_there_and_who_may_not_ask(app: Flask, issuer: Issuer) -> None:
    client = Client(app, issuer)
    service = client.as_service("finance")
    assert service.get(f"/internal/auth/loans/{uuid7()}/").status_code == 404
    assert service.get(f"/internal/auth/mortgages/{THERE}/").status_code == 404
    assert client.get(f"/internal/auth/loans/{THERE}/").status_code == 401
    assert client.acting("admin").get(f"/internal/auth/loans/{THERE}/").status_code == 403
