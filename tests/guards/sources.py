"""The sources that the lints read: which files there are, which layer they lie in, what they call things."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Files that are still to be mended, one "RULE PATH" a line; it only ever gets shorter, and goes when it is empty.
OUTSTANDING = Path(__file__).parent / "outstanding.txt"
SERVICES = ("auth", "applications", "parties", "finance", "documents", "notifications", "reports")


@dataclass(frozen=True)
class Source:
    """One Python file: `path` as shown in a finding, `package` and `layer` by where it lies (`finance`, `store`)."""

    path: str
    package: str
    layer: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return parsed(self.text)


@cache
def parsed(text: str) -> ast.Module:
    return ast.parse(text)


@cache
def services() -> tuple[Source, ...]:
    """Every module of the seven services, without their migrations and tests."""
    return tuple(source for service in SERVICES for source in _package(ROOT / "services" / service / service))


@cache
def lendkit() -> tuple[Source, ...]:
    return tuple(_package(ROOT / "shared" / "lendkit"))


@cache
def deploy() -> tuple[Source, ...]:
    return tuple(source for source in _package(ROOT / "deploy") if "/tests/" not in source.path)


def _package(folder: Path) -> Iterator[Source]:
    for file in sorted(folder.rglob("*.py")):
        inside = file.relative_to(folder).with_suffix("")
        yield Source(str(file.relative_to(ROOT)), folder.name, inside.parts[0], file.read_text(encoding="utf-8"))


def docstrings(tree: ast.AST) -> set[int]:
    """The `id` of each docstring's node, to tell it from the strings that the program uses."""
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, owners) and ast.get_docstring(node) is not None and isinstance(node.body[0], ast.Expr)
    }


def strings(tree: ast.AST) -> Iterator[tuple[int, str, bool]]:
    """Line, text, and whether it is a docstring, of every string of a module; of an f-string its fixed parts."""
    documented = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value, id(node) in documented


def unexcused(rule: str, findings: Iterable[str]) -> list[str]:
    """The findings (`PATH:LINE: what`) in files that `outstanding.txt` does not list under this rule."""
    listed = OUTSTANDING.read_text(encoding="utf-8").splitlines() if OUTSTANDING.exists() else []
    return [finding for finding in findings if f"{rule} {finding.split(':')[0]}" not in listed]
