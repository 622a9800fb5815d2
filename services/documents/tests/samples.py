"""Files as people upload them, and hostile ones."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from functools import cache
from typing import Any

import typst
from PIL import Image
from pypdf import PdfWriter
from pypdf.annotations import Link
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + b"\x00" * 500
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
    'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.'
    'document.main+xml"/></Types>'
)
BODY = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>'


@cache
def pdf(text: str = "Statement of position", pages: int = 1) -> bytes:
    content: Any = typst.compile(("#pagebreak(weak: false)\n" * (pages - 1) + text).encode())
    return bytes(content)


def changed_pdf(change: Any) -> bytes:
    """A good PDF after `change(writer)`."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf()))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_script(writer: PdfWriter) -> None:
    """A script that runs when it is opened."""
    action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)


def with_hidden_script(writer: PdfWriter) -> None:
    """A script that nothing points at, its name written another way."""
    writer._add_object(DictionaryObject({NameObject("/J#53"): TextStringObject("app.alert(1)")}))


def with_launch(writer: PdfWriter) -> None:
    """A link that starts a program."""
    link = Link(rect=(0, 0, 10, 10), url="https://lend.example")
    link[NameObject("/A")] = DictionaryObject(
        {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd.exe")}
    )
    writer.add_annotation(0, link)


def with_many_pages(writer: PdfWriter) -> None:
    """One page, ten thousand times in the page tree."""
    tree: Any = writer.root_object["/Pages"]
    tree[NameObject("/Kids")] = ArrayObject([tree["/Kids"][0]] * 10_000)


def picture(format: str = "PNG", size: tuple[int, int] = (40, 30), **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "steelblue").save(out, format, **options)
    return out.getvalue()


def pixel_flood() -> bytes:
    """A PNG of a hundred bytes that says it is 60,000 by 60,000."""
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    encoded = [
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(encoded)


def docx(*more: tuple[str | zipfile.ZipInfo, bytes | str], body: bytes | str = BODY, types: str = TYPES) -> bytes:
    return archive([("[Content_Types].xml", types), ("word/document.xml", body), *more])


def archive(members: Iterable[tuple[str | zipfile.ZipInfo, bytes | str]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zip_file:
        for name, content in members:
            zip_file.writestr(name, content)
    return out.getvalue()


def symlink(name: str = "word/media/link") -> zipfile.ZipInfo:
    link = zipfile.ZipInfo(name)
    link.create_system, link.external_attr = 3, 0o120777 << 16
    return link


def doc(*streams: str) -> bytes:
    """The outside of an old Word file: the magic, and a directory with these names."""
    names = b"".join(name.encode("utf-16-le").ljust(64, b"\0") for name in ("Root Entry", "WordDocument", *streams))
    return OLE.ljust(512, b"\0") + names.ljust(4096, b"\0")
