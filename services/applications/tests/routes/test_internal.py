"""What another service gets of an application: the whole page, masked as for everybody."""

from typing import Any
from uuid import uuid4

from lendkit.testing.client import Client


def test_a_service_reads_the_whole_application(client: Client, bd: Client, lodged: dict[str, Any]) -> None:
    path = f"/internal/applications/applications/{lodged['id']}/"
    answer = client.as_service("documents").get(path)
    assert answer.status_code == 200, answer.text
    detail = answer.json
    assert (detail["id"], detail["version"], detail["deleted"]) == (lodged["id"], 1, False)
    page = bd.get(f"/api/applications/{lodged['id']}/").json
    assert {**detail["body"], "allowed_actions": []} == {**page, "allowed_actions": []}
    assert detail["as_of"]


def test_only_services_read_it(client: Client, bd: Client, lodged: dict[str, Any]) -> None:
    path = f"/internal/applications/applications/{lodged['id']}/"
    assert (client.get(path).status_code, bd.get(path).status_code) == (401, 403)


def test_a_deleted_application_has_a_tombstone_and_an_unknown_one_is_404(
    client: Client, lodged: dict[str, Any], finance: Any
) -> None:
    path = f"/internal/applications/applications/{lodged['id']}/"
    assert client.acting("admin").delete(f"/api/applications/{lodged['id']}/").status_code == 204
    detail = client.as_service("documents").get(path).json
    assert (detail["deleted"], detail["version"], detail["body"]) == (True, 2, {})
    never = client.as_service("documents").get(f"/internal/applications/applications/{uuid4()}/")
    assert never.status_code == 404
