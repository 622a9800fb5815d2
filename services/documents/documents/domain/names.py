"""The name that a file was sent with: shown to people, never used as a path."""

import re
import unicodedata
from typing import Final

LONGEST: Final = 180
_SEPARATORS: Final = re.compile(r"[/\\]")
_NOT_FOR_NAMES: Final = re.compile(r'[<>:"|?*]')
_RESERVED: Final = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")


def clean(name: str | None) -> str:
    """The last part of a path, without what no file system or header should see; `file` where nothing is left.

    Control, direction and surrogate characters go (Unicode categories C*), the extension stays when it is cut.
    """
    last = _SEPARATORS.split(name or "")[-1]
    kept = "".join(each for each in unicodedata.normalize("NFC", last) if unicodedata.category(each)[0] != "C")
    plain = _NOT_FOR_NAMES.sub("_", " ".join(kept.split())).strip(" .").lstrip("-")
    if _RESERVED.fullmatch(plain):
        plain = f"_{plain}"
    return _cut(plain) or "file"


def _cut(name: str) -> str:
    if len(name) <= LONGEST:
        return name
    stem, dot, extension = name.rpartition(".")
    return f"{stem[: LONGEST - len(extension) - 1]}.{extension}" if dot and len(extension) <= 10 else name[:LONGEST]
