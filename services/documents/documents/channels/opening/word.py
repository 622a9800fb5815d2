"""Word documents: a DOCX's members are read and counted without ever being unpacked, a DOC is an OLE file."""

import re
import stat
import zipfile
from pathlib import Path

from documents.channels.opening.outside import OLE, holds, refuse_virus
from documents.domain.kinds import MEGABYTE, Refusal, active, damaged, locked

MOST_MEMBERS = 5000
MOST_BYTES = 300 * MEGABYTE
MOST_TIMES = 200
_PIECE = 256 * 1024
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", OLE)
_MAIN = b"wordprocessingml.document.main+xml"
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_OUTSIDE = re.compile(
    rb'/(?:attachedTemplate|oleObject|frame|subDocument)"[^>]*TargetMode\s*=\s*"External"', re.IGNORECASE
)


def check_doc(path: Path) -> None:
    """Raises Refusal for macros and for files inside."""
    for name, what in (("_VBA_PROJECT", "macros"), ("ObjectPool", "another file"), ("Macros", "macros")):
        if holds(path, name):
            raise active(what)


def check_docx(path: Path) -> None:
    """Raises Refusal for a bomb, a nested archive, a link, a macro or a password; BadZipFile means damaged."""
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        _refuse_shape(members)
        if not {"[Content_Types].xml", "word/document.xml"} <= {member.filename for member in members}:
            raise damaged()
        total = 0
        for member in members:
            total += _read(archive, member, MOST_BYTES - total)


def _refuse_shape(members: list[zipfile.ZipInfo]) -> None:
    """What the directory of the archive already gives away."""
    if len(members) > MOST_MEMBERS:
        raise _bomb()
    if len({member.filename for member in members}) < len(members):
        raise damaged()
    for member in members:
        if member.flag_bits & 0x1:
            raise locked()
        if stat.S_ISLNK(member.external_attr >> 16):
            raise active("a link to a file")
        if member.filename.startswith("/") or ".." in re.split(r"[/\\]", member.filename):
            raise damaged()
        if "vbaproject" in member.filename.lower():
            raise active("macros")
    if sum(member.file_size for member in members) > MOST_BYTES:
        raise _bomb()


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> int:
    """The size of a member as it really is, whatever the directory says of it."""
    size, kept = 0, b""
    allowed = min(left, max(member.compress_size * MOST_TIMES, MEGABYTE))
    is_xml = member.filename.lower().endswith((".xml", ".rels"))
    is_types = False
    with archive.open(member) as content:
        while piece := content.read(_PIECE):
            if size == 0 and piece.startswith(_ARCHIVES):
                raise Refusal("nested_archive", "This document holds another file or archive. Send that one by itself.")
            size += len(piece)
            if size > allowed:
                raise _bomb()
            window = kept + piece
            refuse_virus(window)
            if is_xml:
                _refuse_xml(window)
            is_types = is_types or _MAIN in window
            kept = piece[-512:]
    if member.filename == "[Content_Types].xml" and not is_types:
        raise damaged()
    return size


def _refuse_xml(text: bytes) -> None:
    if _ENTITY.search(text):
        raise active("an entity declaration")
    if _OUTSIDE.search(text):
        raise active("a link that loads another document")


def _bomb() -> Refusal:
    return Refusal("unpacks_too_large", "This document unpacks to far more than it is. It was not kept.")
