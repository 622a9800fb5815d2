"""The gateway's own pages: they need no service, and nothing from elsewhere."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from deploy.local.infra.spa import node
from deploy.local.machine.places import ROOT

SERVICES = ("applications", "parties", "finance", "documents", "notifications", "reports", "auth")
PAGES = ("/docs/", "/status/")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_html_and_asks_again_each_time(gateway: Any, page: str) -> None:
    answer = gateway.get(page)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html")
    assert answer.headers["Cache-Control"] == "no-cache"
    redirect = gateway.get(page.rstrip("/"))
    assert (redirect.status_code, redirect.headers["Location"]) == (308, page)


@pytest.mark.parametrize("page", PAGES)
def test_it_runs_and_loads_only_what_is_here(gateway: Any, page: str) -> None:
    policy = gateway.get(page).headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy and "unsafe" not in policy
    html = gateway.get(page).text
    assert not re.search(r"(src|href)=\"(https?:)?//", html)
    assert not re.search(r"<script(?![^>]*src=)|\son\w+=|style=", html)
    for path in re.findall(r"(?:src|href)=\"(/(?:docs|status|-site)/[^\"#]*)\"", html):
        asset = gateway.get(path)
        assert asset.status_code == 200, path
        assert asset.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_its_document(gateway: Any, service: str) -> None:
    page = gateway.get("/docs/").text
    assert page.count(f"/docs/openapi/{service}.json") == 2, "in the list, and as a plain link"
    document = gateway.get(f"/docs/openapi/{service}.json")
    assert document.headers["Content-Type"] == "application/json"
    assert document.json() == json.loads((ROOT / "frontend" / "openapi" / f"{service}.json").read_text())


def test_the_events_have_theirs(gateway: Any) -> None:
    document = gateway.get("/docs/asyncapi.json").json()
    assert document["asyncapi"] == "3.0.0"
    assert "finance.payment_received.v1" in document["channels"]["events"]["messages"]


def test_the_status_page_asks_every_part_and_says_where_without_a_script(gateway: Any) -> None:
    page = gateway.get("/status/").text
    for service in SERVICES:
        assert f'href="/api/{service}/health/ready/"' in page
    assert 'data-probe="/healthz/"' in page


def test_it_is_there_while_a_service_is_down(gateway: Any) -> None:
    assert gateway.get("/api/finance/health/ready/").status_code == 502
    assert gateway.get("/status/").status_code == gateway.get("/docs/openapi/finance.json").status_code == 200


@pytest.mark.parametrize(
    "path", ["/docs/../conf/api.conf", "/docs/nothing.js", "/docs/openapi/", "/-site/", "/docs/.."]
)
def test_nothing_else_is_handed_out(gateway: Any, path: str) -> None:
    answer = gateway.raw(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
    assert answer.startswith(("HTTP/1.1 404 ", "HTTP/1.1 403 ")) or "<title>Lend</title>" in answer
    assert "proxy_" not in answer


def read(script: str) -> Any:
    """Run what the page reads the documents with, on the documents of this checkout."""
    module = ROOT / "gateway" / "site" / "docs" / "openapi.js"
    text = f"import * as openapi from {json.dumps(str(module))}\nimport {{ readFileSync }} from 'node:fs'\n{script}"
    command = [str(node() / "node"), "--input-type=module", "-e", text]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def document(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


@pytest.mark.parametrize("service", SERVICES)
def test_the_page_shows_every_operation_that_is_not_internal(service: str) -> None:
    path = ROOT / "frontend" / "openapi" / f"{service}.json"
    shown = read(
        f"const d = JSON.parse(readFileSync({json.dumps(str(path))}))\n"
        "console.log(JSON.stringify(openapi.operationsOf(d).map((item) => [item.method, item.path, item.id,"
        " openapi.bodyOf(d, item.operation).fields.length, openapi.parametersOf(d, item).length])))"
    )
    methods = {"get", "post", "put", "patch", "delete"}
    expected = {
        (method, at)
        for at, item in document(path)["paths"].items()
        for method in methods & set(item)
        if not at.startswith("/internal/")
    }
    assert {(method, at) for method, at, *_ in shown} == expected
    assert len({name for _, _, name, *_ in shown}) == len(shown)


def test_a_body_is_shown_with_its_inner_fields_and_limits() -> None:
    path = ROOT / "frontend" / "openapi" / "applications.json"
    fields = read(
        f"const d = JSON.parse(readFileSync({json.dumps(str(path))}))\n"
        "const lodge = openapi.operationsOf(d).find((item) => item.id === 'lodgeApplication')\n"
        "console.log(JSON.stringify(openapi.bodyOf(d, lodge.operation).fields))"
    )
    by_name = {(field["depth"], field["name"]): field for field in fields}
    assert by_name[0, "loan_amount"]["type"] == "decimal"
    assert by_name[1, "first_name"]["depth"] == 1
    assert "monthly" in by_name[0, "repayment_frequency"]["more"]


def test_every_event_is_shown_with_its_data() -> None:
    path = ROOT / "shared" / "lendkit" / "contracts" / "asyncapi.json"
    events = read(
        f"const d = JSON.parse(readFileSync({json.dumps(str(path))}))\nconsole.log(JSON.stringify(openapi.eventsOf(d)))"
    )
    assert {event["type"] for event in events} == set(document(path)["channels"]["events"]["messages"])
    paid = next(event for event in events if event["type"] == "finance.payment_received.v1")
    assert {"application_id", "amount"} <= {field["name"] for field in paid["fields"] if field["required"]}
