"""PDFs: readable in strict mode, without a password or active content, and not too long."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from documents.domain import refusals

MAX_PAGES = 1000
MAX_OBJECTS = 300_000
_ACTIONS = {
    "/JavaScript": "a script",
    "/Launch": "a command that starts a program",
    "/SubmitForm": "a form that sends data",
    "/ImportData": "a form that loads data",
    "/RichMedia": "a video or animation",
    "/GoToE": "another file",
}
_KEYS = {
    "/JS": "a script",
    "/JavaScript": "a script",
    "/EmbeddedFiles": "another file",
    "/EF": "another file",
    "/XFA": "an XFA form",
    "/RichMedia": "a video or animation",
}


def check(path: Path) -> None:
    """Raises Refusal; an error of the parser means a damaged file."""
    with path.open("rb") as file:
        reader = PdfReader(file, strict=True)
        if reader.is_encrypted:
            raise refusals.password_protected()
        for dictionary in _dictionaries(reader):
            _refuse_active(dictionary)
        pages = len(reader.pages)
    if pages == 0:
        raise refusals.damaged()
    if pages > MAX_PAGES:
        raise refusals.too_many_pages("PDF", MAX_PAGES)


def _refuse_active(dictionary: DictionaryObject) -> None:
    for key, what in _KEYS.items():
        if key in dictionary:
            raise refusals.active_content(what)
    for key in ("/S", "/Subtype"):
        action = str(dictionary.get(key))
        if action in _ACTIONS:
            raise refusals.active_content(_ACTIONS[action])


def _dictionaries(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary of the file: of the trailer and of each object, also of one that nothing refers to."""
    waiting: list[Any] = [reader.trailer]
    seen: set[tuple[int, int]] = set()
    waiting += [IndirectObject(number, generation, reader) for number, generation in _numbers(reader)]
    count = 0
    while waiting:
        item = waiting.pop()
        count += 1
        if count > MAX_OBJECTS:
            raise refusals.too_complex()
        if isinstance(item, IndirectObject):
            if (item.idnum, item.generation) in seen:
                continue
            seen.add((item.idnum, item.generation))
            item = item.get_object()
        if isinstance(item, DictionaryObject):
            yield item
            waiting += [item.raw_get(key) for key in item]
        elif isinstance(item, ArrayObject):
            waiting += list(item)


def _numbers(reader: PdfReader) -> Iterator[tuple[int, int]]:
    for generation, offsets in reader.xref.items():
        for number in offsets:
            if number and offsets[number]:
                yield number, generation
    for number in reader.xref_objStm:
        yield number, 0
