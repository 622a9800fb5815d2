"""The gates that keep the house whole, and the proof that each of them can shut."""

import importlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from flask import Blueprint, Flask

from lendkit.contracts import CATALOGUE, permissions, sample_file, schema_file
from lendkit.runtime.settings import Settings
from lendkit.web import access
from lendkit.web.app import create_app

ROOT = Path(__file__).parents[2]
SERVICES = ("auth", "applications", "parties", "finance", "documents", "notifications", "reports")
NOWHERE = "postgresql://nobody@127.0.0.1:1/none"
# What anybody may call without a token: each one is a decision.
OPEN = {"live", "ready", "read_metrics", "openapi_json", "login", "refresh", "logout", "token", "jwks", "ask", "act"}


def app_of(service: str) -> Flask:
    settings = importlib.import_module(f"{service}.settings").Settings(service=service, database_url=NOWHERE)
    app: Flask = importlib.import_module(f"{service}.app").create_app(settings)
    return app


def bindings() -> set[tuple[str, str]]:
    text = (ROOT / "deploy" / "rabbitmq" / "definitions.json").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = json.loads(text)["bindings"]
    return {(row["destination"], row["routing_key"]) for row in rows if row["source"] == "lend.events"}


@pytest.mark.parametrize("service", SERVICES)
def test_every_route_says_who_may_call_it(service: str) -> None:
    app = app_of(service)
    for rule in app.url_map.iter_rules():
        who = access.access_of(app, rule.endpoint)
        assert who in {*permissions.MATRIX, access.INTERNAL, access.PUBLIC}, rule
        if who == access.PUBLIC:
            assert rule.endpoint.rsplit(".", 1)[-1] in OPEN, rule
        assert str(rule).startswith("/internal/") == (who == access.INTERNAL or "metrics" in str(rule)), rule


def test_a_route_without_a_permission_stops_the_service() -> None:
    routes = Blueprint("loose", __name__)
    routes.add_url_rule("/api/finance/loose/", view_func=lambda: "open to all", endpoint="loose")
    app = Flask("finance")
    app.register_blueprint(routes)
    with pytest.raises(RuntimeError, match="/api/finance/loose/"):
        access.refuse_unmarked(app)
    assert create_app("finance", Settings(service="finance", database_url=NOWHERE), [], title="Finance")


def test_every_event_has_a_schema_a_sample_and_a_reader() -> None:
    for type in CATALOGUE:
        if type.endswith(".heartbeat.v1"):
            continue
        assert schema_file(type).exists() and sample_file(type).exists(), type
        assert any(key == type for _, key in bindings()), f"{type} has no binding"


@pytest.mark.parametrize("service", SERVICES)
def test_what_a_service_handles_is_what_it_is_bound_to(service: str) -> None:
    spec = importlib.util.find_spec(f"{service}.consumers")
    handled = set(importlib.import_module(f"{service}.consumers").HANDLERS) if spec else set()
    bound = {key for queue, key in bindings() if queue == f"{service}.events" and ".heartbeat." not in key}
    assert bound == handled
    assert handled <= set(CATALOGUE)


def checked(root: Path) -> subprocess.CompletedProcess[str]:
    """`./dev contracts --check`, a part of `./dev check`, on the checkout in `root`."""
    paths = [root, root / "shared", *(root / "services" / service for service in SERVICES)]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths))}
    command = [sys.executable, "-m", "deploy.local", "contracts", "--check"]
    return subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All that the contracts check reads, to break something in."""
    root = tmp_path_factory.mktemp("checkout")
    for folder in ("shared/lendkit", "services", "deploy", "gateway", "frontend/openapi"):
        ignored = shutil.ignore_patterns("__pycache__", "tests", "*.egg-info")
        shutil.copytree(ROOT / folder, root / folder, ignore=ignored)
    return root


EVENT_TYPE = 'EventType("auth.user_greeted.v1", "user", UserState, "Somebody said hello."),'


def test_the_contracts_as_they_are_pass(checkout: Path) -> None:
    outcome = checked(checkout)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_an_event_without_schema_or_binding_is_refused(checkout: Path) -> None:
    owner = checkout / "shared" / "lendkit" / "contracts" / "auth.py"
    kept = owner.read_text(encoding="utf-8")
    owner.write_text(kept.replace("EVENTS = (", f"EVENTS = (\n    {EVENT_TYPE}"), encoding="utf-8")
    try:
        outcome = checked(checkout)
    finally:
        owner.write_text(kept, encoding="utf-8")
    assert outcome.returncode == 1
    assert "auth.user_greeted.v1.json is out of date" in outcome.stdout, "it has no schema"
    assert "no service handles auth.user_greeted.v1" in outcome.stdout, "it has no binding"


def test_a_binding_that_is_gone_is_refused(checkout: Path) -> None:
    definitions = checkout / "deploy" / "rabbitmq" / "definitions.json"
    kept = definitions.read_text(encoding="utf-8")
    lines = [line for line in kept.splitlines(keepends=True) if "applications.stage_changed.v1" not in line]
    definitions.write_text("".join(lines), encoding="utf-8")
    try:
        outcome = checked(checkout)
    finally:
        definitions.write_text(kept, encoding="utf-8")
    assert outcome.returncode == 1 and "definitions.json is out of date" in outcome.stdout


def table_of(service: str) -> dict[str, str]:
    """The table of a service's README: its first column names the rows."""
    text = (ROOT / "services" / service / "README.md").read_text(encoding="utf-8")
    rows = [line.strip("| \n").split(" | ", 1) for line in text.splitlines() if line.startswith("| ")]
    return {row[0].strip(): row[1] for row in rows if len(row) == 2}


def expanded(text: str) -> str:
    """`{person,company}_{created,changed}` written out."""
    while match := re.search(r"([\w.{},]*)\{([\w,]+)\}([\w.{},]*)", text):
        before, choices, after = match.groups()
        text = text.replace(match[0], " ".join(f"{before}{choice}{after}" for choice in choices.split(",")), 1)
    return text


@pytest.mark.parametrize("service", SERVICES)
def test_its_readme_says_what_it_publishes_and_hears(service: str) -> None:
    table = table_of(service)
    published = expanded(table["Publishes"])
    assert {"Owns", "Publishes", "Listens to", "May be called by", "Run"} <= set(table)
    for type in CATALOGUE:
        owner, name, _ = type.split(".")
        if owner == service and name != "heartbeat":
            assert name in published, f"its README does not say that it publishes {name}"
    spec = importlib.util.find_spec(f"{service}.consumers")
    handled = set(importlib.import_module(f"{service}.consumers").HANDLERS) if spec else set()
    for owner in {type.split(".")[0] for type in handled}:
        assert owner in table["Listens to"], f"its README does not say that it hears {owner}"


def test_what_the_readme_points_at_is_there() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    paths = [path for line in text.splitlines() if line.startswith("| `") for path in line.split("`")[1::2]]
    assert paths
    for path in paths:
        assert list(ROOT.glob(path.replace("<name>", "*").rstrip("/"))) or (ROOT / "tests" / path).exists(), path


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources alone, to break something in."""
    root = tmp_path_factory.mktemp("copy")
    for package in ("shared/lendkit", "deploy", *(f"services/{service}/{service}" for service in SERVICES)):
        shutil.copytree(ROOT / package, root / Path(package).name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "deploy" / "importlinter.toml", root / "importlinter.toml")
    return root


def linted(copy: Path) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).parent / "lint-imports", "--config", "importlinter.toml", "--no-cache"]
    env = {**os.environ, "PYTHONPATH": str(copy)}
    return subprocess.run(command, cwd=copy, env=env, capture_output=True, text=True, check=False)


OFFENCES = {
    "a service imports another": ("finance/app.py", "import parties.app  # noqa", "Services never import each other"),
    "a domain knows the database": ("auth/domain/lockout.py", "import sqlalchemy  # noqa", "Domain is pure"),
    "a store looks up to its commands": (
        "parties/store/links.py",
        "import parties.commands.parties  # noqa",
        "imports only point down",
    ),
    "lendkit knows who starts it": (
        "lendkit/web/app.py",
        "import deploy.local.machine.ports  # noqa",
        "lendkit knows neither",
    ),
    "the web edge is known further down": (
        "lendkit/runtime/db.py",
        "import lendkit.web.app  # noqa",
        "its rooms, top to bottom",
    ),
    "a service talks to the broker": (
        "reports/app.py",
        "import pika  # noqa",
        "Only lendkit's messaging talks to the broker",
    ),
}


def test_the_sources_as_they_are_pass(copy: Path) -> None:
    assert linted(copy).returncode == 0


@pytest.mark.parametrize("case", OFFENCES)
def test_an_import_across_the_grid_is_refused(copy: Path, case: str) -> None:
    name, line, rule = OFFENCES[case]
    file = copy / name
    kept = file.read_text(encoding="utf-8")
    file.write_text(f"{kept}\n{line}\n", encoding="utf-8")
    try:
        outcome = linted(copy)
    finally:
        file.write_text(kept, encoding="utf-8")
    assert outcome.returncode != 0
    broken = [text for text in outcome.stdout.splitlines() if text.endswith("BROKEN")]
    assert any(rule in text for text in broken), outcome.stdout
