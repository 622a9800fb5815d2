"""How one service asks another."""

import time
from typing import Any

import pytest

from lendkit.runtime import context
from lendkit.runtime.settings import Settings
from lendkit.values.errors import NotFound, Unavailable
from lendkit.web.auth import ServiceClient

TOKEN, BROKER = "/api/auth/token/", "/internal/parties/brokers/1/"


@pytest.fixture
def parties(neighbour: Any) -> ServiceClient:
    neighbour.answers[TOKEN] = (200, {"access_token": "first", "expires_in": 43200})
    neighbour.answers[BROKER] = (200, {"id": "1"})
    return ServiceClient(asking(neighbour.url, neighbour.url), "parties")


def asking(auth_url: str, parties_url: str) -> Settings:
    return Settings(
        service="applications",
        database_url="postgresql://none/none",
        auth_url=auth_url,
        parties_url=parties_url,
        client_secret="s3cret",
    )


def test_asks_with_its_token_and_the_request_id(parties: ServiceClient, neighbour: Any) -> None:
    with context.bind(request_id="0198a000-abcd"):
        assert parties.get(BROKER) == {"id": "1"}
    _, headers, _ = neighbour.asked[-1]
    assert (headers["Authorization"], headers["X-Request-Id"]) == ("Bearer first", "0198a000-abcd")


def test_the_token_is_asked_for_by_form_and_kept(parties: ServiceClient, neighbour: Any) -> None:
    parties.get(BROKER)
    parties.get(BROKER)
    _, headers, body = neighbour.asked[0]
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert body == "grant_type=client_credentials&client_id=applications&client_secret=s3cret"
    assert neighbour.times(TOKEN) == 1


def test_making_one_connects_to_nothing(neighbour: Any) -> None:
    ServiceClient(asking(neighbour.url, neighbour.url), "parties")
    assert neighbour.asked == []


def test_what_the_owner_has_not_is_not_found(parties: ServiceClient) -> None:
    with pytest.raises(NotFound):
        parties.get("/internal/parties/brokers/2/")


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_failing_owner_is_unavailable(parties: ServiceClient, neighbour: Any, status: int) -> None:
    neighbour.answers[BROKER] = (status, {})
    with pytest.raises(Unavailable):
        parties.get(BROKER)


def test_a_hiccup_is_tried_again(parties: ServiceClient, neighbour: Any) -> None:
    neighbour.answers[BROKER] = (200, [{"status": 503}, {"id": "1"}])
    assert parties.get(BROKER) == {"id": "1"}


def test_an_owner_that_is_away_is_unavailable_soon(neighbour: Any) -> None:
    neighbour.answers[TOKEN] = (200, {"access_token": "first", "expires_in": 43200})
    began = time.monotonic()
    with pytest.raises(Unavailable):
        ServiceClient(asking(neighbour.url, "http://127.0.0.1:9"), "parties").get(BROKER)
    assert time.monotonic() - began < 2.5


def test_a_refused_token_is_renewed_once(parties: ServiceClient, neighbour: Any) -> None:
    parties.get(BROKER)
    neighbour.answers[BROKER] = (200, [{"status": 401}, {"id": "1"}])
    assert parties.get(BROKER) == {"id": "1"}
    assert neighbour.times(TOKEN) == 2
    neighbour.answers[BROKER] = (401, {})
    with pytest.raises(Unavailable):
        parties.get(BROKER)
    assert neighbour.times(TOKEN) <= 4


def test_the_token_is_renewed_at_half_of_its_life(
    parties: ServiceClient, neighbour: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    parties.get(BROKER)
    later = time.monotonic() + 21_601
    monkeypatch.setattr("lendkit.web.auth.time.monotonic", lambda: later)
    parties.get(BROKER)
    assert neighbour.times(TOKEN) == 2


def test_a_valid_token_outlives_auth(parties: ServiceClient, neighbour: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    parties.get(BROKER)
    neighbour.answers[TOKEN] = (503, {})
    later = time.monotonic() + 21_601
    monkeypatch.setattr("lendkit.web.auth.time.monotonic", lambda: later)
    assert parties.get(BROKER) == {"id": "1"}
