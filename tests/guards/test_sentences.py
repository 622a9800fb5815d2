"""What people read is plain English: turns that no Australian lender would use are refused."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guards import sources
from tests.guards.sources import ROOT, Source

QUAINT = re.compile(
    r"\b(nobody|somebody|(is|are|was|be) away|for ever|by hand|twice is once|set here|kept back|given back|anew"
    r"|the house|by itself|taken back|not yours to see|at hand|meanwhile|stands for)\b",
    re.IGNORECASE,
)
# An exact sentence -> why it stays.
EXCEPTIONS: dict[str, str] = {}
COMMENT = re.compile(r"<!--.*?-->|/\*.*?\*/|(?<![:'\"`\w])//[^\n]*", re.DOTALL)
PAGES = ("README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/glossary.md", "docs/manual/*.md")


def quaint(text: str) -> Iterator[tuple[int, str]]:
    """Line (from 0) and turn of each that a text has, apart from the sentences that are excepted."""
    for sentence in EXCEPTIONS:
        text = text.replace(sentence, re.sub(r"[^\n]", " ", sentence))
    for match in QUAINT.finditer(text):
        yield text.count("\n", 0, match.start()), match[0]


def in_python(source: Source) -> Iterator[str]:
    """In strings; in docstrings where they are the API's description."""
    for line, text, documents in sources.strings(source.tree):
        if not documents or source.layer in ("routes", "schemas"):
            yield from (f"{source.path}:{line + offset}: {turn}" for offset, turn in quaint(text))


def in_frontend(path: str, text: str) -> Iterator[str]:
    """Anywhere but in comments."""
    blank = COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    yield from (f"{path}:{line + 1}: {turn}" for line, turn in quaint(blank))


def in_page(path: str, text: str) -> Iterator[str]:
    yield from (f"{path}:{line + 1}: {turn}" for line, turn in quaint(text))


def spa() -> list[Path]:
    files = sorted((ROOT / "frontend" / "src").rglob("*"))
    return [file for file in files if file.suffix in (".vue", ".ts") and not file.name.endswith(".test.ts")]


def test_the_services_speak_plainly() -> None:
    findings = [finding for source in sources.services() for finding in in_python(source)]
    assert sources.unexcused("sentences", findings) == []


def test_the_screens_speak_plainly() -> None:
    texts = {str(file.relative_to(ROOT)): file.read_text(encoding="utf-8") for file in spa()}
    findings = [finding for path, text in texts.items() for finding in in_frontend(path, text)]
    assert sources.unexcused("sentences", findings) == []


def test_the_pages_speak_plainly() -> None:
    files = [file for pattern in PAGES for file in sorted(ROOT.glob(pattern))]
    texts = {str(file.relative_to(ROOT)): file.read_text(encoding="utf-8") for file in files}
    assert [finding for path, text in texts.items() for finding in in_page(path, text)] == []


def test_each_exception_has_its_reason() -> None:
    assert all(reason for reason in EXCEPTIONS.values())


@pytest.mark.parametrize(
    "turn", ["Nobody yet", "The ledger is away.", "It stays for ever", "Twice is once.", "Made anew"]
)
def test_a_quaint_turn_is_refused(turn: str) -> None:
    source = Source("fees.py", "finance", "commands", f"detail = {turn!r}")
    assert list(in_python(source)) == [f"fees.py:1: {QUAINT.search(turn)[0]}"]  # type: ignore[index]
    assert list(in_frontend("Fees.vue", f"<template>\n<p>{turn}</p>")) and list(in_page("run.md", turn))


def test_comments_and_plain_docstrings_are_for_engineers() -> None:
    assert not list(in_python(Source("fees.py", "finance", "store", '"""Nobody else locks it."""')))
    assert list(in_python(Source("fees.py", "finance", "routes", '"""Nobody else sees it."""')))
    assert not list(in_frontend("a.ts", "const url = 'https://x' // nobody reads this\n/* anew */ <!-- by hand -->"))
