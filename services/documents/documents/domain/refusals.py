"""The reasons why an uploaded file is refused."""


class Refusal(Exception):
    """A file that is refused: a stable code, a sentence for people, and the status it is answered with."""

    def __init__(self, code: str, detail: str, status: int = 422) -> None:
        super().__init__(code)
        self.code, self.detail, self.status = code, detail, status


def unsupported_type(detail: str) -> Refusal:
    return Refusal("unsupported_type", detail, 415)


def empty() -> Refusal:
    return Refusal("empty", "This file is empty.")


def damaged() -> Refusal:
    return Refusal("damaged", "This file can't be opened. It may be damaged, or its name may have the wrong extension.")


def virus() -> Refusal:
    return Refusal("virus", "This file contains a virus and wasn't saved.")


def active_content(what: str) -> Refusal:
    """`what`: `a script`, `macros`."""
    return Refusal("active_content", f"This file contains {what}, which we can't accept. Upload a clean copy.")


def password_protected() -> Refusal:
    return Refusal("password_protected", "This file is password protected. Upload a copy without a password.")


def too_complex() -> Refusal:
    return Refusal("too_complex", "This file is too complex to check. Upload a simpler copy.")


def too_many_pages(kind: str, limit: int) -> Refusal:
    """`kind`: `PDF`, `image`."""
    return Refusal("too_many_pages", f"This {kind} has more than {limit:,} pages. Split it into smaller files.")


def too_many_pixels(megapixels: int) -> Refusal:
    return Refusal("too_many_pixels", f"This image is larger than {megapixels} megapixels. Upload a smaller one.")


def nested_archive() -> Refusal:
    return Refusal("nested_archive", "This document contains another file or archive. Upload that file separately.")


def unpacks_too_large() -> Refusal:
    return Refusal("unpacks_too_large", "This document is too large once it is unpacked. Upload a smaller copy.")
