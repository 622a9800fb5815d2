"""The pages that explain the design name files that exist."""

import re
from pathlib import Path

import pytest

from tests.guards.sources import ROOT, SERVICES, unexcused

PAGES = ("CONTRIBUTING.md", "docs/architecture.md", "docs/glossary.md", "docs/decisions/*.md", "docs/manual/*.md")
QUOTED = re.compile(r"`([\w./<>*-]+/[\w./<>*-]*)`")
LINK = re.compile(r"\]\(([\w./-]+\.md)\)")
# Where a path may begin; `finance/domain/` is short for `services/finance/finance/domain/`.
BEGINNINGS = ("", "shared/", *(f"services/{service}/" for service in SERVICES))
KNOWN = ("services/", "shared/", "deploy/", "docs/", "tests/", "frontend/", "gateway/", "bench/", "lendkit/")
# The files of the worked example, which nobody has written.
EXAMPLE = re.compile(r"loan_flag")


def missing(page: Path) -> list[str]:
    text = page.read_text(encoding="utf-8")
    paths = [path for path in QUOTED.findall(text) if path.startswith((*KNOWN, *(f"{name}/" for name in SERVICES)))]
    links = [link for link in LINK.findall(text) if not (page.parent / link).exists()]
    return unexcused("pages", links + [path for path in paths if not EXAMPLE.search(path) and not exists(path)])


def exists(path: str) -> bool:
    pattern = (
        path.replace("<name>", "*")
        .replace("<owner>", "*")
        .replace("<service>", "*")
        .replace("<feature>", "*")
        .rstrip("/")
    )
    return any(any(ROOT.glob(f"{beginning}{pattern}")) for beginning in BEGINNINGS)


@pytest.mark.parametrize("pattern", PAGES)
def test_what_a_page_points_at_is_there(pattern: str) -> None:
    pages = sorted(ROOT.glob(pattern))
    assert pages
    assert {page.name: missing(page) for page in pages if missing(page)} == {}


def test_a_path_that_is_not_there_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("`finance/domain/` `services/finance/finance/nothing.py` [gone](gone.md) `lendkit/web/`")
    assert missing(page) == ["gone.md", "services/finance/finance/nothing.py"]


def test_the_glossary_is_in_alphabetical_order() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").partition("\n## ")[0]
    terms = [line.split(" | ")[0].strip("| ") for line in text.splitlines() if line.startswith("| ")][1:]
    assert len(terms) > 100 and terms == sorted(terms, key=str.lower)
