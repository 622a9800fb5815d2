"""What a file is before anything parses it: magic number and extension must agree, and it must be one type only."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import filetype

from documents.domain import refusals
from documents.domain.file_types import ACCEPTED, FILE_TYPES, MEGABYTE, extension_of
from documents.domain.refusals import unsupported_type

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
_HEAD = 1024
_MARKUP = re.compile(rb"<\s*(?:html|script|svg|body|iframe|!doctype|\?php|meta|object|embed)[\s>/]", re.IGNORECASE)


def check(path: Path, name: str) -> str:
    """The extension. Raises Refusal for a known virus, a type that is not accepted, content that does not match the
    extension, and two types in one file.
    """
    for piece in pieces(path):
        refuse_virus(piece)
    extension = extension_of(name)
    head = _first(path, _HEAD)
    if _content_type(path, head) not in FILE_TYPES[extension][0]:
        if extension == "docx" and head.startswith(OLE) and holds(path, "EncryptedPackage"):
            raise refusals.password_protected()
        raise unsupported_type(f"This file isn't a valid {extension.upper()}. {ACCEPTED}")
    if _MARKUP.search(head):
        raise unsupported_type("This file also contains a web page. Upload a clean copy.")
    if extension != "docx" and zipfile.is_zipfile(path):
        raise unsupported_type("This file also contains an archive. Upload the files separately.")
    return extension


def refuse_virus(content: bytes) -> None:
    """The industry's test virus; real ones are found by the scanner."""
    if _EICAR in content:
        raise refusals.virus()


def holds(path: Path, name: str) -> bool:
    """Whether an OLE file has a stream or storage of this name in its directory."""
    encoded = name.encode("utf-16-le")
    return any(encoded in piece for piece in pieces(path))


def pieces(path: Path, size: int = MEGABYTE, overlap: int = 128) -> Iterator[bytes]:
    """The whole file in pieces that overlap, so that nothing short is split between two."""
    tail = b""
    with path.open("rb") as file:
        while read := file.read(size):
            yield tail + read
            tail = read[-overlap:]


def _first(path: Path, size: int) -> bytes:
    with path.open("rb") as file:
        return file.read(size)


def _content_type(path: Path, head: bytes) -> str:
    if head.startswith(OLE):
        return "doc" if holds(path, "WordDocument") else "ole"
    if head.startswith(b"%PDF-"):
        return "pdf"
    guess = filetype.guess(str(path))
    return "unknown" if guess is None or guess.extension == "pdf" else str(guess.extension)
