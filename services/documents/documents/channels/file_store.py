"""The file store. A file is written as an incoming file, synced to disk, and only then gets its own name.

Behind `Store` is a local folder; another kind of store is another class with these methods.
"""

import errno
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Protocol, TypeVar
from uuid import UUID

from documents.domain.file_types import MAX_FILE_SIZE, MEGABYTE
from documents.settings import Settings
from lendkit.values.errors import DomainError
from lendkit.values.identifiers import uuid7

Result = TypeVar("Result")
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class IncomingFile:
    """A file being received: counted and hashed as it comes. `path` may be opened once it is sealed."""

    def __init__(self, path: Path, limit: int = MAX_FILE_SIZE) -> None:
        self.path, self.size, self.sha256 = path, 0, ""
        self._limit = limit
        self._hash = hashlib.sha256()
        self._file: BinaryIO = _guarded(lambda: path.open("xb", buffering=0))

    def write(self, piece: bytes) -> int:
        """Raises DomainError 413 `too_large` or 507 `storage_full`."""
        self.size += len(piece)
        if self.size > self._limit:
            raise DomainError("too_large", f"Files can be up to {self._limit // MEGABYTE} MB.", status=413)
        self._hash.update(piece)
        _guarded(lambda: _write_all(self._file, piece))
        return len(piece)

    def seek(self, _offset: int) -> None:
        """The form parser rewinds what it has written; this file is only read by its path."""

    def seal(self) -> None:
        """From here on everything is on disk, whatever happens."""
        _guarded(lambda: os.fsync(self._file.fileno()))
        self._file.close()
        self.sha256 = self._hash.hexdigest()

    def discard(self) -> None:
        """Delete it, unless it was kept."""
        self._file.close()
        self.path.unlink(missing_ok=True)


class Store(Protocol):
    def incoming(self) -> IncomingFile: ...
    def keep(self, file: IncomingFile, id: UUID) -> None: ...
    def open(self, id: UUID) -> BinaryIO: ...
    def remove(self, id: UUID) -> None: ...
    def older_than(self, seconds: float) -> Iterator[UUID]: ...
    def remove_incoming(self, seconds: float) -> int: ...


class Folder:
    """Files by their id in 256 folders, incoming files beside them on the same file system."""

    def __init__(self, root: Path) -> None:
        self._incoming, self._files = root / "parts", root / "files"
        _guarded(self._make)

    def _make(self) -> None:
        for folder in (self._incoming, self._files):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def incoming(self) -> IncomingFile:
        return IncomingFile(self._incoming / str(uuid7()))

    def keep(self, file: IncomingFile, id: UUID) -> None:
        """Give a sealed file its name. This comes before its row: a sweep removes it if the row never comes."""
        target = self._path(id)
        _guarded(lambda: target.parent.mkdir(exist_ok=True, mode=0o700))
        _guarded(lambda: file.path.rename(target))
        _sync_folder(target.parent)

    def open(self, id: UUID) -> BinaryIO:
        return self._path(id).open("rb")

    def remove(self, id: UUID) -> None:
        self._path(id).unlink(missing_ok=True)

    def older_than(self, seconds: float) -> Iterator[UUID]:
        """The ids of the files that are older than this."""
        for folder in sorted(self._files.iterdir()):
            for path in folder.iterdir():
                if _age(path) > seconds:
                    yield UUID(path.name)

    def remove_incoming(self, seconds: float) -> int:
        """Remove what was begun and never finished; returns how many files."""
        stale = [path for path in self._incoming.iterdir() if _age(path) > seconds]
        for path in stale:
            path.unlink(missing_ok=True)
        return len(stale)

    def _path(self, id: UUID) -> Path:
        return self._files / id.hex[-2:] / str(id)


def store() -> Store:
    return Folder(Path(Settings.current().store_dir))


def _write_all(file: BinaryIO, piece: bytes) -> None:
    view = memoryview(piece)
    while view:
        view = view[file.write(view) :]


def _guarded(action: Callable[[], Result]) -> Result:
    """Run it; a full disk is answered with 507."""
    try:
        return action()
    except OSError as exc:
        if exc.errno not in _FULL:
            raise
        raise DomainError(
            "storage_full", "There's no space to store this file right now. Try again later.", status=507
        ) from exc


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
