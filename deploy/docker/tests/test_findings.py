"""What the checks that are our own would find; and how Docker's figures are read."""

import pytest

from deploy.docker.slow import licences, secrets
from deploy.docker.stack import compose_name
from deploy.docker.status import megabytes


@pytest.mark.parametrize(
    ("licence", "fine"),
    [
        ("MIT", True),
        ("(MIT OR GPL-3.0)", True),
        ("Apache-2.0 AND BSD-2-Clause", True),
        ("Apache Software License; BSD License", True),
        ("GPL-3.0", False),
        ("MIT AND AGPL-3.0", False),
        ("GNU Lesser General Public License v2 or later (LGPLv2+)", False),
        ("UNKNOWN", False),
        ("", False),
    ],
)
def test_terms_that_we_take(licence: str, fine: bool) -> None:
    assert licences.acceptable(licence) is fine


def test_an_exception_is_for_one_package_and_its_terms() -> None:
    kept = licences.KNOWN["psycopg2-binary"]
    rows = [("psycopg2-binary", kept), ("psycopg2-binary", "AGPL-3.0"), ("other", kept), ("fine", "MIT")]
    assert list(licences.findings(iter(rows))) == ["psycopg2-binary: AGPL-3.0", f"other: {kept}"]


def test_a_secret_is_found_unless_it_was_looked_at_there() -> None:
    scanned = {
        "a.py": {"1111": "3: Secret Keyword", "2222": "4: AWS Access Key"},
        "b.py": {"1111": "9: Secret Keyword"},
    }
    assert list(secrets.findings(scanned, {"a.py": ["1111"]})) == ["a.py:4: AWS Access Key", "b.py:9: Secret Keyword"]


@pytest.mark.parametrize(("text", "expected"), [("103.5MiB", 103.5), ("1.5GiB", 1536.0), ("512KiB", 0.5), ("0B", 0.0)])
def test_megabytes(text: str, expected: float) -> None:
    assert megabytes(text) == expected


def test_a_process_has_the_name_that_it_has_without_containers() -> None:
    assert compose_name("finance-web") == "finance"
    assert compose_name("finance-background") == "finance-background"
    assert compose_name("nginx") == "gateway"
