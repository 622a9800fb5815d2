"""The service runs, owns a migrated database and says so."""

from lendkit.testing.client import Client


def test_it_is_alive_and_ready(client: Client) -> None:
    assert client.get("/api/finance/health/live/").status_code == 200
    assert client.get("/api/finance/health/ready/").status_code == 200


def test_it_offers_nothing_that_is_not_there(client: Client) -> None:
    answer = client.acting("admin").get("/api/finance/anything/")
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"
