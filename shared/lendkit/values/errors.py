"""The one exception type: it carries a stable code and the status that `lendkit.web` answers with."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

Errors = Mapping[str, Sequence[str]]
Record = TypeVar("Record")


class DomainError(Exception):
    """A refusal. `code` is stable for programs, `detail` is a sentence for people.

    `errors` maps JSON pointers to messages, `missing` lists what a guard still wants ({code, detail}).
    """

    status = 409

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        status: int | None = None,
        errors: Errors | None = None,
        missing: Sequence[Mapping[str, Any]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail
        self.status = self.status if status is None else status
        self.errors = {pointer: list(messages) for pointer, messages in (errors or {}).items()}
        self.missing = [dict(item) for item in (missing or [])]
        self.headers = dict(headers or {})


class Invalid(DomainError):
    """Readable, but wrong: 422 with a message for each JSON pointer."""

    status = 422

    def __init__(self, errors: Errors, *, code: str = "invalid", detail: str = "Some fields need attention.") -> None:
        super().__init__(code, detail, errors=errors)


class NotFound(DomainError):
    """It does not exist, or it is not yours: both look the same from outside."""

    status = 404

    def __init__(self, detail: str = "There is nothing here.", *, code: str = "not_found") -> None:
        super().__init__(code, detail)


class Forbidden(DomainError):
    """We know who you are, and your role may not do this."""

    status = 403

    def __init__(self, detail: str = "Your role does not allow this.", *, code: str = "forbidden") -> None:
        super().__init__(code, detail)


class Unauthenticated(DomainError):
    """We do not know who you are (any more)."""

    status = 401

    def __init__(self, detail: str = "Sign in to go on.", *, code: str = "unauthenticated") -> None:
        super().__init__(code, detail, headers={"WWW-Authenticate": "Bearer"})


class Unavailable(DomainError):
    """Another service or the database cannot be reached: try again in `retry_after` seconds."""

    status = 503

    def __init__(self, detail: str, *, code: str = "unavailable", retry_after: int = 5) -> None:
        super().__init__(code, detail, headers={"Retry-After": str(retry_after)})


def existing(record: Record | None, detail: str = "There is nothing here.") -> Record:
    """The record that was looked up; raises NotFound where there is none, or none that is the caller's to see."""
    if record is None:
        raise NotFound(detail)
    return record


def expect_version(version: int, seen: int | None) -> None:
    """Raises DomainError 412 where the caller has seen (`If-Match`) another version of the record than the current."""
    if seen is not None and seen != version:
        detail = "This was updated by someone else. Review and try again."
        raise DomainError("version_mismatch", detail, status=412)
