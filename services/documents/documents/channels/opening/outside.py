"""What a file looks like before anything opens it: magic and extension must agree, and one file is one thing."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import filetype

from documents.domain.kinds import KINDS, MEGABYTE, TAKEN, Refusal, kind_of, locked, wrong_type

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
_HEAD = 1024
_MARKUP = re.compile(rb"<\s*(?:html|script|svg|body|iframe|!doctype|\?php|meta|object|embed)[\s>/]", re.IGNORECASE)


def check(path: Path, name: str) -> str:
    """The extension. Raises Refusal for a known virus, a kind that is not taken, a content that is not what the name
    says, and two kinds of file in one.
    """
    for piece in pieces(path):
        refuse_virus(piece)
    extension = kind_of(name)
    head = _first(path, _HEAD)
    found = _kind(path, head)
    if found not in KINDS[extension][0]:
        if extension == "docx" and head.startswith(OLE) and holds(path, "EncryptedPackage"):
            raise locked()
        raise wrong_type(f"This is no .{extension} file, whatever its name says. {TAKEN}")
    if _MARKUP.search(head):
        raise wrong_type("This file is a web page too. Send it as one thing.")
    if extension != "docx" and zipfile.is_zipfile(path):
        raise wrong_type("This file is an archive too. Send it as one thing.")
    return extension


def refuse_virus(content: bytes) -> None:
    """The industry's test virus; real ones are the scanner's business."""
    if _EICAR in content:
        raise Refusal("virus", "A virus was found in this file. It was not kept.")


def holds(path: Path, name: str) -> bool:
    """Whether an OLE file has a stream or storage of this name in its directory."""
    wanted = name.encode("utf-16-le")
    return any(wanted in piece for piece in pieces(path))


def pieces(path: Path, size: int = MEGABYTE, overlap: int = 128) -> Iterator[bytes]:
    """The whole file in pieces that overlap, so that nothing short falls between two."""
    kept = b""
    with path.open("rb") as file:
        while read := file.read(size):
            yield kept + read
            kept = read[-overlap:]


def _first(path: Path, size: int) -> bytes:
    with path.open("rb") as file:
        return file.read(size)


def _kind(path: Path, head: bytes) -> str:
    if head.startswith(OLE):
        return "doc" if holds(path, "WordDocument") else "ole"
    if head.startswith(b"%PDF-"):
        return "pdf"
    guess = filetype.guess(str(path))
    return "unknown" if guess is None or guess.extension == "pdf" else str(guess.extension)
