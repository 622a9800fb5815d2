"""Which suite a path belongs to, and what a change needs to have tested."""

import pytest

from deploy.local.quality import changed, suites
from deploy.local.verbs import test as verb

SERVICES = [suite for suite in suites.OWNERS if suite.startswith("services/")]


def test_paths_run_by_their_owner_each_in_one_process() -> None:
    paths = [
        "services/auth/tests/routes",
        "shared",
        "services/auth/tests/conftest.py::x",
        "tests/guards/test_guards.py",
    ]
    assert suites.by_owner(paths) == {
        "services/auth": [paths[0], paths[2]],
        "shared": ["shared"],
        "tests/guards": [paths[3]],
    }


def test_a_folder_of_several_means_all_of_them() -> None:
    assert list(suites.by_owner(["services"])) == SERVICES
    assert set(suites.by_owner(["."])) >= {*suites.OWNERS, *suites.WITHOUT_STACK}


def test_a_word_is_a_path_unless_an_option_takes_it() -> None:
    assert verb._named(["shared", "-q", "-k", "gateway", "deploy/local/tests::test"]) == [
        "shared",
        "deploy/local/tests::test",
    ]


@pytest.mark.parametrize(
    ("file", "paths"),
    [
        ("services/finance/finance/app.py", ["services/finance", "tests/contracts", "tests/guards"]),
        ("deploy/local/tests/machine/test_ports.py", ["deploy/local/tests/machine/test_ports.py"]),
        ("services/finance/tests/conftest.py", ["services/finance", "tests/contracts", "tests/guards"]),
        ("shared/lendkit/runtime/db.py", ["shared", *SERVICES, "tests/contracts", "tests/guards"]),
        ("deploy/local/verbs/up.py", ["deploy"]),
        ("docs/promises.md", ["tests/guards"]),
        ("tests/journeys/deal.py", ["tests/journeys"]),
        ("pyproject.toml", list(suites.OWNERS)),
        ("frontend/src/App.vue", []),
    ],
)
def test_a_change_is_tested_by_whom_it_touches(file: str, paths: list[str]) -> None:
    assert changed.plan([file]).paths == paths


def test_a_suite_that_runs_whole_swallows_its_files() -> None:
    plan = changed.plan(["deploy/local/tests/machine/test_ports.py", "deploy/local/verbs/up.py"])
    assert plan.paths == ["deploy"]
    assert plan.sources == ["deploy/local/tests/machine/test_ports.py", "deploy/local/verbs/up.py"]


def test_the_frontend_and_the_contracts_have_steps_of_their_own() -> None:
    assert changed.plan(["frontend/src/App.vue"]).frontend
    assert changed.plan(["services/auth/auth/app.py"]).contracts
    assert not changed.plan(["docs/promises.md"]).contracts
