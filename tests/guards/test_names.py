"""Names are the field's: a word that `docs/glossary.md` has replaced does not come back."""

import ast
from collections.abc import Iterator

import pytest

from tests.guards import sources
from tests.guards.gone_words import EVERYWHERE, OF_PACKAGE, OF_VALUES
from tests.guards.sources import Source

# (package, name) -> why it stays.
EXCEPTIONS: dict[tuple[str, str], str] = {}


def gone_words(source: Source) -> Iterator[str]:
    """The names that a module gives with a word that is gone."""
    words = EVERYWHERE | OF_PACKAGE.get(source.package, {})
    for line, name, is_value in names_given(source):
        better = words.get(name) or (OF_VALUES.get(name) if is_value else None)
        if better and (source.package, name) not in EXCEPTIONS:
            yield f"{source.path}:{line}: {name} → {better}"


def names_given(source: Source) -> Iterator[tuple[int, str, bool]]:
    """Line, name, and whether it names a value, of all that a module defines; the fields of a schema are the API's."""
    yield 1, source.path.rsplit("/", 1)[-1].removesuffix(".py"), False
    fields = {id(target) for target in fields_of_the_wire(source)}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.lineno, node.name, False
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg, True
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and id(node) not in fields:
            yield node.lineno, node.id, True
        elif isinstance(node, ast.alias) and node.asname:
            yield node.lineno, node.asname, False
        elif isinstance(node, ast.ExceptHandler) and node.name:
            yield node.lineno, node.name, True


def fields_of_the_wire(source: Source) -> Iterator[ast.AST]:
    """The fields of schemas and TypedDicts: the API's names, which change by addition only."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef) and (
            source.layer in ("schemas", "contracts") or "TypedDict" in map(ast.unparse, node.bases)
        ):
            for line in node.body:
                if isinstance(line, ast.Assign):
                    yield from line.targets
                elif isinstance(line, ast.AnnAssign):
                    yield line.target


def test_no_name_is_a_word_that_is_gone() -> None:
    modules = [*sources.services(), *sources.lendkit(), *sources.deploy()]
    assert sources.unexcused("names", [finding for source in modules for finding in gone_words(source)]) == []


def test_each_exception_has_its_reason_and_is_needed() -> None:
    modules = [*sources.services(), *sources.lendkit(), *sources.deploy()]
    used = {(source.package, name) for source in modules for _, name, _ in names_given(source)}
    assert all(reason for reason in EXCEPTIONS.values())
    assert set(EXCEPTIONS) <= used


@pytest.mark.parametrize(
    "text",
    [
        "class Position: ...",
        "def carry(loan): ...",
        "def pay(cause): ...",
        "found = 1",
        "for each in rows: ...",
        "rows = [one for one in rows]",
        "try: ...\nexcept ValueError as fault: ...",
        "import x as telling",
        "with opened() as given: ...",
    ],
)
def test_a_word_that_is_gone_is_refused(text: str) -> None:
    assert list(gone_words(Source("services/finance/finance/domain/loan.py", "finance", "domain", text)))


def test_a_module_named_by_a_word_that_is_gone_is_refused() -> None:
    assert list(gone_words(Source("services/finance/finance/commands/carry.py", "finance", "commands", "")))


@pytest.mark.parametrize(
    "text", ["def each(command): ...", "db.one(found.rows)", "class Fee(TypedDict):\n    direct: bool", "loan = 1"]
)
def test_other_names_pass(text: str) -> None:
    assert not list(gone_words(Source("services/finance/finance/domain/loan.py", "finance", "domain", text)))
