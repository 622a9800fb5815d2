"""Which files are taken, and the ways in which one can be refused."""

from pathlib import PurePosixPath
from typing import Final

MEGABYTE: Final = 1024 * 1024
LARGEST: Final = 25 * MEGABYTE

# Extension -> what `filetype` may call its content, and the content type that it is served with.
KINDS: Final[dict[str, tuple[frozenset[str], str]]] = {
    "pdf": (frozenset({"pdf"}), "application/pdf"),
    "doc": (frozenset({"doc"}), "application/msword"),
    "docx": (
        frozenset({"docx", "zip"}),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "jpg": (frozenset({"jpg"}), "image/jpeg"),
    "jpeg": (frozenset({"jpg"}), "image/jpeg"),
    "png": (frozenset({"png"}), "image/png"),
    "gif": (frozenset({"gif"}), "image/gif"),
    "webp": (frozenset({"webp"}), "image/webp"),
    "tif": (frozenset({"tif"}), "image/tiff"),
    "tiff": (frozenset({"tif"}), "image/tiff"),
}
TAKEN: Final = "Send a PDF, a Word document (DOC, DOCX) or a picture (JPG, PNG, GIF, WEBP, TIFF)."
# Behind one of these, a second extension is a disguise.
_RUNNABLE: Final = {
    "bat", "cmd", "exe", "hta", "htm", "html", "jar", "js", "msi", "php", "ps1", "scr", "sh", "svg", "vbs", "xml",
}  # fmt: skip


class Refusal(Exception):
    """A file that is not taken: a stable code, a sentence for people, and the status it is answered with."""

    def __init__(self, code: str, detail: str, status: int = 422) -> None:
        super().__init__(code)
        self.code, self.detail, self.status = code, detail, status


def kind_of(name: str) -> str:
    """The extension, if files of its kind are taken. Raises Refusal `unsupported_type`."""
    *before, last = [part.lower() for part in PurePosixPath(name).name.split(".")] or [""]
    if last not in KINDS or not before or _RUNNABLE & set(before[1:]):
        raise wrong_type(TAKEN)
    return last


def wrong_type(detail: str) -> Refusal:
    return Refusal("unsupported_type", detail, 415)


def damaged() -> Refusal:
    return Refusal("damaged", "This file cannot be opened: it is damaged, or not what its name says.")


def active(what: str) -> Refusal:
    return Refusal("active_content", f"This file holds {what}. Save a copy without it.")


def locked() -> Refusal:
    return Refusal("password_protected", "This file is protected by a password. Save a copy without it.")


def too_much() -> Refusal:
    return Refusal("too_complex", "This file takes too much to open. Save a simpler copy.")
