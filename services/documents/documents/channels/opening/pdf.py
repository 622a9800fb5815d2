"""PDFs: readable by the letter of the standard, open, inert, and no longer than anybody reads."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from documents.domain.kinds import Refusal, active, damaged, locked, too_much

MOST_PAGES = 1000
MOST_OBJECTS = 300_000
_ACTIONS = {
    "/JavaScript": "a script",
    "/Launch": "a command that starts a program",
    "/SubmitForm": "a form that sends data",
    "/ImportData": "a form that loads data",
    "/RichMedia": "a film or an animation",
    "/GoToE": "another file",
}
_KEYS = {
    "/JS": "a script",
    "/JavaScript": "a script",
    "/EmbeddedFiles": "another file",
    "/EF": "another file",
    "/XFA": "an XFA form",
    "/RichMedia": "a film or an animation",
}


def check(path: Path) -> None:
    """Raises Refusal; a fault of the parser means a damaged file."""
    with path.open("rb") as file:
        reader = PdfReader(file, strict=True)
        if reader.is_encrypted:
            raise locked()
        for found in _dictionaries(reader):
            _refuse_active(found)
        pages = len(reader.pages)
    if pages == 0:
        raise damaged()
    if pages > MOST_PAGES:
        raise Refusal("too_many_pages", f"This PDF has more than {MOST_PAGES} pages. Split it up.")


def _refuse_active(found: DictionaryObject) -> None:
    for key, what in _KEYS.items():
        if key in found:
            raise active(what)
    for key in ("/S", "/Subtype"):
        action = str(found.get(key))
        if action in _ACTIONS:
            raise active(_ACTIONS[action])


def _dictionaries(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary of the file: of the trailer, and of each object, whether anything points at it or not."""
    waiting: list[Any] = [reader.trailer]
    seen: set[tuple[int, int]] = set()
    waiting += [IndirectObject(number, generation, reader) for number, generation in _numbers(reader)]
    count = 0
    while waiting:
        found = waiting.pop()
        count += 1
        if count > MOST_OBJECTS:
            raise too_much()
        if isinstance(found, IndirectObject):
            if (found.idnum, found.generation) in seen:
                continue
            seen.add((found.idnum, found.generation))
            found = found.get_object()
        if isinstance(found, DictionaryObject):
            yield found
            waiting += [found.raw_get(key) for key in found]
        elif isinstance(found, ArrayObject):
            waiting += list(found)


def _numbers(reader: PdfReader) -> Iterator[tuple[int, int]]:
    for generation, offsets in reader.xref.items():
        for number in offsets:
            if number and offsets[number]:
                yield number, generation
    for number in reader.xref_objStm:
        yield number, 0
