"""What `./dev new` writes is green as it is written: each kind, on a copy of the checkout, with the tests it brings."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.infra import spa
from deploy.local.machine.places import ROOT
from deploy.local.machine.service_list import SERVICES
from deploy.local.quality.steps import BIN
from deploy.local.scaffold.checkout import adding, importing, mentioning
from deploy.local.scaffold.names import Name, singular

FOLDERS = ("shared", "services", "deploy", "gateway", "tests/contracts", "frontend")
FILES = ("conftest.py", "pyproject.toml")
NEITHER = ("__pycache__", "*.egg-info", "node_modules", "dist", "coverage", ".*_cache")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("copy")
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns(*NEITHER))
    for file in FILES:
        shutil.copy(ROOT / file, root / file)
    return root


def run(copy: Path, *argv: str, **more: str) -> subprocess.CompletedProcess[str]:
    paths = [copy, copy / "shared", *(copy / "services" / service for service in SERVICES)]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths)), **more}
    return subprocess.run([sys.executable, "-m", *argv], cwd=copy, env=env, capture_output=True, text=True, check=False)


def new(copy: Path, *words: str) -> list[str]:
    """The files that it says it wrote."""
    result = run(copy, "deploy.local", "new", *words)
    assert result.returncode == 0, result.stdout + result.stderr
    return [line for line in result.stdout.splitlines() if not line.startswith("wrote ")]


def passes(copy: Path, postgres_url: str, *tests: str) -> None:
    result = run(copy, "pytest", "-q", *tests, TEST_DATABASE_URL=postgres_url)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.timeout(600)
def test_an_event_with_a_consumer_and_the_endpoint_that_raises_it(copy: Path, postgres_url: str) -> None:
    written = new(copy, "event", "finance.loan_flagged", "--to", "reports")
    written += new(copy, "endpoint", "finance.loan_flags", "--raises", "finance.loan_flagged")
    tests = [file for file in written if "/test_" in file]
    assert len(tests) == 3
    passes(copy, postgres_url, *(test for test in tests if "finance" in test))
    passes(copy, postgres_url, "services/reports/tests/consumers")
    passes(copy, postgres_url, "tests/contracts")
    formatted = subprocess.run([BIN / "ruff", "format", "--check", *written_python(written)], cwd=copy, check=False)
    assert formatted.returncode == 0
    assert run(copy, "deploy.local", "contracts", "--check").returncode == 0


@pytest.mark.timeout(600)
def test_a_job_and_a_service_without_jobs_gets_what_a_first_one_needs(copy: Path, postgres_url: str) -> None:
    new(copy, "job", "finance.flag_stale_loans", "--at", "03:30")
    passes(copy, postgres_url, "services/finance/tests/commands/test_flag_stale_loans.py")
    written = new(copy, "job", "parties.remind_brokers")
    assert any("migrations" in file for file in written)
    passes(copy, postgres_url, "services/parties/tests/commands/test_remind_brokers.py")


@pytest.mark.servers
@pytest.mark.timeout(600)
def test_a_screen(copy: Path) -> None:
    assert len(new(copy, "screen", "reports/loan_flags", "--title", "Loan flags")) == 3
    modules = spa.FRONTEND / "node_modules"
    assert modules.exists(), "the SPA's packages are not installed: ./dev up or ./dev test installs them"
    (copy / "frontend" / "node_modules").symlink_to(modules)
    command = [str(spa.node() / "node"), "node_modules/vitest/vitest.mjs", "run", "src/reports/LoanFlagsPage.test.ts"]
    result = subprocess.run(
        command, cwd=copy / "frontend", env=spa.environment(), capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.servers
def test_what_cannot_be_made_says_why(copy: Path) -> None:
    unknown = run(copy, "deploy.local", "new", "event", "lending.loan_flagged", "--to", "reports")
    assert unknown.returncode == 2 and "write SERVICE.NAME" in unknown.stderr
    no_event = run(copy, "deploy.local", "new", "endpoint", "finance.x_marks", "--raises", "finance.x_marked")
    assert no_event.returncode == 1 and "./dev new event finance.x_marked" in no_event.stderr
    there = run(copy, "deploy.local", "new", "job", "auth.keys")
    assert there.returncode == 1 and "is there already" in there.stderr


def test_an_entry_goes_to_the_end_of_its_collection() -> None:
    assert adding("EVENTS", "C")("EVENTS = (A, B)\n") == "EVENTS = (A, B,\n    C,\n)\n"
    assert adding("DAILY", "'é': 1")("X = 'é'; DAILY: dict = {}\n") == "X = 'é'; DAILY: dict = {\n    'é': 1,\n}\n"
    with pytest.raises(SystemExit, match="no HANDLERS"):
        adding("HANDLERS", "C")("EVENTS = ()\n")


def test_an_import_goes_below_the_others_or_below_the_docstring() -> None:
    assert importing("import b")('"""Doc."""\nimport a\nX = 1\n') == '"""Doc."""\nimport a\nimport b\nX = 1\n'
    assert importing("import b")('"""Doc."""\nX = 1\n') == '"""Doc."""\nimport b\nX = 1\n'


def test_a_readme_mentions_it_in_its_row() -> None:
    assert mentioning("Publishes", "`b`")("| Publishes | `a` |\n") == "| Publishes | `a`, `b` |\n"
    assert mentioning("Publishes", "`b`")("| Publishes | nothing |\n") == "| Publishes | `b` |\n"


def test_names_follow_from_one() -> None:
    name = Name.of("finance.loan_flags")
    assert (name.camel, name.dashed, name.singular, name.words) == (
        "LoanFlags",
        "loan-flags",
        "loan_flag",
        "loan flags",
    )
    assert [singular(word) for word in ("enquiries", "fees", "address")] == ["enquiry", "fee", "address"]


def written_python(files: list[str]) -> list[str]:
    return [file for file in files if file.endswith(".py")]
