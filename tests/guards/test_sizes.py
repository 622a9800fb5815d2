"""A file is at most 250 lines long, a function 40."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.guards.sources import ROOT, unexcused

FILE_LINES, FUNCTION_LINES = 250, 40
FOLDERS = (
    "services",
    "shared",
    "deploy",
    "gateway",
    "bench",
    "tests",
    "frontend/src",
    "frontend/e2e",
    "frontend/mocks",
)
SUFFIXES = (".py", ".vue", ".ts")
# Migrations are never touched again; the peer is another framework's idiom; the rest is written by programs.
APART = ("/migrations/", "bench/peer/", "frontend/src/api/generated/", "/node_modules/", ".d.ts", "/__pycache__/")


def too_long(path: str, text: str) -> Iterator[str]:
    lines = text.count("\n")
    if lines > FILE_LINES:
        yield f"{path}: {lines} lines"
    if path.endswith(".py"):
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > FUNCTION_LINES:
                    yield f"{path}:{node.lineno}: {node.name} has {length} lines"


def written_by_us(path: Path) -> bool:
    return path.suffix in SUFFIXES and not any(part in path.relative_to(ROOT).as_posix() for part in APART)


def test_no_file_and_no_function_is_too_long() -> None:
    files = [file for folder in FOLDERS for file in sorted((ROOT / folder).rglob("*")) if written_by_us(file)]
    assert len(files) > 500
    findings = [
        finding for file in files for finding in too_long(str(file.relative_to(ROOT)), file.read_text(encoding="utf-8"))
    ]
    assert unexcused("sizes", findings) == []


def test_a_long_file_and_a_long_function_are_refused() -> None:
    body = "    pass\n"
    assert not list(too_long("a.py", "def pay():\n" + body * 39))
    assert list(too_long("a.py", "def pay():\n" + body * 40)) == ["a.py:1: pay has 41 lines"]
    assert not list(too_long("a.vue", "\n" * 250))
    assert list(too_long("a.vue", "\n" * 251)) == ["a.vue: 251 lines"]
