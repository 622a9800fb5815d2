"""The name that a file was uploaded with: shown to people, never used as a path."""

import re
import unicodedata
from typing import Final

MAX_LENGTH: Final = 180
_SEPARATORS: Final = re.compile(r"[/\\]")
_UNSAFE: Final = re.compile(r'[<>:"|?*]')
_RESERVED: Final = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")


def clean(name: str | None) -> str:
    """The last part of a path, without what is unsafe in a file system or header; `file` where nothing is left.

    Control, direction and surrogate characters go (Unicode categories C*), the extension stays when it is cut.
    """
    last = _SEPARATORS.split(name or "")[-1]
    visible = "".join(char for char in unicodedata.normalize("NFC", last) if unicodedata.category(char)[0] != "C")
    safe = _UNSAFE.sub("_", " ".join(visible.split())).strip(" .").lstrip("-")
    if _RESERVED.fullmatch(safe):
        safe = f"_{safe}"
    return _cut(safe) or "file"


def _cut(name: str) -> str:
    if len(name) <= MAX_LENGTH:
        return name
    stem, dot, extension = name.rpartition(".")
    return (
        f"{stem[: MAX_LENGTH - len(extension) - 1]}.{extension}" if dot and len(extension) <= 10 else name[:MAX_LENGTH]
    )
