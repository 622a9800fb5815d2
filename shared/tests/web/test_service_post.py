"""How one service tells another to do something."""

from decimal import Decimal
from typing import Any

import pytest

from lendkit.runtime import bootstrap, db, service_client
from lendkit.runtime.settings import Settings
from lendkit.values.errors import NotFound, Unavailable
from lendkit.values.identifiers import uuid7
from lendkit.web.auth import ServiceClient

TOKEN, LOANS = "/api/auth/token/", "/internal/finance/loans/"


@pytest.fixture
def finance(neighbour: Any) -> ServiceClient:
    neighbour.answers[TOKEN] = (200, {"access_token": "first", "expires_in": 43200})
    neighbour.answers[LOANS] = (201, {"number": "L-1"})
    return ServiceClient(asking(neighbour.url), "finance")


def asking(url: str) -> Settings:
    return Settings(
        service="applications", database_url="postgresql://none/none", auth_url=url, finance_url=url, client_secret="s3"
    )


def test_the_answer_is_a_status_and_an_object(finance: ServiceClient, neighbour: Any) -> None:
    id = uuid7()
    assert finance.post(LOANS, {"application_id": id, "loan_amount": Decimal("500000.00")}) == (201, {"number": "L-1"})
    _, headers, body = neighbour.asked[-1]
    assert headers["Authorization"] == "Bearer first"
    assert body == f'{{"application_id": "{id}", "loan_amount": "500000.00"}}'


@pytest.mark.parametrize("status", [409, 412, 422])
def test_a_refusal_is_an_answer(finance: ServiceClient, neighbour: Any, status: int) -> None:
    missing = [{"code": "commitment_fee", "detail": "The commitment fee is not paid."}]
    neighbour.answers[LOANS] = (status, {"missing": missing})
    assert finance.post(LOANS, {}) == (status, {"missing": missing})


def test_an_answer_without_a_body_is_an_empty_object(finance: ServiceClient, neighbour: Any) -> None:
    neighbour.answers[LOANS] = (204, {})
    assert finance.post(LOANS, {}) == (204, {})


def test_it_is_asked_once_because_a_lost_answer_may_have_been_a_deed(finance: ServiceClient, neighbour: Any) -> None:
    neighbour.answers[LOANS] = (500, {})
    with pytest.raises(Unavailable):
        finance.post(LOANS, {})
    assert neighbour.times(LOANS) == 1


def test_it_is_asked_again_where_twice_is_once(finance: ServiceClient, neighbour: Any) -> None:
    neighbour.answers[LOANS] = (200, [{"status": 503}, {"id": "1"}])
    assert finance.post(LOANS, {}, retry=True) == (200, {"id": "1"})


def test_what_is_not_there_is_not_found(finance: ServiceClient) -> None:
    with pytest.raises(NotFound):
        finance.post("/internal/finance/closures/", {})


def test_an_owner_that_is_away_is_unavailable(neighbour: Any) -> None:
    neighbour.answers[TOKEN] = (200, {"access_token": "first", "expires_in": 43200})
    away = Settings(**{**asking(neighbour.url).__dict__, "finance_url": "http://127.0.0.1:9"})
    with pytest.raises(Unavailable):
        ServiceClient(away, "finance").post(LOANS, {})


def test_a_refused_token_is_renewed(finance: ServiceClient, neighbour: Any) -> None:
    neighbour.answers[LOANS] = (200, [{"status": 401}, {"id": "1"}])
    assert finance.post(LOANS, {}) == (200, {"id": "1"})
    assert neighbour.times(TOKEN) == 2


def test_the_proxies_of_the_environment_are_for_others(finance: ServiceClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "")
    assert finance.post(LOANS, {})[0] == 201


def test_a_process_has_one_client_of_each_owner(database: db.Database, neighbour: Any) -> None:
    settings = Settings(service="finance", database_url=database.url, auth_url=neighbour.url)
    bootstrap.start(settings)
    assert service_client.of("parties") is service_client.of("parties")
    assert service_client.of("parties") is not service_client.of("documents")
    kept = service_client.of("parties")
    bootstrap.start(Settings(**settings.__dict__))
    assert service_client.of("parties") is not kept
