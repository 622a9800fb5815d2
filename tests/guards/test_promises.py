"""What `docs/promises.md` names as proof is a test that exists."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "promises.md"
TEST = re.compile(r"`([\w/.-]+\.py)::(\w+)`")
FAULTS = [str(number) for number in range(1, 21)]
ATTACKS = [str(number) for number in range(1, 43)]


def sections() -> dict[str, str]:
    """Text by heading."""
    _, *parts = re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {heading: text for heading, _, text in (part.partition("\n") for part in parts)}


def rows(section: str) -> list[list[str]]:
    """Cells of the table, without its head."""
    lines = [line.strip("| ") for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.split(" | ")] for line in lines[2:]]


@cache
def proofs_in(path: str) -> set[str]:
    file = ROOT / path
    if not file.is_file():
        return set()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def missing(text: str) -> list[str]:
    return [f"{path}::{name}" for path, name in TEST.findall(text) if name not in proofs_in(path)]


def test_each_named_test_exists() -> None:
    assert missing(PAGE.read_text(encoding="utf-8")) == []


def test_each_fault_has_its_row_and_each_row_its_proof() -> None:
    table = rows(sections()["Faults"])
    assert [row[0] for row in table if row[0] != "+"] == FAULTS
    assert {row[0] for row in table} == {*FAULTS, "+"}
    for number, fault, promise, proof in table:
        assert fault and promise, number
        assert TEST.search(proof) or proof.startswith("open"), f"row {number} names no test and does not say open"


def test_each_attack_has_its_row_and_each_row_its_proof() -> None:
    table = rows(sections()["Attacks"])
    assert [row[0] for row in table] == ATTACKS
    for number, attack, proof in table:
        assert attack, number
        same = proof.startswith("the same") and number != "1"
        assert TEST.search(proof) or "not built" in proof or same, f"attack {number} names no test"


def test_a_test_that_is_gone_is_noticed() -> None:
    here = "tests/guards/test_promises.py"
    text = f"`{here}::test_each_named_test_exists` `{here}::test_nothing` `tests/no_such.py::test_at_all`"
    assert missing(text) == [f"{here}::test_nothing", "tests/no_such.py::test_at_all"]
