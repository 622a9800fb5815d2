"""Files that are not what they say, and names that would like to be paths, through the gateway."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.deal import a_pdf

# Each way out of a name alone is tried in the service's own tests.
NAMES = ['../../..\\CON/-rf "x"\r\nX: y\u202e😀' + "a" * 300 + ".pdf", "/etc/passwd\x00.pdf"]


@pytest.mark.parametrize("name", NAMES)
def test_a_files_name_is_only_shown(sign_in: Callable[[str], Any], name: str) -> None:
    broker = sign_in("broker")
    sent = broker.session.post(
        f"{broker.base_url}/api/documents/",
        data={"type": "other"},
        files={"file": (name, a_pdf(), "application/pdf")},
        timeout=20,
    )
    assert sent.status_code == 201, sent.text
    assert not {"/", "\\", "\r", "\n", "\0", '"', "\u202e"} & set(sent.json()["name"])
    path = f"/api/documents/{sent.json()['id']}/"
    got = broker.get(f"{path}content/")
    assert got.headers["Content-Disposition"].startswith("attachment;")
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got.headers["Content-Security-Policy"] and "X" not in got.headers
    assert broker.delete(path).status_code == 204


FILES = {
    "an SVG": ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", 415),
    "a page": ("a.html", b"<script>alert(1)</script>", 415),
    "a program named PDF": ("a.pdf", b"MZ" + b"\0" * 500, 415),
    "a page named PDF": ("a.pdf", b"<html>%PDF-1.7", 415),
    "two extensions": ("a.pdf.exe", b"%PDF-1.7", 415),
    "nothing": ("a.pdf", b"", 422),
}


@pytest.mark.parametrize("what", FILES)
def test_a_file_is_what_it_says(sign_in: Callable[[str], Any], what: str) -> None:
    name, content, refused = FILES[what]
    broker = sign_in("broker")
    sent = broker.session.post(
        f"{broker.base_url}/api/documents/", data={"type": "other"}, files={"file": (name, content)}, timeout=20
    )
    assert sent.status_code == refused, sent.text
