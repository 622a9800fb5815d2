"""Word documents: the members of a DOCX are read and counted, never unpacked to disk; a DOC is an OLE file."""

import re
import stat
import zipfile
from pathlib import Path

from documents.channels.inspection.signature import OLE, holds, refuse_virus
from documents.domain import refusals
from documents.domain.file_types import MEGABYTE

MAX_MEMBERS = 5000
MAX_BYTES = 300 * MEGABYTE
MAX_RATIO = 200
_CHUNK = 256 * 1024
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", OLE)
_MAIN = b"wordprocessingml.document.main+xml"
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_EXTERNAL = re.compile(
    rb'/(?:attachedTemplate|oleObject|frame|subDocument)"[^>]*TargetMode\s*=\s*"External"', re.IGNORECASE
)


def check_doc(path: Path) -> None:
    """Raises Refusal for macros and for files inside."""
    for name, what in (("_VBA_PROJECT", "macros"), ("ObjectPool", "another file"), ("Macros", "macros")):
        if holds(path, name):
            raise refusals.active_content(what)


def check_docx(path: Path) -> None:
    """Raises Refusal for a bomb, a nested archive, a link, a macro or a password; BadZipFile means damaged."""
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        _refuse_shape(members)
        if not {"[Content_Types].xml", "word/document.xml"} <= {member.filename for member in members}:
            raise refusals.damaged()
        total = 0
        for member in members:
            total += _read(archive, member, MAX_BYTES - total)


def _refuse_shape(members: list[zipfile.ZipInfo]) -> None:
    """Raises Refusal for what the directory of the archive shows already."""
    if len(members) > MAX_MEMBERS:
        raise refusals.unpacks_too_large()
    if len({member.filename for member in members}) < len(members):
        raise refusals.damaged()
    for member in members:
        if member.flag_bits & 0x1:
            raise refusals.password_protected()
        if stat.S_ISLNK(member.external_attr >> 16):
            raise refusals.active_content("a link to a file")
        if member.filename.startswith("/") or ".." in re.split(r"[/\\]", member.filename):
            raise refusals.damaged()
        if "vbaproject" in member.filename.lower():
            raise refusals.active_content("macros")
    if sum(member.file_size for member in members) > MAX_BYTES:
        raise refusals.unpacks_too_large()


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> int:
    """The real size of a member, whatever the directory says."""
    size, tail = 0, b""
    allowed = min(left, max(member.compress_size * MAX_RATIO, MEGABYTE))
    is_xml = member.filename.lower().endswith((".xml", ".rels"))
    is_types = False
    with archive.open(member) as content:
        while piece := content.read(_CHUNK):
            if size == 0 and piece.startswith(_ARCHIVES):
                raise refusals.nested_archive()
            size += len(piece)
            if size > allowed:
                raise refusals.unpacks_too_large()
            window = tail + piece
            refuse_virus(window)
            if is_xml:
                _refuse_xml(window)
            is_types = is_types or _MAIN in window
            tail = piece[-512:]
    if member.filename == "[Content_Types].xml" and not is_types:
        raise refusals.damaged()
    return size


def _refuse_xml(text: bytes) -> None:
    if _ENTITY.search(text):
        raise refusals.active_content("an entity declaration")
    if _EXTERNAL.search(text):
        raise refusals.active_content("a link that loads another document")
