"""What the images install agrees with what is tested, and holds all that the services need."""

import re
import tomllib
from collections.abc import Iterator
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from deploy.local.machine.places import ROOT
from deploy.local.verbs.lock import FILES

Pins = dict[str, str]


def pins(file: str) -> Pins:
    dependencies = re.findall(
        r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)", (ROOT / file).read_text(encoding="utf-8"), re.M
    )
    return {canonicalize_name(name): version for name, version in dependencies}


SUBSETS = [file for file in FILES if file not in ("requirements.txt", "deploy/docker/slow.txt")]


@pytest.mark.parametrize("file", SUBSETS)
def test_a_list_is_a_part_of_what_is_tested(file: str) -> None:
    tested, listed = pins("requirements.txt"), pins(file)
    assert listed
    assert {name: version for name, version in listed.items() if tested.get(name) != version} == {}, "run ./dev lock"


@pytest.mark.parametrize("file", FILES)
def test_every_package_is_pinned_by_hash(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8").replace("\\\n", "")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert all("==" in line and "--hash=sha256:" in line for line in lines)


def needed(name: str, extras: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    for text in metadata.requires(name) or []:
        requirement = Requirement(text)
        if requirement.marker is None or any(requirement.marker.evaluate({"extra": extra}) for extra in extras | {""}):
            yield canonicalize_name(requirement.name), frozenset(requirement.extras)


def test_the_services_find_all_that_they_import() -> None:
    """Their own dependencies and those of these, as they are installed here."""
    listed, seen = pins("deploy/docker/requirements.txt"), set[tuple[str, frozenset[str]]]()
    todo = [(name, frozenset[str]()) for name in direct()]
    while todo:
        requirement = todo.pop()
        if requirement not in seen:
            seen.add(requirement)
            todo += needed(*requirement)
    expected = {name for name, _ in seen} - {"lendkit"}
    assert expected - set(listed) == set(), "run ./dev lock"


def direct() -> Iterator[str]:
    for file in (ROOT / "shared" / "pyproject.toml", *(ROOT / "services").glob("*/pyproject.toml")):
        for text in tomllib.loads(file.read_text(encoding="utf-8"))["project"]["dependencies"]:
            name = canonicalize_name(Requirement(text).name)
            if name != "lendkit":
                yield name


def test_the_validators_stay_out_of_the_workspace() -> None:
    own = {canonicalize_name(Requirement(text).name) for text in group("slow")}
    assert own <= set(pins("deploy/docker/slow.txt"))
    assert own & set(pins("requirements.txt")) == set(), "run ./dev lock"


def group(name: str) -> list[str]:
    dependencies = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"][name]
    return [str(requirement) for requirement in dependencies]
