"""A file name is only shown: nothing in it is a path, a device name or an option."""

import pytest

from documents.domain.file_names import MAX_LENGTH, clean


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Statement of position.pdf", "Statement of position.pdf"),
        ("../../../etc/passwd", "passwd"),
        ("C:\\Users\\Liam\\scan.pdf", "scan.pdf"),
        ("a\x00b\r\nSet-Cookie: x.pdf", "abSet-Cookie_ x.pdf"),
        ('a"; evil="b.pdf', "a_; evil=_b.pdf"),
        ("\ud800a.pdf", "a.pdf"),
        ("fdp.\u202eexe.pdf", "fdp.exe.pdf"),
        ("  spaced   out .pdf ", "spaced out .pdf"),
        ("nul", "_nul"),
        ("LPT1.docx", "_LPT1.docx"),
        ("--help.pdf", "help.pdf"),
        ("...", "file"),
        ("", "file"),
        (None, "file"),
        ("合同 2026.pdf", "合同 2026.pdf"),
    ],
)
def test_clean(sent: str | None, kept: str) -> None:
    assert clean(sent) == kept


def test_a_long_name_keeps_its_extension() -> None:
    assert clean("n" * 300 + ".pdf").endswith("n.pdf") and len(clean("n" * 300 + ".pdf")) == MAX_LENGTH
    assert len(clean("n" * 300)) == MAX_LENGTH
