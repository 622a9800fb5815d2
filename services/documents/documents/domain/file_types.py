"""Which types of file are accepted."""

from pathlib import PurePosixPath
from typing import Final

from documents.domain.refusals import unsupported_type

MEGABYTE: Final = 1024 * 1024
MAX_FILE_SIZE: Final = 25 * MEGABYTE

# Extension -> what `filetype` may call its content, and the content type it is served with.
FILE_TYPES: Final[dict[str, tuple[frozenset[str], str]]] = {
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
ACCEPTED: Final = "Upload a PDF, a Word document (DOC, DOCX) or an image (JPG, PNG, GIF, WEBP, TIFF)."
# Behind one of these, a second extension is a disguise.
_EXECUTABLE: Final = {
    "bat", "cmd", "exe", "hta", "htm", "html", "jar", "js", "msi", "php", "ps1", "scr", "sh", "svg", "vbs", "xml",
}  # fmt: skip


def extension_of(name: str) -> str:
    """The extension in lower case, if files of this type are accepted. Raises Refusal `unsupported_type`."""
    *stem, extension = [part.lower() for part in PurePosixPath(name).name.split(".")] or [""]
    if extension not in FILE_TYPES or not stem or _EXECUTABLE & set(stem[1:]):
        raise unsupported_type(ACCEPTED)
    return extension
