"""Refused files: each refusal has its code and leaves no row and no file."""

import io
import zipfile
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from documents.settings import Settings
from lendkit.runtime import db
from lendkit.testing.client import Client
from services.documents.tests import samples
from services.documents.tests.samples import BODY, EICAR, EXE, HTML, SVG, archive, changed_pdf, docx, pdf, picture

CASES: dict[str, tuple[str, Callable[[], bytes], int, str]] = {
    "an SVG": ("plan.svg", lambda: SVG, 415, "unsupported_type"),
    "an SVG named PNG": ("plan.png", lambda: SVG, 415, "unsupported_type"),
    "a web page": ("page.html", lambda: HTML, 415, "unsupported_type"),
    "a web page named PDF": ("page.pdf", lambda: HTML, 415, "unsupported_type"),
    "XML": ("data.xml", lambda: b"<?xml version='1.0'?><a/>", 415, "unsupported_type"),
    "a program": ("setup.exe", lambda: EXE, 415, "unsupported_type"),
    "a program named PDF": ("Invoice.pdf", lambda: EXE, 415, "unsupported_type"),
    "a program behind a PDF's name": ("Invoice.pdf.exe", lambda: EXE, 415, "unsupported_type"),
    "a PDF behind a program's name": ("Invoice.exe.pdf", lambda: pdf(), 415, "unsupported_type"),
    "a text": ("notes.txt", lambda: b"hello", 415, "unsupported_type"),
    "no extension": ("Statement", lambda: pdf(), 415, "unsupported_type"),
    "a PNG named PDF": ("scan.pdf", lambda: picture("PNG"), 415, "unsupported_type"),
    "a PDF named PNG": ("scan.png", lambda: pdf(), 415, "unsupported_type"),
    "a ZIP": ("all.zip", lambda: archive([("a.txt", "a")]), 415, "unsupported_type"),
    "a page that says it is a PDF too": ("a.pdf", lambda: HTML + b"%PDF-1.4\n" + pdf(), 415, "unsupported_type"),
    "a PDF that is a page too": ("a.pdf", lambda: b"%PDF-1.7\n%<html><script>" + pdf()[9:], 415, "unsupported_type"),
    "a PDF that is a ZIP too": ("a.pdf", lambda: pdf() + archive([("a.class", "a")]), 415, "unsupported_type"),
    "a GIF that is a JAR too": (
        "a.gif",
        lambda: picture("GIF") + archive([("META-INF/MANIFEST.MF", "Main-Class: A")]),
        415,
        "unsupported_type",
    ),
    "a GIF with a comment that is a page": ("a.gif", lambda: picture("GIF", comment=HTML), 415, "unsupported_type"),
    "nothing": ("a.pdf", lambda: b"", 422, "empty"),
    "a virus": ("eicar.com", lambda: EICAR, 422, "virus"),
    "a virus in a PDF": ("a.pdf", lambda: pdf() + EICAR, 422, "virus"),
    "a virus in a DOCX": ("a.docx", lambda: docx(("word/media/a.bin", EICAR)), 422, "virus"),
    "half a PDF": ("a.pdf", lambda: pdf()[:2000], 422, "damaged"),
    "a PDF of nothing but its name": ("a.pdf", lambda: b"%PDF-1.7\n", 422, "damaged"),
    "a locked PDF": ("a.pdf", lambda: changed_pdf(lambda w: w.encrypt("secret")), 422, "password_protected"),
    "a PDF with a script": ("a.pdf", lambda: changed_pdf(samples.with_script), 422, "active_content"),
    "a PDF that starts a program": ("a.pdf", lambda: changed_pdf(samples.with_launch), 422, "active_content"),
    "a PDF with a file inside": (
        "a.pdf",
        lambda: changed_pdf(lambda w: w.add_attachment("a.exe", EXE)),
        422,
        "active_content",
    ),
    "a PDF of 10,000 pages": ("a.pdf", lambda: changed_pdf(samples.with_many_pages), 422, "too_many_pages"),
    "half a PNG": ("a.png", lambda: picture("PNG", (400, 400))[:200], 422, "damaged"),
    "half a JPEG": ("a.jpg", lambda: picture("JPEG", (400, 400))[:1500], 422, "damaged"),
    "a flood of pixels": ("a.png", samples.pixel_flood, 422, "too_many_pixels"),
    "a DOCX without a document": ("a.docx", lambda: archive([("[Content_Types].xml", "a")]), 422, "damaged"),
    "a spreadsheet named DOCX": ("a.docx", lambda: docx(types="spreadsheetml"), 422, "damaged"),
    "half a DOCX": ("a.docx", lambda: docx()[:150], 422, "damaged"),
    "a DOCX that is a bomb": (
        "a.docx",
        lambda: docx(*((f"word/{n}.xml", b"\0" * 60_000_000) for n in range(6))),
        422,
        "unpacks_too_large",
    ),
    "a DOCX of 100,000 members": (
        "a.docx",
        lambda: docx(*((f"word/{n}.xml", "") for n in range(100_000))),
        422,
        "unpacks_too_large",
    ),
    "a DOCX with an archive inside": ("a.docx", lambda: docx(("word/a.bin", archive([]))), 422, "nested_archive"),
    "a DOCX with a link to a file": (
        "a.docx",
        lambda: docx((samples.symlink(), "/etc/passwd")),
        422,
        "active_content",
    ),
    "a DOCX that climbs out": ("a.docx", lambda: docx(("../../etc/cron.d/a", "a")), 422, "damaged"),
    "a DOCX with macros": ("a.docx", lambda: docx(("word/vbaProject.bin", "a")), 422, "active_content"),
    "a DOCX with an entity": (
        "a.docx",
        lambda: docx(body=f'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>{BODY}'),
        422,
        "active_content",
    ),
    "a DOC with macros": ("a.doc", lambda: samples.doc("Macros", "_VBA_PROJECT"), 422, "active_content"),
    "an OLE file that is no DOC": ("a.doc", lambda: samples.OLE.ljust(2048, b"\0"), 415, "unsupported_type"),
    "a locked DOCX": (
        "a.docx",
        lambda: samples.OLE.ljust(512, b"\0") + "EncryptedPackage".encode("utf-16-le").ljust(4096, b"\0"),
        422,
        "password_protected",
    ),
}


@pytest.fixture
def upload(broker: Client, people: dict[str, UUID]) -> Callable[[bytes, str], Any]:
    def send(content: bytes, name: str) -> Any:
        form = {"type": "other", "application_id": str(people["application"]), "file": (io.BytesIO(content), name)}
        return broker.post("/api/documents/", data=form, content_type="multipart/form-data")

    return send


@pytest.mark.parametrize("case", CASES)
def test_it_is_refused_and_not_kept(upload: Callable[[bytes, str], Any], kept: Callable[[], int], case: str) -> None:
    name, make, status, code = CASES[case]
    answer = upload(make(), name)
    assert (answer.status_code, answer.json["code"]) == (status, code), answer.text
    assert answer.mimetype == "application/problem+json"
    assert answer.json["detail"] and answer.json["errors"] == {"/file": [answer.json["detail"]]}
    counts = {table: db.scalar(f"SELECT count(*) FROM {table}") for table in ("document", "file", "outbox")}
    assert (kept(), counts) == (0, {"document": 0, "file": 0, "outbox": 0})


def test_a_lie_about_a_members_size_is_found_out(upload: Callable[[bytes, str], Any]) -> None:
    """The archive's directory says 10 bytes where there are 60 MB."""
    raw = bytearray(docx(("word/a.xml", b"\0" * 60_000_000)))
    with zipfile.ZipFile(io.BytesIO(bytes(raw))) as rewritten:
        real = rewritten.getinfo("word/a.xml").file_size.to_bytes(4, "little")
    small = (10).to_bytes(4, "little")
    answer = upload(bytes(raw).replace(real, small), "a.docx")
    assert (answer.status_code, answer.json["code"]) in {(422, "unpacks_too_large"), (422, "damaged")}


def test_what_only_looks_dangerous_is_kept(upload: Callable[[bytes, str], Any]) -> None:
    linked = 'Call <a>us</a>: #link("https://lend.example")[here] {{7*7}} /JavaScript /Launch'
    assert upload(pdf(linked), "Terms v1.2.pdf").status_code == 201
    assert upload(pdf("long", pages=300), "Loan documents.pdf").status_code == 201
    rewritten = changed_pdf(lambda writer: writer.add_metadata({"/Title": "Statement"}))
    assert upload(rewritten, "Statement.pdf").status_code == 201


def test_a_file_that_kills_its_inspection_kills_nothing_else(
    upload: Callable[[bytes, str], Any], kept: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    from documents.channels import upload_inspection

    monkeypatch.setattr(upload_inspection, "SECONDS", 0.01)
    answer = upload(pdf(), "a.pdf")
    assert (answer.status_code, answer.json["code"], kept()) == (422, "too_complex", 0)
    monkeypatch.undo()
    assert upload(pdf(), "a.pdf").status_code == 201


@pytest.mark.parametrize(("status", "answered"), [(0, 201), (1, 422), (2, 503)])
def test_the_virus_scanner_has_the_last_word(
    upload: Callable[[bytes, str], Any], settings: Settings, kept: Callable[[], int], status: int, answered: int
) -> None:
    from dataclasses import replace

    replace(settings, scan_command=("/bin/sh", "-c", f"exit {status}")).use()
    answer = upload(pdf(), "a.pdf")
    assert (answer.status_code, kept()) == (answered, 1 if answered == 201 else 0)
